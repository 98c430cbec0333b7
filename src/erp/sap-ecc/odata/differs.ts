import type { Customer, SalesOrder } from '../../../domain/documents.ts';
import { equal, fromDecimal, toDecimal } from '../../../domain/money.ts';
import { firstOf } from '../../read-back.ts';
import { bare } from '../formats.ts';
import type { EncodedDocument, EncodedLine } from './encode-financial.ts';
import type { Customer as StoredCustomer, FinancialDocument, Line, SalesOrder as StoredOrder } from './entities.ts';
import { thousandths } from '../reading/quantity.ts';

/** SAP keeps a customer's currency with the sales area, where it may show none. */
export const customerDiffers = (sent: Customer, stored: StoredCustomer): string | undefined =>
  firstOf({
    StripeId: stored.StripeId !== (sent.stripeId ?? ''),
    Currency: stored.Currency !== '' && stored.Currency !== sent.currency,
  });

export const orderDiffers = (sent: SalesOrder, stored: StoredOrder): string | undefined =>
  firstOf({
    Customer: bare(stored.Customer) !== bare(sent.customer),
    Currency: stored.Currency !== sent.currency,
  }) ?? itemThatDiffers(sent, stored);

/** The first line that was dropped or changed on the way; our lines are numbered by tens in their order. */
function itemThatDiffers({ lines, currency }: SalesOrder, { Items }: StoredOrder): string | undefined {
  for (const [index, line] of lines.entries()) {
    const item = Items.find(({ Item }) => bare(Item) === String(10 * (index + 1)));
    const where = (field: string): string => `Lines[${index}].${field}`;
    if (!item || bare(item.Material) !== bare(line.item)) return where('Material');
    if (thousandths(item.Quantity) !== thousandths(String(line.quantity))) return where('Quantity');
    if (!equal(fromDecimal(item.NetAmount, currency), line.net)) return where('NetAmount');
  }
  return undefined;
}

export const financialDiffers = (sent: EncodedDocument, stored: FinancialDocument): string | undefined =>
  firstOf({
    CompanyCode: stored.CompanyCode !== sent['CompanyCode'],
    DocumentType: stored.DocumentType !== sent['DocumentType'],
    Currency: stored.Currency !== sent['Currency'],
    Date: `${stored.PostingDate}T00:00:00` !== sent['PostingDate'],
    Lines: !sameLines(sent, stored),
  });

/** The order of the lines means nothing. What the ledger counts is compared where it was said. */
function sameLines(sent: EncodedDocument, stored: FinancialDocument): boolean {
  const ledgerCurrency = sent['LedgerCurrency'];
  const ledger = typeof ledgerCurrency === 'string' ? ledgerCurrency : undefined;
  const wanted = sent.Lines.map((line) => lineText(line, stored.Currency, ledger));
  const standing = stored.Lines.map((line) => lineText(line, stored.Currency, ledger));
  return wanted.sort().join('\n') === standing.sort().join('\n');
}

function lineText(line: EncodedLine | Line, currency: string, ledger: string | undefined): string {
  const amount = toDecimal(fromDecimal(line.Amount, currency));
  const counted = ledger === undefined ? '' : toDecimal(fromDecimal(line['LedgerAmount'] ?? '0', ledger));
  return [line['AccountType'], bare(line.Account), amount, counted].join(' ');
}
