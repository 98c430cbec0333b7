import type { Company } from '../../activities/company.ts';
import type { ErpDocument } from '../../domain/documents.ts';
import { dayOf } from '../../mapping/day.ts';
import type { CustomerInput, Mapped, Mapper, ReceiptInput, SaleInput } from '../../mapping/mapper.ts';
import type { StripeCharge } from '../../stripe/charge.ts';
import type { DryFacts } from './try-facts.ts';

/** One document of a dry run: as it was mapped, or why it could not be. */
export type DryDocument = { readonly name: string } & (
  { readonly mapped: Mapped<ErpDocument> } | { readonly fault: string }
);
export type DryRun = { readonly documents: readonly DryDocument[]; readonly missing: readonly string[] };

/** Stands where a number will be that only the ERP gives. */
const newCustomer = '(new)';

/** What the flow would post now of these facts, if nothing of it was posted yet. Posts nothing. */
export async function documentsOf(mapper: Mapper, company: Company, facts: DryFacts): Promise<DryRun> {
  const customer = facts.customer ?? newCustomer;
  const planned = [...customerOf(mapper, company, facts), ...saleOf(mapper, company, facts, customer)];
  const { paid } = facts;
  const receipts = (paid?.charges ?? []).filter(({ captured }) => captured.minor > 0);
  const missing = [...facts.missing, ...notOurs(facts)];
  for (const charge of receipts)
    if (charge.settled && paid) planned.push(receiptOf(mapper, company, { charge, paid, customer }));
    else missing.push(`the receipt of ${charge.id}: its balance transaction is not known`);
  const documents: DryDocument[] = [];
  for (const { name, map } of planned) documents.push({ name, ...(await attempted(map)) });
  return { documents, missing };
}

type Planned = { readonly name: string; readonly map: () => Promise<Mapped<ErpDocument>> };

/** A document that can't be mapped keeps the others from nobody. */
async function attempted(map: Planned['map']) {
  try {
    return { mapped: await map() };
  } catch (error) {
    const where = error instanceof Error && 'where' in error ? `${String(error.where)}: ` : '';
    return { fault: `${where}${error instanceof Error ? error.message : String(error)}` };
  }
}

function customerOf(mapper: Mapper, { lookup, settings }: Company, facts: DryFacts): Planned[] {
  const { paid, account, order, customer } = facts;
  if (paid && (customer || facts.owner !== 'shop-order')) return [];
  const input: CustomerInput = {
    person: { ...paid?.guest, ...order?.customer, ...account?.person },
    currency: paid?.amount.currency ?? settings.ledgerCurrency,
    ...(paid && { payment: paid.id }),
    ...(account && accountFacts(account)),
  };
  return [{ name: 'customer', map: () => mapper.customer(input, lookup) }];
}

const accountFacts = ({ id, metadata, taxId }: NonNullable<DryFacts['account']>) => ({
  stripeId: id,
  metadata,
  ...(taxId && { taxId }),
});

function saleOf(mapper: Mapper, { lookup }: Company, { paid, order }: DryFacts, customer: string): Planned[] {
  if (!paid || !order) return [];
  const map = async () => {
    const { directInvoice, hold } = mapper.choose(paid, order);
    const captured = paid.state === 'captured';
    const input: SaleInput = {
      order,
      payment: paid,
      customer,
      document: directInvoice && captured ? 'invoice' : 'sales-order',
      hold: hold || !captured,
    };
    return mapper.sale(input, lookup);
  };
  return [{ name: `sale of ${order.id}`, map }];
}

type Received = {
  readonly charge: StripeCharge;
  readonly paid: NonNullable<DryFacts['paid']>;
  readonly customer: string;
};

function receiptOf(mapper: Mapper, { settings, lookup }: Company, { charge, paid, customer }: Received): Planned {
  const map = async () => {
    const { settled } = charge;
    if (!settled) throw new TypeError(`${charge.id} is not settled`);
    const bookedOn = dayOf(settled.createdAt, settings.timeZone);
    const input: ReceiptInput = {
      charge: charge.id,
      amount: charge.captured,
      settled: { txn: settled.txn, settlement: settled.settlement, bookedOn },
      customer,
      date: bookedOn,
      payment: paid,
    };
    return mapper.receipt(input, lookup);
  };
  return { name: `receipt of ${charge.id}`, map };
}

const reasons: Partial<Readonly<Record<NonNullable<DryFacts['owner']>, string>>> = {
  billing: 'a sale: the payment pays an invoice of Stripe Billing',
  'erp-order': 'a sale: the payment is for an order that people made in the ERP',
  nobody: 'a sale: the payment names no order, and items.yaml has no item for such payments',
};
const notOurs = ({ owner }: DryFacts): readonly string[] => {
  const reason = owner && reasons[owner];
  return reason ? [reason] : [];
};
