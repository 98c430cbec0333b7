import * as fc from 'fast-check';
import type Stripe from 'stripe';
import { money, zero } from '../../src/domain/money.ts';
import { parseShopOrder } from '../../src/mapping/shop-order-schema.ts';
import { currencyCode } from '../../src/domain/currency.ts';
import { openCases, type Owed } from './books-model.ts';
import { company, until, type Product } from './product.ts';

const percent = fc.integer({ min: 1, max: 100 });
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('refund' as const), percent }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refund that fails' as const), percent }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('dispute' as const), percent, ends: fc.constantFrom('won', 'lost') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait for the invoice' as const) }) },
);
/** What befalls one payment, in its order; what Stripe refuses (a refund of nothing) does not happen. */
const life = fc.record({
  currency: fc.constantFrom('usd', 'eur', 'jpy', 'kwd'),
  paid: fc.constantFrom('card', 'card', 'captured in part', 'debit', 'debit that fails', 'debit that fails late'),
  acts: fc.array(act, { maxLength: 4 }),
});
type Life = typeof life extends fc.Arbitrary<infer L> ? L : never;
type Act = Life['acts'][number];

/** Others each time; TEST_SEED lives those again whose seed was said. */
export function drawLives(count: number): readonly Life[] {
  const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed of the lives: ${seed}\n`);
  return fc.sample(life, { numRuns: count, seed });
}

/** Units of 10: three-digit currencies end in 0 at Stripe. */
const priceMinor = 11_900;
const share = (minor: number, hundredths: number): number =>
  Math.max(10, Math.floor((minor * hundredths) / 1_000) * 10);

/** Lives them all, a few at a time. */
export async function liveAll(product: Product, lives: readonly Life[]): Promise<readonly Owed[]> {
  const owed: Owed[] = [];
  const waiting = [...lives.entries()];
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift())
      owed.push(await live(product, one[1], `L-${one[0]}`).catch((error: unknown) => unlivable(product, one, error)));
  };
  await Promise.all(Array.from({ length: 4 }, next));
  return owed;
}

async function unlivable(product: Product, [index, one]: readonly [number, Life], cause: unknown): Promise<never> {
  const waits = await openCases(product);
  throw new Error(`Life ${index} ${JSON.stringify(one)} could not be lived; what waits: ${waits.join('; ')}`, {
    cause,
  });
}

/** Lives one life at Stripe, and says what the books should hold of it. */
async function live(product: Product, { currency, paid, acts }: Life, number: string): Promise<Owed> {
  const code = currencyCode(currency);
  await product.store.orders.put(company, parseShopOrder(orderOf(number, code)), 'pushed');
  const isDebit = paid.startsWith('debit');
  const intent = await product.stripe.paymentIntents.create({
    amount: priceMinor,
    currency,
    confirm: true,
    payment_method: isDebit ? 'pm_sepa_debit' : 'pm_card_visa',
    metadata: { ecommerceorderid: number },
    ...(paid === 'captured in part' && { capture_method: 'manual' }),
  });
  if (paid === 'captured in part') await product.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 7_000 });
  if (isDebit) await settle(product, intent.id, paid === 'debit that fails' ? 'failed' : 'succeeded');
  if (paid === 'debit that fails') return { payment: intent.id, owed: zero(code) };

  if (paid === 'debit that fails late') {
    await receipt(product, intent.id);
    await settle(product, intent.id, 'failed');
    return { payment: intent.id, owed: money(priceMinor, code) };
  }
  let credit = 0;
  // What was captured in part leaves an invoice open, which swallows the credit: refunds of it are for a person.
  const left = paid === 'captured in part' ? acts.filter((one) => !one.do.startsWith('refund')) : acts;
  for (const one of left) credit += await take(product, intent.id, number, one);
  const captured = paid === 'captured in part' ? 7_000 : priceMinor;
  return { payment: intent.id, owed: money(priceMinor - captured - credit, code) };
}

const settle = (product: Product, intent: string, outcome: 'succeeded' | 'failed') =>
  product.stripeAdmin('/_sandbox/settle', { payment_intent: intent, outcome });

/** Does one thing, and gives what the customer has to his credit afterwards that he had not before. */
async function take(product: Product, intent: string, number: string, one: Act): Promise<number> {
  if (one.do === 'wait for the invoice') return invoiced(product, number).then(() => 0);
  const [charge] = (await product.stripe.charges.list({ payment_intent: intent })).data;
  if (!charge) throw new Error(`${intent} has no charge`);
  const left =
    one.do === 'dispute' ? charge.amount_captured - charge.amount_refunded : await refundable(product, charge);
  if (left <= 0 || charge.disputed) return 0;
  const amount = Math.min(left, share(left, one.percent));
  if (one.do === 'dispute') return dispute(product, charge, amount, one.ends).then(() => 0);
  const refund = await product.stripe.refunds.create({ charge: charge.id, amount });
  if (one.do === 'refund') return 0;
  await refunded(product, refund.id);
  await product.stripeAdmin(`/_sandbox/refunds/${refund.id}/fail`, {});
  return amount;
}

/**
 * Less than Stripe would give back: what a refund took that failed is not refunded again. Where all refunds, the failed
 * ones too, come to more than was paid, only a person can say what is credited, and no model can (`refund-lines`).
 */
async function refundable({ stripe }: Product, { id, amount_captured: captured }: Stripe.Charge): Promise<number> {
  const { data } = await stripe.refunds.list({ charge: id, limit: 100 });
  return captured - data.reduce((all, { amount }) => all + amount, 0);
}

async function dispute(product: Product, charge: Stripe.Charge, amount: number, ends: string): Promise<void> {
  const made = (await product.stripeAdmin('/_sandbox/disputes', { charge: charge.id, amount })) as {
    readonly id: string;
    readonly status: string;
  };
  // Those of bank debits are lost as they are made.
  if (made.status !== 'lost') await product.stripeAdmin(`/_sandbox/disputes/${made.id}`, { outcome: ends });
}

/** Something that must come within five minutes: a step that a busy machine lets fail is tried again later and later. */
async function soon<T>(what: string, ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} never came`)), 300_000);
  });
  return Promise.race([until(ask, wanted), late]).finally(() => clearTimeout(timer));
}

