import { createHash } from 'node:crypto';
import type { Extra } from '../../domain/documents.ts';
import type { ErpTarget } from '../../domain/target.ts';
import type { Evaluator, Lookup, Outcome, Scope, Unit } from '../expressions/evaluator.ts';
import type { FieldTrace } from '../mapper.ts';
import { profileLabel, type Profile } from '../profile/profile.ts';
import type { Slot, Slots } from './slots.ts';
import type { Value } from './typed.ts';
import { valueOf } from './value.ts';

export type FillerSettings = {
  readonly profile: Profile;
  readonly evaluator: Evaluator;
  /** IANA. */
  readonly timeZone: string;
  readonly target?: ErpTarget | undefined;
};

/** What the expressions see, once. */
type Filling = {
  readonly view: Readonly<Record<string, unknown>>;
  readonly lines?: readonly object[];
  /** Of every amount of the document. */
  readonly currency?: string;
  readonly lookup?: Lookup | undefined;
};
export type Values = Readonly<Record<string, Value>>;
export type Filled = {
  readonly head: Values;
  readonly lines: readonly Values[];
  readonly extra: Extra;
  readonly trace: readonly FieldTrace[];
};
export type Filler = (filling: Filling) => Promise<Filled>;

/** Fills one kind of document by its profile. @throws MappingFault from the filling */
export function createFiller(settings: FillerSettings, slots: Slots): Filler {
  const unit = unitOf(settings, slots);
  const { lists } = settings.profile;
  return async (filling) => {
    const { view, lines: lineViews = [], currency, lookup } = filling;
    const outcomes = await outcomesOf(settings.evaluator, unit, { source: view, lines: lineViews }, lookup);
    const fill = (these: readonly Slot[], given: Readonly<Record<string, Outcome>>, line?: number): readonly Found[] =>
      these.flatMap((slot) => {
        const source = line === undefined ? view : { line: lineViews[line], ...view };
        const value = valueOf(slot, given[slot.path], { lists, currency, line, source });
        return value === undefined ? [] : [{ slot, value, line }];
      });
    const head = fill(slots.head, outcomes.head);
    const lines = lineViews.map((_, index) => fill(slots.lines, outcomes.lines[index] ?? {}, index));
    const extra = fill(slots.extra, outcomes.head);
    return {
      head: byName(head),
      lines: lines.map(byName),
      extra: byName(extra) as Extra,
      trace: [...head, ...lines.flat(), ...extra].map(traced),
    };
  };
}

type Found = { readonly slot: Slot; readonly value: Value; readonly line: number | undefined };

const byName = (found: readonly Found[]): Values =>
  Object.fromEntries(found.map(({ slot, value }) => [slot.name, value]));

const traced = ({ slot: { name, path, mapping }, value, line }: Found): FieldTrace => ({
  field: line === undefined ? path.replace(/^fields\./, '') : `lines[${line}].${name}`,
  from: mapping?.from ?? mapping?.value ?? '',
  ...(mapping && { place: mapping.place }),
  value,
});

/** The evaluator knows expressions by their unit's id, so the id changes when one of them does. */
function unitOf({ profile, timeZone, target }: FillerSettings, { name, head, lines, extra }: Slots): Unit {
  const asked = {
    head: expressionsOf([...head, ...extra]),
    lines: expressionsOf(lines),
    lists: profile.lists,
    timeZone,
    characters: target?.characters ?? 'unicode',
  } as const;
  const digest = createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 12);
  return { id: `${profileLabel(profile)}/${name}/${digest}`, ...asked };
}

const expressionsOf = (slots: readonly Slot[]): Readonly<Record<string, string>> =>
  Object.fromEntries(slots.flatMap(({ path, mapping }) => (mapping?.from === undefined ? [] : [[path, mapping.from]])));

/** A document of constants alone needs no evaluator. */
const outcomesOf: (...run: [Evaluator, ...Parameters<Evaluator['run']>]) => ReturnType<Evaluator['run']> = (
  evaluator,
  unit,
  scope: Scope,
  lookup,
) =>
  Object.keys({ ...unit.head, ...unit.lines }).length === 0
    ? Promise.resolve({ head: {}, lines: [] })
    : evaluator.run(unit, scope, lookup);
