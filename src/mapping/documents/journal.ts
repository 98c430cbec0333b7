import type { JournalEntry } from '../../domain/documents.ts';
import { negate, sum, type Money } from '../../domain/money.ts';
import type { Lookup } from '../expressions/evaluator.ts';
import { MappingFault } from '../fault.ts';
import type { FieldTrace, JournalInput, Mapped } from '../mapper.ts';
import { accountFor } from '../profile/determine.ts';
import type { JournalLine, Profile } from '../profile/profile.ts';
import { journalTypes, type JournalType } from '../profile/roles.ts';
import { journalView } from '../sources/journal.ts';
import { catalogues } from './catalogues.ts';
import { journalFacts } from './facts.ts';
import { createFiller, type FillerSettings, type Values } from './filler.ts';
import { postingsOf, type Side } from './postings.ts';
import { slotsOf, targetOf, type Slot } from './slots.ts';
import { faulty } from './value.ts';

/** The side on which the Stripe clearing takes a positive amount; entries without money at Stripe have none. */
const clearingSide: Readonly<Record<JournalType, 'debit' | 'credit' | 'either' | 'none'>> = {
  fees: 'credit',
  'dispute-withdrawn': 'credit',
  'dispute-reinstated': 'debit',
  'dispute-lost': 'none',
  payout: 'credit',
  'payout-return': 'debit',
  suspense: 'either',
  'suspense-release': 'either',
  reserve: 'either',
  transfer: 'either',
  adjustment: 'either',
  revenue: 'none',
};

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
    refuseImbalance(input, lines, slots.head);
    const on = (side: Line['side']) => lines.filter((line) => line.side === side);
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

type Line = Side & Pick<JournalLine, 'side'> & { readonly role: JournalLine['account']; readonly path: string };

/** Lines of nothing fall away; less than nothing stands on the other side. */
function linesOf(input: JournalInput, { journals, accounts }: Profile, values: Values): readonly Line[] {
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

function refuseImbalance({ type, amount }: JournalInput, lines: readonly Line[], slots: readonly Slot[]): void {
  if (amount.minor === 0) throw new MappingFault('amount', 'An entry of nothing is not posted');
  const { currency } = amount;
  const on = (side: Line['side'], of: readonly Line[]): Money =>
    sum(
      of.filter((line) => line.side === side).map((line) => line.amount),
      currency,
    );
  const [debits, credits] = [on('debit', lines), on('credit', lines)];
  if (debits.minor !== credits.minor)
    throw blame(
      lines,
      slots,
      `leaves the entry out of balance: its debits come to ${debits.minor}, its credits to ${credits.minor} (${currency}, minor units)`,
    );
  const clearing = lines.filter(({ role }) => role === 'stripe_clearing');
  const side = clearingSide[type];
  const moved = side === 'none' ? debits.minor : on('credit', clearing).minor - on('debit', clearing).minor;
  const right =
    side === 'none' || side === 'either' ? Math.abs(amount.minor) : side === 'credit' ? amount.minor : -amount.minor;
  if (side === 'none' || side === 'either' ? Math.abs(moved) === right : moved === right) return;
  const whole =
    side === 'none'
      ? `its debits come to ${Math.abs(moved)}`
      : `it moves ${Math.abs(moved)} of the Stripe clearing${side === 'either' ? '' : `, which is to be on the ${side} side`}`;
  throw blame(
    clearing.length > 0 ? clearing : lines,
    slots,
    `does not come to the whole amount: ${whole}, the amount is ${Math.abs(amount.minor)} (${currency}, minor units)`,
  );
}

/** The line that says least of the amount's source is likeliest wrong: the last that is computed, else the last. */
function blame(lines: readonly Line[], slots: readonly Slot[], what: string): MappingFault {
  const own = slots.filter(({ path }) => lines.some((line) => `${line.path}.amount` === path));
  const computed = own.filter(({ mapping }) => mapping?.from?.trim() !== 'amount' && mapping?.from?.trim() !== 'tax');
  const slot = computed.at(-1) ?? own.at(-1) ?? slots.findLast(({ path }) => path.endsWith('.amount'));
  return slot ? faulty(slot, {}, what) : new MappingFault('journal.yaml', `journal.yaml ${what}`);
}

const accountsOf = (lines: readonly Line[]): readonly FieldTrace[] =>
  lines.map(({ path, role, side, account }) => ({
    field: `${path}.${side}`,
    from: `accounts.yaml: ${role}`,
    value: account,
  }));