const receipt = (product: Product, intent: string) =>
  soon(
    `the receipt of ${intent}`,
    async () => {
      const charges = await product.stripe.charges.list({ payment_intent: intent });
      const { cashReceipts = [] } = await product.erp();
      return cashReceipts.filter(({ stripeId }) => charges.data.some(({ id }) => id === stripeId));
    },
    (found) => found.length > 0,
  );
const refunded = (product: Product, refund: string) =>
  soon(
    `the customer refund of ${refund}`,
    () => product.erp(),
    ({ customerRefunds = [] }) => customerRefunds.some(({ stripeId }) => stripeId === refund),
  );
/** An order that was cancelled meanwhile will never be. */
const invoiced = (product: Product, number: string) =>
  soon(
    `an invoice of ${number}`,
    () => product.erp(),
    ({ salesOrders = [], invoices = [] }) =>
      invoices.some(({ webReferenceNo }) => webReferenceNo === number) ||
      salesOrders.some(
        ({ webReferenceNo, status, invoices: made }) =>
          webReferenceNo === number && (status === 'cancelled' || (made as readonly string[]).length > 0),
      ),
  );

const orderOf = (id: string, currency: string) => ({
  id,
  currency,
  created: '2026-11-20T10:00:00Z',
  customer: {
    name: `Buyer of ${id}`,
    email: `${id.toLowerCase()}@buyers.example`,
    address: { line1: '1 Main St', city: 'Springfield', country: 'US' },
  },
  lines: [
    { sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 3_000, tax: 0, tax_rate: '0' },
    { sku: 'SKU-2', description: 'Widget, large', quantity: 1, unit_amount: 5_900, tax: 0, tax_rate: '0' },
  ],
  total: priceMinor,
});
