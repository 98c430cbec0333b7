import { sql } from 'kysely';
import type Stripe from 'stripe';
import { heard } from '../../stripe/events.ts';
import { reading } from '../../stripe/client.ts';
import type { Database } from '../../store/db.ts';

type Past = {
  readonly company: string;
  readonly stripe: Stripe;
  readonly db?: Database | undefined;
  readonly days: number;
};
const daySeconds = 86_400;
/** Stripe keeps its events so long. */
const stripeKeepsDays = 30;

/** Payments of the last days, each once, the newest first: those of the ledger, then those that only Stripe's events tell of. */
export async function* pastPayments({ company, stripe, db, days }: Past): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const payment of all(db ? ofLedger(db, company, days) : [], ofEvents(stripe, days)))
    if (!seen.has(payment)) {
      seen.add(payment);
      yield payment;
    }
}

async function* all(...sources: readonly (AsyncIterable<string> | readonly string[])[]): AsyncGenerator<string> {
  for (const source of sources) yield* source;
}

/** A sale hangs on its order, whose payments are noted; a payment without one is its own root. */
async function* ofLedger(db: Database, company: string, days: number): AsyncGenerator<string> {
  const { rows } = await sql<{ payment: string }>`
    select coalesce(payments.payment, roots.root) as payment
    from (select root, max(created_at) as at from effects
          where company = ${company} and kind in ('sale', 'receipt')
            and created_at > clock_timestamp() - ${days} * interval '1 day'
          group by root) roots
      left join payments on payments.company = ${company} and roots.root = 'order/' || payments.order_id
    where payments.payment is not null or roots.root not like '%/%'
    order by roots.at desc, payment`.execute(db);
  for (const { payment } of rows) yield payment;
}

async function* ofEvents(stripe: Stripe, days: number): AsyncGenerator<string> {
  const since = Math.floor(Date.now() / 1_000) - Math.min(days, stripeKeepsDays) * daySeconds;
  for (let last: string | undefined, more = true; more;) {
    const page = await reading(
      stripe.events.list({
        types: ['payment_intent.succeeded', 'charge.succeeded'],
        created: { gte: since },
        limit: 100,
        ...(last && { starting_after: last }),
      }),
      'list',
    );
    for (const { type, data } of page.data) {
      const news = heard(type, data.object);
      if (typeof news === 'object' && 'flow' in news && news.flow === 'orderToCash') yield news.subject;
    }
    last = page.data.at(-1)?.id;
    more = page.has_more && last !== undefined;
  }
}
