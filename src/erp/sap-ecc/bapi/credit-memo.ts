import type { CreditMemo, Reference } from '../../../domain/documents.ts';
import { negate, sum, zero, type Money } from '../../../domain/money.ts';
import { shares } from '../../../domain/shares.ts';
import { ErpError } from '../../errors.ts';
import type { Organisation } from '../system.ts';
import { inCurrency } from '../../fields.ts';
import { onlyExtra } from './fields.ts';
import { accountItem, customerItem, financialPosting, itemText, positive, taxItem, type Item } from './financial.ts';
import type { Posting } from './posting.ts';
import { creditedBy, saleItems, turned } from './sale-items.ts';

/** What an invoice credited, account by account, and how it is assigned. */
export type Credited = {
  readonly assignment: string;
  readonly accounts: readonly { readonly account: string; readonly amount: Money }[];
};

/** Dr revenue, tax / Cr customer, assigned as the invoice is. Without lines, in proportion to what the invoice credited. */
export function creditMemoPosting(
  memo: CreditMemo,
  reference: Reference,
  organisation: Organisation,
  invoice: Credited,
): Posting {
  onlyExtra(memo.extra);
  inCurrency(memo.currency, 'Total', memo.total);
  const { customer, currency, date, stripeId, reason } = memo;
  const items =
    memo.lines.length > 0
      ? saleItems(memo.lines, currency, stripeId, organisation).map(turned)
      : proportional(memo, invoice, organisation);
  const text = itemText(stripeId, reason);
  const amount = creditedBy(items, currency);
  const given = customerItem({ customer, amount, text, assignment: invoice.assignment });
  const type = organisation.documentTypes.creditMemo;
  return financialPosting({ type, date, text: reason, reference, stripeId }, [given, ...items], organisation);
}

/** An invoice of several tax rates does not say which revenue bears which, so a memo on it must name its lines. */
function proportional(memo: CreditMemo, { accounts }: Credited, organisation: Organisation): readonly Item[] {
  const total = positive('Total', memo.total);
  const parts = shares(
    total,
    accounts.map(({ amount }) => amount.minor),
  );
  const split = accounts.map(({ account }, index) => ({ account, amount: parts[index] ?? zero(memo.currency) }));
  const codeOf = (account: string): string | undefined =>
    Object.entries(organisation.taxes).find(
      ([, tax]) => tax.account !== undefined && sameAccount(tax.account, account),
    )?.[0];
  const taxes = split.flatMap(({ account, amount }) => {
    const code = codeOf(account);
    return code === undefined ? [] : [{ account, amount, code }];
  });
  if (taxes.length > 1)
    throw new ErpError('rejected', `Invoice ${memo.invoice} has several tax rates: credit it line by line`, {
      where: 'Lines',
    });
  const revenue = split.filter(({ account }) => codeOf(account) === undefined);
  const base = sum(
    revenue.map(({ amount }) => amount),
    memo.currency,
  );
  const taxCode = taxes[0]?.code ?? untaxed(organisation);
  const text = itemText(memo.stripeId, memo.reason);
  return [
    ...revenue.map((each) => accountItem({ ...each, where: 'Account', text, taxCode })),
    ...taxes.map(({ account, amount, code }) => taxItem(account, code, amount, base)),
  ];
}

const sameAccount = (one: string, other: string): boolean => one.replace(/^0+/, '') === other.replace(/^0+/, '');

/** A revenue account wants a code even where there is no tax: the first that has no account to post one to. */
const untaxed = ({ taxes }: Organisation): string | undefined =>
  Object.entries(taxes).find(([, { account }]) => account === undefined)?.[0];

/** By what we credit it: the amounts of the ledger with their signs turned. */
export const credited = (
  assignment: string,
  accounts: readonly { readonly account: string; readonly amount: Money }[],
): Credited => ({
  assignment,
  accounts: accounts.map(({ account, amount }) => ({ account, amount: negate(amount) })),
});
