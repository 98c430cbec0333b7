import type { ErpDocument, Line } from '../../domain/documents.ts';
import { add, type Money } from '../../domain/money.ts';

/** One line of what a document leads to in the general ledger. */
export type Entry = { readonly side: 'debit' | 'credit'; readonly account: string; readonly amount: Money };
/** Where the profile names no account, the ERP's own determination does. */
const byErp = 'revenue (as the ERP determines it)';

type Lines = Pick<Extract<ErpDocument, { lines: unknown }>, 'customer' | 'lines' | 'total'>;
const debit = (account: string, amount: Money): Entry => ({ side: 'debit', account, amount });
const credit = (account: string, amount: Money): Entry => ({ side: 'credit', account, amount });
const customer = (number: string): string => `customer ${number}`;

const sold = ({ customer: number, lines, total }: Lines): readonly Entry[] => [
  debit(customer(number), total),
  ...ofLines(lines).map(([account, amount]) => credit(account, amount)),
];
const credited = ({ customer: number, lines, total }: Lines): readonly Entry[] => [
  ...ofLines(lines).map(([account, amount]) => debit(account, amount)),
  credit(customer(number), total),
];

type Of<K extends ErpDocument['kind']> = Extract<ErpDocument, { readonly kind: K }>;
const journals: { readonly [K in ErpDocument['kind']]: (document: Of<K>) => readonly Entry[] } = {
  customer: () => [],
  'sales-order': sold,
  invoice: sold,
  'credit-memo': credited,
  'cash-receipt': ({ account, amount, customer: number }) => [debit(account, amount), credit(customer(number), amount)],
  'customer-refund': ({ account, amount, customer: number }) => [
    debit(customer(number), amount),
    credit(account, amount),
  ],
  'journal-entry': ({ postings }) =>
    postings.flatMap((posting) => [debit(posting.debit, posting.amount), credit(posting.credit, posting.amount)]),
};

/** What a document leads to, by posting-policy: an order when the ERP invoices it, everything else at once. */
export const journalOf = (document: ErpDocument): readonly Entry[] =>
  (journals[document.kind] as (document: ErpDocument) => readonly Entry[])(document).filter(
    ({ amount }) => amount.minor !== 0,
  );

/** Revenue by account, then tax by code. */
function ofLines(lines: readonly Line[]): readonly (readonly [string, Money])[] {
  const totals = new Map<string, Money>();
  const count = (account: string, amount: Money) => {
    const known = totals.get(account);
    totals.set(account, known ? add(known, amount) : amount);
  };
  for (const { revenueAccount, net } of lines) count(revenueAccount ?? byErp, net);
  for (const { taxCode, tax } of lines) count(`tax ${taxCode}`, tax);
  return [...totals];
}
