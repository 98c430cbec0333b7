import { sql } from 'kysely';
import type { PaymentState } from '../domain/documents.ts';
import { money, type Money } from '../domain/money.ts';
import type { ShopOrder } from '../domain/shop-order.ts';
import type { Database, Tx } from './db.ts';
import { canonical, differencesOf, OrderChanged } from './order-changed.ts';
import { isLiving } from './living.ts';
import { lockRoots } from './root-lock.ts';
import type { Vault } from './vault.ts';

/** `kept`: it was posted already, and what is new does not touch what was posted. */
export type Put = 'new' | 'same' | 'replaced' | 'kept';
export type OrderPayment = { readonly payment: string; readonly authorised: Money; readonly state: PaymentState };
export type Orders = ReturnType<typeof createOrders>;
type Deps = { readonly db: Database; readonly vault: Vault };

/** Orders as the shop sold them, sealed because they name people, and the payments that pay them. */
export const createOrders = ({ db, vault }: Deps) => ({
  /**
   * The same order may come as often as it likes, and may change until it is posted.
   * @throws OrderChanged when it was posted with other lines or another total, or is being posted now.
   */
  put: (company: string, order: ShopOrder, source: string): Promise<Put> =>
    db.transaction().execute(async (tx) => {
      await lockRoots(tx, { company, root: `order/${order.id}` }); // No sale of it is claimed meanwhile.
      const hash = vault.hmac(canonical(order));
      const known = await tx
        .selectFrom('orders')
        .select(['content_hash', 'details'])
        .where('company', '=', company)
        .where('order_id', '=', order.id)
        .executeTakeFirst();
      if (known?.content_hash === hash) return 'same';
      if (known && (await isUsed(tx, company, order.id))) {
        const differs = differencesOf(vault.open(known.details, contextOf(company, order.id)) as ShopOrder, order);
        if (differs.length > 0) throw new OrderChanged(order.id, differs);
        return 'kept';
      }
      const row = { source, content_hash: hash, details: vault.seal(order, contextOf(company, order.id)) };
      await tx
        .insertInto('orders')
        .values({ company, order_id: order.id, ...row })
        .onConflict((same) => same.columns(['company', 'order_id']).doUpdateSet(row))
        .execute();
      return known ? 'replaced' : 'new';
    }),

  get: async (company: string, orderId: string): Promise<ShopOrder | undefined> => {
    const row = await db
      .selectFrom('orders')
      .select('details')
      .where('company', '=', company)
      .where('order_id', '=', orderId)
      .executeTakeFirst();
    return row && (vault.open(row.details, contextOf(company, orderId)) as ShopOrder);
  },

  /** As the shop pushed it; one that was asked of its source is asked there again, where it may have been corrected. */
  pushed: async (company: string, orderId: string): Promise<ShopOrder | undefined> => {
    const row = await db
      .selectFrom('orders')
      .select('details')
      .where('company', '=', company)
      .where('order_id', '=', orderId)
      .where('source', '=', 'pushed')
      .executeTakeFirst();
    return row && (vault.open(row.details, contextOf(company, orderId)) as ShopOrder);
  },

  /** Ids of the newest ones, for a person who misspelt one. */
  ids: async (company: string): Promise<readonly string[]> => {
    const rows = await db
      .selectFrom('orders')
      .select('order_id')
      .where('company', '=', company)
      .orderBy('put_at', 'desc')
      .limit(5_000)
      .execute();
    return rows.map((row) => row.order_id);
  },

  ...createPayments(db),
});

/** Several payments may pay one order: together they must come to its total. */
const createPayments = (db: Database) => ({
  notePayment: async (
    company: string,
    orderId: string,
    { payment, authorised, state }: OrderPayment,
  ): Promise<void> => {
    const now = { amount_minor: authorised.minor, currency: authorised.currency, state };
    await db
      .insertInto('payments')
      .values({ company, order_id: orderId, payment, ...now })
      .onConflict((same) => same.columns(['company', 'order_id', 'payment']).doUpdateSet(now))
      .execute();
  },

  /** The payment was for another order after all. */
  forgetPayment: async (company: string, orderId: string, payment: string): Promise<void> => {
    await db
      .deleteFrom('payments')
      .where('company', '=', company)
      .where('order_id', '=', orderId)
      .where('payment', '=', payment)
      .execute();
  },

  paymentsOf: async (company: string, orderId: string): Promise<readonly OrderPayment[]> => {
    const rows = await db
      .selectFrom('payments')
      .selectAll()
      .where('company', '=', company)
      .where('order_id', '=', orderId)
      .orderBy('payment')
      .execute();
    return rows.map(({ payment, amount_minor, currency, state }) => ({
      payment,
      authorised: money(amount_minor, currency),
      state,
    }));
  },

  /** The order for which a payment was noted first. */
  orderOfPayment: async (company: string, payment: string): Promise<string | undefined> => {
    const row = await db
      .selectFrom('payments')
      .select('order_id')
      .where('company', '=', company)
      .where('payment', '=', payment)
      .executeTakeFirst();
    return row?.order_id;
  },
});

const contextOf = (company: string, orderId: string): string => `order ${company}/${orderId}`;

/** A sale was made of it, or is being made: also one that is frozen and waits to be sent again. */
async function isUsed(tx: Tx, company: string, orderId: string): Promise<boolean> {
  const { rows } = await sql`
    select from effects
    where company = ${company} and kind = 'sale' and subject = ${orderId}
      and (${isLiving} or state = 'intent' and frozen is not null)
    limit 1`.execute(tx);
  return rows.length > 0;
}
