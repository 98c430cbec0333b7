import { sum } from '../money.ts';
import { determined } from './chart.ts';
import type { BilledItem, BillingDocument, FiDocument } from './company.ts';
import type { Luw } from './luw.ts';
import { error, Refusal } from './messages.ts';
import type { LineDraft } from './posting.ts';
import { lineDraft, mustBeOpen, postDocument, reverseDocument } from './posting.ts';
import type { Priced } from './pricing.ts';
import { priced } from './pricing.ts';

export type Sale = Pick<BillingDocument, 'order' | 'payer' | 'currency' | 'date' | 'assignment'> & {
  /** XBLNR; the billing document's own number, if absent. */
  readonly reference?: string;
  readonly items: readonly Omit<BilledItem, 'tax'>[];
};

/** Creates a billing document (F2) and posts what it says to FI (RV). @throws Refusal for a closed period */
export function bill(luw: Luw, sale: Sale): BillingDocument {
  const { erp, company } = luw;
  mustBeOpen(erp, sale.date);
  const totals = priced(erp.taxes, sale.items);
  if (totals.net + totals.tax < 0n) throw new Refusal(error('F5 702'));
  const number = erp.nextNumber('billing');
  const { items, reference = number, ...header } = sale;
  const document = postSale(luw, { ...header, number, reference }, totals);
  return company.billingDocuments.put({
    ...header,
    number,
    type: 'F2',
    reference,
    items: items.map((item, index) => ({ ...item, tax: totals.taxOfItem[index] ?? 0n })),
    net: totals.net,
    tax: totals.tax,
    fiDocument: document.key,
    cancelledBy: undefined,
    cancels: undefined,
    created: erp.clock.now().toISOString(),
  });
}

type Header = Pick<BillingDocument, 'number' | 'reference' | 'payer' | 'currency' | 'date' | 'assignment'>;
function postSale(luw: Luw, header: Header, { net, tax, taxes }: Priced): FiDocument {
  const { currency, date, assignment, reference, number } = header;
  const local = (amount: bigint): bigint => luw.erp.currencies.toLedger(amount, currency);
  const total = net + tax;
  const taxLines = taxes
    .filter((one) => one.tax !== 0n)
    .map(({ code, base, tax: amount }) =>
      lineDraft({ account: determined.tax, amount: -amount, local: -local(amount), taxCode: code, taxBase: -base }),
    );
  const customer: LineDraft = lineDraft({
    account: determined.receivables,
    customer: header.payer,
    assignment,
    amount: total,
    local: local(total),
    ...(total === 0n && { clearing: 'self' as const }),
  });
  const revenueLocal = -customer.local - sum(taxLines.map((line) => line.local));
  const revenue = lineDraft({ account: determined.revenue, amount: -net, local: revenueLocal });
  return postDocument(luw, {
    type: 'RV',
    documentDate: date,
    postingDate: date,
    reference,
    headerText: '',
    currency,
    billing: number,
    lines: [customer, revenue, ...taxLines],
  });
}

/** VF11. @throws Refusal when it is cancelled already, or when its item is cleared */
export function cancelBilling(luw: Luw, billing: BillingDocument, date: string): BillingDocument {
  const { erp, company } = luw;
  if (billing.cancelledBy || billing.cancels) throw new Refusal(error('VF 022', [billing.number]));
  const posted = company.fiDocuments.get(billing.fiDocument);
  if (!posted) throw new Error(`Billing document ${billing.number} has no FI document`);
  const reversal = reverseDocument(luw, posted, date);
  const number = erp.nextNumber('billing');
  company.billingDocuments.put({ ...billing, cancelledBy: number });
  return company.billingDocuments.put({
    ...billing,
    number,
    type: 'S1',
    date,
    fiDocument: reversal.key,
    cancels: billing.number,
    created: erp.clock.now().toISOString(),
  });
}
