import type { DocumentTarget, ErpTarget, ExtraField } from '../../../domain/target.ts';
import { nearestName } from '../../../domain/nearest-name.ts';
import type { FieldType, TargetField } from '../../documents/catalogue.ts';
import { catalogues } from '../../documents/catalogues.ts';
import { targetOf } from '../../documents/slots.ts';
import { readAs, wantedBy, written } from '../../documents/typed.ts';
import type { Shape } from '../../expressions/shape.ts';
import { filled, type Draft, type HeldField } from '../draft.ts';
import { fileOf } from '../files.ts';
import { problemIn, type Held } from '../layers.ts';
import type { ProfileProblem } from '../problem.ts';
import { documentNames, type DocumentName } from '../profile.ts';
import type { RawField } from '../schemas.ts';
import { expressionTroubles } from './expressions.ts';

type Problems = readonly ProfileProblem[];

/** Every field of every document: known to the ERP, long enough there, of its type, and right before it runs. */
export function fieldProblems(draft: Draft, target: ErpTarget | undefined): Problems {
  const fields = filled(draft).flatMap((field) => {
    const takes = targetOf(field.document, target);
    return [...targetProblems(field, takes, target), ...contentProblems(field, slotOf(field, takes), draft)];
  });
  return [...removalProblems(draft), ...fields, ...customerProblems(draft), ...journalProblems(draft)];
}

const ofOneSale: readonly DocumentName[] = ['sales-order', 'invoice', 'cash-receipt', 'credit-memo', 'customer-refund'];

/** Money that stands with another customer than its sale would never pay it, and no ERP says so. */
function customerProblems(draft: Draft): Problems {
  const customers = filled(draft).filter(
    ({ document, section, name }) => ofOneSale.includes(document) && section === 'fields' && name === 'customer',
  );
  const ways = customers.map(({ raw: { from, value, list, default: otherwise } }) =>
    JSON.stringify([from, value, list, otherwise]),
  );
  if (new Set(ways).size < 2) return [];
  const what = `must be the customer of the whole sale: fill it alike in ${ofOneSale.map(fileOf).join(', ')}`;
  return customers.filter(({ own }) => own).map((field) => problemIn(field, { what }));
}

/** A field of the document that must be filled and is not. @param shown what messages call the folder */
export function unfilledProblems(draft: Draft, shown: string): Problems {
  const known = new Set(filled(draft).map(({ document, section, name }) => `${document}.${section}.${name}`));
  return documentNames.flatMap((document) => {
    const { fields, lines = {} } = catalogues[document];
    // The lines of journal entries stand in their entries.
    const sections = document === 'journal' ? { fields } : { fields, lines };
    return Object.entries(sections).flatMap(([section, targets]) =>
      Object.entries(targets)
        .filter(([name, { required }]) => required && !known.has(`${document}.${section}.${name}`))
        .map(([name, { about }]) => ({
          file: [shown, fileOf(document)].filter(Boolean).join('/'),
          line: 1,
          column: 1,
          field: `${section}.${name}`,
          what: `must be filled (${about}): give it from or value`,
        })),
    );
  });
}

const removalProblems = ({ fields }: Draft): Problems =>
  fields
    .filter(({ raw, own, document, section, name }) => raw.remove && own && !catalogueHas(document, section, name))
    .map((field) => problemIn(field, { under: ['remove'], what: 'takes out what nothing fills: leave it out' }));

const catalogueHas = (document: HeldField['document'], section: HeldField['section'], name: string): boolean =>
  section !== 'extra' && catalogues[document][section]?.[name] !== undefined;

