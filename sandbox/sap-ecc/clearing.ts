import { shareOf, sum } from '../money.ts';
import { determined } from './chart.ts';
import type { Clearing, FiDocument, Match } from './company.ts';
import type { Luw } from './luw.ts';
import { error, Refusal } from './messages.ts';
import type { OpenItem } from './open-items.ts';
import type { LineDraft } from './posting.ts';
import { changeDocument, lineDraft, mustBeOpen, opposite, postDocument } from './posting.ts';

/** An item and how much of it is cleared, with its sign. */
export type Taken = { readonly item: OpenItem; readonly amount: bigint };
type Wanted = {
  readonly customer: string;
  readonly currency: string;
  readonly date: string;
  /** IV_KEY; blank for the clearing run. */
  readonly reference: string;
  readonly taken: readonly Taken[];
  readonly matches: readonly Match[];
  readonly named?: Clearing['named'];
};

/** Takes up to `amount`, which is not signed, from the items in their order. */
export function takeFrom(items: readonly OpenItem[], amount: bigint): readonly Taken[] {
  let left = amount;
  return items.flatMap((item) => {
    const size = item.line.amount < 0n ? -item.line.amount : item.line.amount;
    const part = left < size ? left : size;
    left -= part;
    return part === 0n ? [] : [{ item, amount: item.line.amount < 0n ? -part : part }];
  });
}

/**
 * Clears items in full and opens new ones for what is left of them. A difference in local currency is posted to
 * exchange differences, so that the document balances in both.
 */
export function clear(luw: Luw, { customer, currency, date, reference, taken, matches, named }: Wanted): Clearing {
  mustBeOpen(luw.erp, date);
  const rests = taken.flatMap(({ item, amount }) => restOf(item, amount));
  const lines = [...counterItems(taken), ...rests];
  const difference = sum(lines.map(({ local }) => local));
  const exchange = lineDraft({ account: determined.exchange, amount: 0n, local: -difference });
  const document = postDocument(luw, {
    type: 'AB',
    documentDate: date,
    postingDate: date,
    reference,
    headerText: 'Clearing',
    currency,
    lines: difference === 0n ? lines : [...lines, exchange],
  });
  const cleared = { document: document.key, date };
  for (const { item } of taken) {
    changeDocument(luw, item.document.key, (found) => ({
      ...found,
      lines: found.lines.map((line) => (line.item === item.line.item ? { ...line, clearing: cleared } : line)),
    }));
  }
  return luw.company.clearings.put({
    document: document.key,
    customer,
    currency,
    matches,
    reference,
    named,
    reset: undefined,
  });
}

/** One line for each reconciliation account, against all that was cleared on it. */
function counterItems(taken: readonly Taken[]): readonly LineDraft[] {
  const accounts = [...new Set(taken.map(({ item }) => item.line.account))];
  return accounts.flatMap((account) => {
    const lines = taken.map(({ item }) => item.line).filter((line) => line.account === account);
    const amount = -sum(lines.map((line) => line.amount));
    const local = -sum(lines.map((line) => line.local));
    const [first] = lines;
    if (!first || (amount === 0n && local === 0n)) return [];
    const { customer, specialLedger } = first;
    return [lineDraft({ account, customer, specialLedger, amount, local, clearing: 'self' })];
  });
}

function restOf({ line, root }: OpenItem, amount: bigint): readonly LineDraft[] {
  if (amount === line.amount) return [];
  const { account, customer, specialLedger, assignment, text } = line;
  const local = line.local - shareOf(line.local, amount, line.amount);
  return [
    lineDraft({
      account,
      customer,
      specialLedger,
      assignment,
      text,
      amount: line.amount - amount,
      local,
      restOf: root,
    }),
  ];
}

/**
 * FBRA: what was cleared is open again, and the clearing document is reversed with all that it left over.
 * @throws Refusal when it is reset already, or when its rest has been cleared since
 */
export function resetClearing(luw: Luw, key: string, date: string): FiDocument {
  const { company, erp } = luw;
  const clearing = company.clearings.get(key);
  const document = company.fiDocuments.get(key);
  if (!clearing || !document) throw new Refusal(error('ZQTC 013', [key, '']));
  if (clearing.reset) throw new Refusal(error('ZQTC 011', [key, clearing.reset]));
  const gone = document.lines.find((line) => line.restOf !== undefined && line.clearing !== undefined);
  if (gone) throw new Refusal(error('ZQTC 015', [key, gone.clearing?.document ?? '']));
  mustBeOpen(erp, date);
  reopen(luw, key);
  const reversal = postDocument(luw, {
    type: 'AB',
    documentDate: date,
    postingDate: date,
    reference: document.reference,
    headerText: 'Clearing reset',
    currency: document.currency,
    reverses: key,
    lines: opposite(erp, document.lines),
  });
  changeDocument(luw, key, (found) => ({
    ...found,
    reversedBy: reversal.key,
    lines: found.lines.map((line) =>
      line.customer === '' ? line : { ...line, clearing: { document: reversal.key, date } },
    ),
  }));
  company.clearings.put({ ...clearing, reset: reversal.key });
  return reversal;
}

function reopen(luw: Luw, key: string): void {
  for (const document of luw.company.fiDocuments.all()) {
    if (document.key === key || document.lines.every(({ clearing }) => clearing?.document !== key)) continue;
    changeDocument(luw, document.key, (found) => ({
      ...found,
      lines: found.lines.map((line) => (line.clearing?.document === key ? { ...line, clearing: undefined } : line)),
    }));
  }
}
