import { expect } from 'vitest';
import type { ErpPort } from '../../../src/erp/port.ts';
import type { SeenCase } from '../../../src/store/cases.ts';
import { clerkOf } from '../../support/clerk.ts';
import { customersOf } from '../../support/customers.ts';
import { disputesOf } from '../../support/disputes.ts';
import { startProduct, until, type Product } from '../../support/product.ts';
import { refundsOf } from '../../support/refunds.ts';
import { salesOf } from '../../support/sales.ts';

/** What a walk through the runbook finds around it. */
export type Place = {
  readonly product: Product;
  readonly sales: ReturnType<typeof salesOf>;
  readonly refunds: ReturnType<typeof refundsOf>;
  readonly disputes: ReturnType<typeof disputesOf>;
  readonly customers: ReturnType<typeof customersOf>;
  readonly clerk: ReturnType<typeof clerkOf>;
  /** As people use it, without breaker or cap. */
  readonly erp: ErpPort;
};
/** What was made so that the case opens: `subject` is whose case it is. */
export type Provoked = { readonly subject: string; readonly [name: string]: string };
type Step<T> = (at: Place, made: Provoked, id: string) => Promise<T>;

/** One case, and what its entry in docs/runbook.md says to do. */
export type Walk = {
  readonly code: string;
  readonly way: string;
  readonly provoke: (at: Place, id: string) => Promise<Provoked>;
  /** Mends what the entry says, and gives the decision as it is typed; none where the case closes by itself. */
  readonly follow: (at: Place, made: Provoked, seen: SeenCase, id: string) => Promise<readonly string[] | undefined>;
  /** By what the case is closed, where it is not the decision. */
  readonly closed?: string;
  /** What then is true of the books. */
  readonly after: Step<void>;
};

export async function openPlace(options: Parameters<typeof startProduct>[0]): Promise<Place> {
  const product = await startProduct(options);
  const customers = customersOf(product);
  return {
    product,
    customers,
    sales: salesOf(product),
    refunds: refundsOf(product),
    disputes: disputesOf(product),
    clerk: clerkOf(product),
    erp: customers.erp,
  };
}

/** A payment for an order that the shop has pushed, and that a flow has looked at to its end or to a case. */
export async function paidOrder(
  { sales }: Place,
  id: string,
  order: object = {},
  payment: object = {},
): Promise<Provoked> {
  await sales.push(id, order);
  const paid = await sales.pay(id, payment);
  await sales.dealtWith(paid);
  return { subject: paid, payment: paid };
}

/** The same, shipped and invoiced by the ERP, and the deposit applied. */
export async function invoicedOrder(at: Place, id: string, order: object = {}, payment: object = {}) {
  const { payment: paid = '' } = await paidOrder(at, id, order, payment);
  const number = await shipped(at, id, paid);
  const { invoices } = await at.sales.applied(id, paid);
  return { payment: paid, order: number, invoice: String(invoices[0]?.['number']) };
}

/** Ships what the ERP holds of the order, and gives the order's number. */
export async function shipped(at: Place, id: string, payment: string, how: object = {}): Promise<string> {
  const { orders } = await until(
    () => at.sales.held(id, payment),
    (held) => held.orders.length > 0,
  );
  const number = String(orders.find(({ status }) => status !== 'cancelled')?.['number']);
  await at.product.admin('/_sandbox/ship', { OrderNo: number, ...how });
  return number;
}

/** Waits until a flow has nothing more to do. */
export const atRest = (seen: () => Promise<{ readonly stage: string }>) =>
  until(seen, ({ stage }) => stage === 'settled' || stage === 'compensated');

/** One order and one receipt over the whole of it. */
export async function posted({ product, sales }: Place, { subject }: Provoked, id: string): Promise<void> {
  await atRest(() => product.seen(subject));
  const { orders, receipts } = await sales.held(id, subject);
  expect(orders.filter(({ status }) => status !== 'cancelled')).toHaveLength(1);
  expect(receipts).toMatchObject([{ totalMinor: 11_900 }]);
}
/** Somebody saw to it by hand: nothing is posted, whatever comes. */
export async function leftAlone({ product, sales }: Place, { subject }: Provoked, id: string): Promise<void> {
  expect(await sales.dealtWith(subject)).toBe('settled');
  const { orders, receipts } = await sales.held(id, subject);
  expect([...orders, ...receipts]).toHaveLength(0);
  expect((await product.books()).trialBalanceMinor).toBe(0);
}
