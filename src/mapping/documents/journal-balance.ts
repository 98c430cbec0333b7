import { sum } from '../../domain/money.ts';
import { MappingFault } from '../fault.ts';
import type { JournalInput } from '../mapper.ts';
import type { JournalLine } from '../profile/profile.ts';
import type { JournalType } from '../profile/roles.ts';
import type { Side } from './postings.ts';
import type { Slot } from './slots.ts';
import { faulty } from './value.ts';

/** One line of an entry, with its account; its amount is positive. */
export type EntryLine = Side &
  Pick<JournalLine, 'side'> & {
    readonly role: JournalLine['account'];
    /** In journal.yaml: `entries.fees[0]`. */
    readonly path: string;
  };

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

/**
 * Debits are credits, and the clearing moves by the whole amount, on its side.
 * @throws MappingFault that names the line to blame
 */
export function refuseUnbalanced(input: JournalInput, lines: readonly EntryLine[], slots: readonly Slot[]): void {
  const { amount } = input;
  if (amount.minor === 0) throw new MappingFault('amount', 'An entry of nothing is not posted');
  const [debits, credits] = [on('debit', lines), on('credit', lines)];
  const units = `${amount.currency}, minor units`;
  if (debits !== credits)
    throw blame(
      lines,
      slots,
      `leaves the entry out of balance: its debits come to ${debits}, its credits to ${credits} (${units})`,
    );
  const short = shortOf(input, lines);
  if (!short) return;
  const clearing = lines.filter(isClearing);
  throw blame(
    clearing.length > 0 ? clearing : lines,
    slots,
    `does not come to the whole amount: ${short}, the amount is ${Math.abs(amount.minor)} (${units})`,
  );
}

const on = (side: EntryLine['side'], lines: readonly EntryLine[]): number => {
  const amounts = lines.filter((line) => line.side === side).map(({ amount }) => amount);
  return sum(amounts, amounts[0]?.currency ?? '').minor;
};
const isClearing = ({ role }: EntryLine): boolean => role === 'stripe_clearing';

/** What the entry moves, where that is not its amount. */
function shortOf({ type, amount }: JournalInput, lines: readonly EntryLine[]): string | undefined {
  const side = clearingSide[type];
  if (side === 'none') {
    const debits = on('debit', lines);
    return debits === Math.abs(amount.minor) ? undefined : `its debits come to ${debits}`;
  }
  const clearing = lines.filter(isClearing);
  const credited = on('credit', clearing) - on('debit', clearing);
  const wanted = { credit: amount.minor, debit: -amount.minor, either: Math.sign(credited) * Math.abs(amount.minor) };
  if (credited !== 0 && credited === wanted[side]) return undefined;
  const which = side === 'either' ? '' : `, which is to be on the ${side} side`;
  return `it moves ${Math.abs(credited)} of the Stripe clearing${which}`;
}

/** The last line that is computed is likeliest wrong; where none is, the last one. */
function blame(lines: readonly EntryLine[], slots: readonly Slot[], what: string): MappingFault {
  const own = slots.filter(({ path }) => lines.some((line) => `${line.path}.amount` === path));
  const computed = own.filter(({ mapping }) => !['amount', 'tax'].includes(mapping?.from?.trim() ?? ''));
  const slot = computed.at(-1) ?? own.at(-1) ?? slots.findLast(({ path }) => path.endsWith('.amount'));
  return slot ? faulty(slot, {}, what) : new MappingFault('journal.yaml', `journal.yaml ${what}`);
}