function targetProblems(field: HeldField, takes: DocumentTarget | undefined, target: ErpTarget | undefined): Problems {
  if (!takes || !target) return [];
  if (field.section !== 'extra')
    return takes.lacks.includes(neutralName(field)) && field.own
      ? [problemIn(field, { what: `can not be filled: ${target.name} has no place for it` })]
      : [];
  if (extraOf(takes.extra, field.name)) return [];
  const suggestion = nearestName(
    // What follows the dot is theirs to name.
    takes.extra.map(({ name }) => (name.endsWith('.') ? name + field.name.split('.').slice(1).join('.') : name)),
    field.name,
  );
  const there = takes.extra.map(({ name }) => (name.endsWith('.') ? `${name}…` : name)).join(', ');
  const known = there ? ` (there are ${there})` : ' (it takes none here)';
  return [problemIn(field, { what: `is no field that ${target.name} takes of this document${known}`, suggestion })];
}

const neutralName = ({ section, name }: HeldField): string => (section === 'lines' ? `line.${name}` : name);
const extraOf = (known: readonly ExtraField[], name: string): ExtraField | undefined =>
  known.find((one) =>
    one.name.endsWith('.') ? name.startsWith(one.name) && name.length > one.name.length : one.name === name,
  );

type Slot = {
  readonly type: FieldType;
  readonly max: number | undefined;
  readonly source: Readonly<Record<string, Shape>>;
};
const inLines = { index: { is: 'number' } } as const;

function slotOf(field: HeldField, takes: DocumentTarget | undefined): Slot {
  const { document, section, name } = field;
  const { source, line } = catalogues[document];
  if (section === 'extra') return { type: 'text', max: takes && extraOf(takes.extra, name)?.max, source };
  const target: TargetField | undefined = catalogues[document][section]?.[name];
  return {
    type: target?.type ?? 'text',
    max: target?.mayCut ? undefined : takes?.lengths[neutralName(field)],
    source: section === 'lines' && line ? { ...source, ...inLines, line } : source,
  };
}

/** Expression, constants, code list of one field. */
function contentProblems(held: Held<RawField>, slot: Slot, draft: Draft): Problems {
  return [
    ...expressionProblems(held, [], held.raw.from, slot, draft),
    ...(['value', 'default'] as const).flatMap((key) => constantProblems(held, key, slot)),
    ...listProblems(held, draft),
  ];
}

function expressionProblems(
  held: Held<unknown>,
  under: readonly PropertyKey[],
  text: string | undefined,
  { source, type }: Pick<Slot, 'source' | 'type'>,
  { lists }: Draft,
): Problems {
  if (text === undefined) return [];
  return expressionTroubles(text, { source, type, lists: [...lists.keys()] }).map(({ at, what, suggestion }) =>
    problemIn(held, { under: [...under, 'from'], at, what, suggestion }),
  );
}

function constantProblems(held: Held<RawField>, key: 'value' | 'default', { type, max }: Slot): Problems {
  const text = held.raw[key];
  if (text === undefined) return [];
  if (readAs(type, written(type, text)) === undefined)
    return [problemIn(held, { under: [key], what: `is no ${type}: it must be ${wantedBy(type)}` })];
  const long = Array.from(text).length;
  return max !== undefined && long > max
    ? [problemIn(held, { under: [key], what: `has ${long} characters, and the ERP holds ${max}: shorten it` })]
    : [];
}

const listProblems = (held: Held<RawField>, { lists }: Draft): Problems =>
  held.raw.list === undefined || lists.has(held.raw.list)
    ? []
    : [
        problemIn(held, {
          under: ['list'],
          what: `${held.raw.list} is no list of lists.yaml`,
          suggestion: nearestName(lists.keys(), held.raw.list),
        }),
      ];

const journalTypesOf = { amount: 'money', text: 'text' } as const;
const journalProblems = (draft: Draft): Problems =>
  [...draft.journals.values()].flatMap((held) =>
    held.raw.flatMap((line, at) =>
      (['amount', 'text'] as const).flatMap((key) =>
        expressionProblems(
          held,
          [at, key],
          line[key].from,
          { source: catalogues.journal.source, type: journalTypesOf[key] },
          draft,
        ),
      ),
    ),
  );
