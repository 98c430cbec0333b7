import { z } from 'zod';
import type { Cart, PlannedOrder } from './plan.ts';
import type { PlayedOrder } from './played.ts';
import { customerOf, tell, type Stage } from './stage.ts';

const paidSession = z.object({ id: z.string(), payment_intent: z.string() });
const billed = z.object({ id: z.string() });

/** The customer fills in Stripe's own page; the lines are known to Stripe alone. */
export async function paySession(stage: Stage, plan: PlannedOrder): Promise<PlayedOrder> {
  const { stripe, stripeUrl } = stage;
  const { cart, number, buyer } = plan;
  const customer = await customerOf(stage, buyer);
  const [rate, coupon] = await Promise.all([
    stripe.taxRates.create({ display_name: 'Sales tax', percentage: Number(cart.lines[0]?.taxRate), inclusive: false }),
    stripe.coupons.create({ amount_off: discountOf(cart), currency: cart.currency.toLowerCase(), duration: 'once' }),
  ]);
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/thanks',
    client_reference_id: number,
    ...(customer && { customer }),
    line_items: await Promise.all(cart.lines.map((line) => sessionLine(stage, cart, line, rate.id))),
    discounts: [{ coupon: coupon.id }],
    shipping_options: [
      {
        shipping_rate_data: {
          display_name: 'Parcel',
          type: 'fixed_amount',
          fixed_amount: { amount: cart.shipping?.amountMinor ?? 0, currency: cart.currency.toLowerCase() },
        },
      },
    ],
  });
  const paid = paidSession.parse(await tell(`${stripeUrl}/_sandbox/checkout/${session.id}/pay`, {}));
  return { plan, reference: number, intents: [paid.payment_intent] };
}

const discountOf = ({ lines }: Cart): number => lines.reduce((sum, { discountMinor }) => sum + discountMinor, 0);

async function sessionLine({ stripe }: Stage, { currency }: Cart, line: Cart['lines'][number], rate: string) {
  const product = await stripe.products.create({ name: line.description, metadata: { sku: line.sku } });
  const price = await stripe.prices.create({
    product: product.id,
    currency: currency.toLowerCase(),
    unit_amount: line.unitMinor,
  });
  return { price: price.id, quantity: line.quantity, tax_rates: [rate] };
}

/** A subscription is renewed: Stripe makes an invoice and collects it. */
export async function payInvoice(stage: Stage, plan: PlannedOrder): Promise<PlayedOrder> {
  const customer = await customerOf(stage, plan.buyer);
  const invoice = billed.parse(
    await tell(`${stage.stripeUrl}/_sandbox/invoices`, {
      amount: plan.payments[0]?.amountMinor,
      currency: plan.cart.currency.toLowerCase(),
      customer,
    }),
  );
  const { data } = await stage.stripe.invoicePayments.list({ invoice: invoice.id });
  const intents = data.flatMap(({ payment: { payment_intent: intent } }) =>
    typeof intent === 'string' ? [intent] : [],
  );
  return { plan, reference: plan.number, intents };
}
