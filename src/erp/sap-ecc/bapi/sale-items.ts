import type { Line } from '../../../domain/documents.ts';
import { add, negate, sum, zero, type Money } from '../../../domain/money.ts';
import type { Organisation } from '../system.ts';
import { inCurrency } from '../../fields.ts';
import { invalid } from './fields.ts';
import { accountItem, itemText, taxItem, type Item } from './financial.ts';
import { taxOf } from './order.ts';

/** What was sold, as credits: revenue line by line, tax once for each code. */
export function saleItems(
  lines: readonly Line[],
  currency: string,
  stripeId: string,
  organisation: Organisation,
): readonly Item[] {
  const at = (index: number, field: string): string => `Lines[${index}].${field}`;
  const revenue = lines.map((line, index) => {
    taxOf(line.taxCode, at(index, 'TaxCode'), organisation);
    inCurrency(currency, at(index, 'Net'), line.net);
    return accountItem({
      account: line.revenueAccount ?? organisation.revenueAccount,
      where: line.revenueAccount === undefined ? 'revenue_account' : at(index, 'RevenueAccount'),
      amount: negate(line.net),
      text: itemText(stripeId, line.description),
      taxCode: line.taxCode,
    });
  });
  return [...revenue, ...taxesOf(lines, currency).flatMap((tax) => taxItems(tax, organisation))];
}

type Tax = { readonly code: string; readonly amount: Money; readonly base: Money; readonly where: string };

/** One item for each code, because SAP keeps one, over the sum of its lines. */
function taxesOf(lines: readonly Line[], currency: string): readonly Tax[] {
  const taxes = new Map<string, Tax>();
  for (const [index, { taxCode: code, tax, net }] of lines.entries()) {
    const where = `Lines[${index}].Tax`;
    inCurrency(currency, where, tax);
    const before = taxes.get(code) ?? { code, amount: zero(currency), base: zero(currency), where };
    taxes.set(code, { ...before, amount: add(before.amount, tax), base: add(before.base, net) });
  }
  return [...taxes.values()];
}

function taxItems({ code, amount, base, where }: Tax, organisation: Organisation): readonly Item[] {
  if (amount.minor === 0) return [];
  const { account } = taxOf(code, where, organisation);
  if (account === undefined) throw invalid(where, `Tax code ${code} has no account in \`taxes\`, but tax to be posted`);
  return [taxItem(account, code, negate(amount), negate(base))];
}

/** What all items together credit. */
export const creditedBy = (items: readonly Item[], currency: string): Money =>
  negate(
    sum(
      items.map(({ amount }) => amount),
      currency,
    ),
  );

/** The same on the other side: what was credited is debited. */
export const turned = (item: Item): Item => ({
  ...item,
  amount: negate(item.amount),
  ledger: item.ledger && negate(item.ledger),
  ...(item.base && { base: negate(item.base) }),
});
