import type { JournalEntry } from '../../domain/documents.ts';
import { negate, type Money } from '../../domain/money.ts';
import type { Lookup } from '../expressions/evaluator.ts';
import type { FieldTrace, JournalInput, Mapped } from '../mapper.ts';
import { accountFor } from '../profile/determine.ts';
import type { Profile } from '../profile/profile.ts';
import { journalTypes, type JournalType } from '../profile/roles.ts';
import { journalView } from '../sources/journal.ts';
import { catalogues } from './catalogues.ts';
import { journalFacts } from './facts.ts';
import { createFiller, type FillerSettings, type Values } from './filler.ts';
import { refuseUnbalanced, type EntryLine } from './journal-balance.ts';
import { postingsOf } from './postings.ts';
import { slotsOf, targetOf, type Slot } from './slots.ts';

/** An entry of the general ledger by the lines that the profile gives its type. */
export function createJournalMapping(settings: FillerSettings) {
  const types = journalTypes.map((type) => {
    const slots = journalSlots(type, settings);
    return [type, { slots, fill: createFiller(settings, slots) }] as const;
  });
  const byType = Object.fromEntries(types) as Record<JournalType, (typeof types)[number][1]>;
  return async (input: JournalInput, lookup?: Lookup): Promise<Mapped<JournalEntry>> => {
    const { slots, fill } = byType[input.type];
    const filled = await fill({ view: journalView(input), currency: input.amount.currency, lookup });
    const lines = linesOf(input, settings.profile, filled.head);
    refuseUnbalanced(input, lines, slots.head);
    const on = (side: EntryLine['side']) => lines.filter((line) => line.side === side);
    const postings = postingsOf(on('debit'), on('credit'));
    const document: JournalEntry = {
      kind: 'journal-entry',
      date: input.date,
      text: (filled.head.text as string | undefined) ?? postings[0]?.text ?? input.description,
      stripeId: input.stripeId,
      postings,
      extra: filled.extra,
    };
    return { document, trace: [...filled.trace, ...accountsOf(lines)] };
  };
}

const pathOf = (type: JournalType, index: number): string => `entries.${type}[${index}]`;

function journalSlots(type: JournalType, { profile, target }: FillerSettings) {
  const own = slotsOf('journal', profile, target);
  const { lines: types = {} } = catalogues.journal;
  const lengths = targetOf('journal', target)?.lengths ?? {};
  const slots = profile.journals[type].flatMap((line, index) =>
    (['amount', 'text'] as const).flatMap((name): readonly Slot[] => {
      const path = `${pathOf(type, index)}.${name}`;
      const max = lengths[`line.${name}`];
      const known = types[name];
      return known ? [{ name: path, path, type: known, mapping: line[name], ...(max !== undefined && { max }) }] : [];
    }),
  );
  return { ...own, name: `journal/${type}`, head: [...own.head, ...slots], lines: [] };
}

/** Lines of nothing fall away; less than nothing stands on the other side. */
function linesOf(input: JournalInput, { journals, accounts }: Profile, values: Values): readonly EntryLine[] {
  return journals[input.type].flatMap(({ account: role, side }, index) => {
    const path = pathOf(input.type, index);
    const amount = values[`${path}.amount`] as Money;
    if (amount.minor === 0) return [];
    const account = accountFor(accounts, role, journalFacts(input));
    const line = { role, account, path, text: values[`${path}.text`] as string };
    if (amount.minor > 0) return [{ ...line, side, amount }];
    return [{ ...line, side: side === 'debit' ? 'credit' : 'debit', amount: negate(amount) }];
  });
}

const accountsOf = (lines: readonly EntryLine[]): readonly FieldTrace[] =>
  lines.map(({ path, role, side, account }) => ({
    field: `${path}.${side}`,
    from: `accounts.yaml: ${role}`,
    value: account,
  }));
