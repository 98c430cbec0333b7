import type { Erp } from './erp.ts';
import { WHOLE_RATE } from './erp.ts';
import { invalid, refused } from './errors.ts';
import type { LineBody } from './fields.ts';
import { quantityOf, sellable } from './items.ts';
import { divideHalfUp, printQuantity, sum, timesQuantity } from '../money.ts';
import type { BilledLine, SaleLine, Totals } from './records.ts';

/** @throws Refusal for an item or tax code that does not exist, and for what is no amount of the currency */
export function readLine(erp: Erp, body: LineBody, currency: string, no: number): SaleLine {
  const item = sellable(erp, body.ItemId);
  if (body.TaxCode !== undefined && !erp.taxRates.has(body.TaxCode)) {
    throw refused(`Tax code ${body.TaxCode} does not exist`);
  }
  if (body.RevenueAccount !== undefined) erp.chart.mustTakeRevenue(body.RevenueAccount);
  const discount = erp.currencies.parse(body.DiscountAmount ?? '0', currency, 'DiscountAmount');
  if (discount < 0n) throw invalid(`DiscountAmount of line ${no} is negative`);
  return {
    no,
    item: body.ItemId,
    description: body.Description ?? item.description,
    taxCode: body.TaxCode,
    revenueAccount: body.RevenueAccount,
    reference: body.Reference,
    price: erp.currencies.parse(body.UnitPrice, currency, 'UnitPrice'),
    quantity: quantityOf(body.UnitQuantity),
    discount,
  };
}

export function readLines(erp: Erp, bodies: readonly LineBody[], currency: string): SaleLine[] {
  if (bodies.length === 0) throw invalid('Lines.list is empty; a document needs at least one line');
  const lines = bodies.map((body, index) => readLine(erp, body, currency, body.LineNo ?? index + 1));
  const empty = lines.find(({ quantity }) => quantity === 0n);
  if (empty) throw invalid(`UnitQuantity of line ${empty.no} is nought`);
  if (new Set(lines.map(({ no }) => no)).size < lines.length) throw invalid('Two lines have the same LineNo');
  return lines;
}

export const netOf = ({ price, quantity, discount }: SaleLine): bigint => timesQuantity(price, quantity) - discount;

export const billed = (line: SaleLine): BilledLine => ({ ...line, net: netOf(line) });

/** Tax is computed once per tax code, over all of its lines: the total may differ from one that is taxed line by line. */
export function totalsOf(erp: Erp, lines: readonly BilledLine[]): Totals {
  const codes = [...new Set(lines.flatMap(({ taxCode }) => taxCode ?? []))];
  const taxes = codes.map((code) => {
    const taxable = sum(lines.filter(({ taxCode }) => taxCode === code).map(({ net }) => net));
    return { code, taxable, tax: divideHalfUp(taxable * (erp.taxRates.get(code) ?? 0n), WHOLE_RATE) };
  });
  const subtotal = sum(lines.map(({ net }) => net));
  const tax = sum(taxes.map((one) => one.tax));
  if (subtotal + tax < 0n) throw refused('The total of a document cannot be negative');
  return { subtotal, tax, total: subtotal + tax, taxes };
}

export const printTotals = (erp: Erp, totals: Totals, currency: string) => ({
  Subtotal: erp.currencies.print(totals.subtotal, currency),
  TaxAmount: erp.currencies.print(totals.tax, currency),
  TotalAmount: erp.currencies.print(totals.total, currency),
  Taxes: {
    list: totals.taxes.map(({ code, taxable, tax }) => ({
      TaxCode: code,
      TaxableAmount: erp.currencies.print(taxable, currency),
      TaxAmount: erp.currencies.print(tax, currency),
    })),
  },
});

export const printLine = (erp: Erp, line: BilledLine, currency: string) => ({
  LineNo: line.no,
  ItemId: line.item,
  Description: line.description,
  UnitQuantity: printQuantity(line.quantity),
  UnitPrice: erp.currencies.print(line.price, currency),
  DiscountAmount: erp.currencies.print(line.discount, currency),
  ExtendedAmount: erp.currencies.print(line.net, currency),
  TaxCode: line.taxCode,
  RevenueAccount: line.revenueAccount,
  Reference: line.reference,
});
