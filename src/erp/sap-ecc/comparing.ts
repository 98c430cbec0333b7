import type { Customer, DocumentKind, ErpDocument, Invoice, Line, SalesOrder } from '../../domain/documents.ts';
import { equal, fromDecimal, type Money } from '../../domain/money.ts';
import type { ErpReceipt } from '../port.ts';
import { firstOf } from '../read-back.ts';
import { quantity } from './bapi/fields.ts';
import type { Posting } from './bapi/posting.ts';
import { bare, keyOf } from './formats.ts';
import { tableIn } from './parameters.ts';
import { readBilling } from './reading/billing.ts';
import { readCustomer } from './reading/customers.ts';
import type { FinancialKind } from './reading/document-kinds.ts';
import { asKind, readDocument, type StoredDocument } from './reading/financial-documents.ts';
import { readOrder, type OrderLine, type StoredOrder } from './reading/orders.ts';
import { thousandths } from './reading/quantity.ts';
import type { Fields, Parameters } from './rfc.ts';
import type { System } from './system.ts';

/** A document as it stands, and the first field in which it is not what was sent. */
export type Standing = { readonly receipt: ErpReceipt; readonly differs: string | undefined };
type Look<D> = (
  system: System,
  document: D,
  number: string,
  posting: Posting,
  signal: AbortSignal,
) => Promise<Standing | undefined>;

const looks: { readonly [K in DocumentKind]: Look<never> } = {
  customer: async (system, sent: Customer, number, _posting, signal) => {
    const stored = await readCustomer(system, number, signal);
    return (
      stored && { receipt: stored.receipt, differs: stored.stripeId === (sent.stripeId ?? '') ? undefined : 'StripeId' }
    );
  },
  'sales-order': async (system, sent: SalesOrder, number, _posting, signal) => {
    const stored = await readOrder(system, number, signal);
    return stored && { receipt: stored.receipt, differs: orderDiffers(sent, stored) };
  },
  invoice: async (system, sent: Invoice, number, posting, signal) =>
    keyOf(number) ? financial(system, sent, number, posting, signal) : billed(system, sent, number, signal),
  'credit-memo': financial,
  'cash-receipt': financial,
  'customer-refund': financial,
  'journal-entry': financial,
};

/** Nothing, where there is no such document. */
export const standingOf = async (
  system: System,
  document: ErpDocument,
  number: string,
  posting: Posting,
  signal: AbortSignal,
): Promise<Standing | undefined> => looks[document.kind](system, document as never, number, posting, signal);

async function financial(
  system: System,
  { kind }: { readonly kind: FinancialKind },
  number: string,
  { parameters }: Posting,
  signal: AbortSignal,
) {
  const stored = await readDocument(system, number, signal);
  if (!stored) return undefined;
  const { receipt } = asKind(stored, kind, system.organisation) ?? stored;
  return { receipt, differs: documentDiffers(parameters, stored) };
}

async function billed(system: System, sent: Invoice, number: string, signal: AbortSignal) {
  const stored = await readBilling(system, number, signal);
  if (!stored) return undefined;
  const { receipt, currency, date } = stored;
  const differs = {
    Customer: receipt.customer !== bare(sent.customer),
    Currency: currency !== sent.currency,
    Date: date !== sent.date,
  };
  return { receipt, differs: firstOf(differs) };
}

const orderDiffers = (sent: SalesOrder, { receipt, currency, lines }: StoredOrder): string | undefined =>
  firstOf({
    Customer: receipt.customer !== bare(sent.customer),
    Currency: currency !== sent.currency,
    Lines: lines.length !== sent.lines.length,
  }) ?? sent.lines.map((line, index) => lineDiffers(line, lines[index], index)).find((where) => where !== undefined);

function lineDiffers(sent: Line, stored: OrderLine | undefined, index: number): string | undefined {
  const at = (field: string): string => `Lines[${index}].${field}`;
  if (stored?.material !== bare(sent.item)) return at('Material');
  if (stored.ordered !== thousandths(quantity(at('Quantity'), sent.quantity))) return at('Quantity');
  return equal(stored.net, sent.net) ? undefined : at('Net');
}

/** Item for item in its order: account, amount, amount in the ledger where one was sent, assignment. */
function documentDiffers(sent: Parameters, stored: StoredDocument): string | undefined {
  const amounts = tableIn(sent, 'CURRENCYAMOUNT');
  const of = (row: Fields, type: string): Money | undefined => {
    const found = amounts.find(({ ITEMNO_ACC, CURR_TYPE }) => ITEMNO_ACC === row['ITEMNO_ACC'] && CURR_TYPE === type);
    return found && fromDecimal(found['AMT_DOCCUR'] ?? '', found['CURRENCY'] ?? '');
  };
  const rows = (...tables: readonly string[]): readonly Sent[] =>
    tables
      .flatMap((table) => tableIn(sent, table))
      .map((row) => ({ row, amount: of(row, '00'), ledger: of(row, '10') }));
  return (
    firstOf({ Currency: stored.currency !== amounts[0]?.['CURRENCY'] }) ??
    sidesDiffer(
      'Customer',
      rows('ACCOUNTRECEIVABLE'),
      stored.customers.map((item) => ({ ...item, account: item.customer })),
    ) ??
    sidesDiffer('Account', rows('ACCOUNTGL', 'ACCOUNTTAX'), stored.accounts)
  );
}

type Sent = { readonly row: Fields; readonly amount: Money | undefined; readonly ledger: Money | undefined };
type Stood = { readonly account: string; readonly amount: Money; readonly ledger: Money };

/** SAP sorts and splits items as it likes, and merges none: what counts is which amounts stand on which account. */
function sidesDiffer(where: string, sent: readonly Sent[], stood: readonly Stood[]): string | undefined {
  const left = [...stood];
  for (const { row, amount, ledger } of sent) {
    const account = bare(row['CUSTOMER'] ?? row['GL_ACCOUNT'] ?? '');
    const on = left.filter((each) => each.account === account);
    if (on.length === 0) return where;
    const found = on.find((each) => amount && equal(each.amount, amount) && (!ledger || equal(each.ledger, ledger)));
    if (!found) return on.some((each) => amount && equal(each.amount, amount)) ? 'Ledger' : 'Amount';
    left.splice(left.indexOf(found), 1);
  }
  return left.length > 0 ? where : undefined;
}
