import type Stripe from 'stripe';
import { subtract, type Money } from '../domain/money.ts';
import type { Refundable, RefundRequest } from '../domain/request-refund/request.ts';
import { endedWithoutLoss } from './charge.ts';
import { reading, writing } from './fault.ts';
import { every } from './lists.ts';
import { amountOf } from './values.ts';

/** Where a refund bears the request that it was made for. */
const requestKey = 'quittance_request';
/** What the posting in the ERP goes by. */
const linesKey = 'refund_lines';

/** The charges of a payment and what may still go back of each. @throws StripeFault */
export async function refundablesOf(stripe: Stripe, payment: string): Promise<readonly Refundable[]> {
  const charges = payment.startsWith('pi_')
    ? await every<Stripe.Charge>('charge', (page) => stripe.charges.list({ payment_intent: payment, ...page }))
    : [await reading(stripe.charges.retrieve(payment), 'charge')];
  return Promise.all(
    charges
      .filter(({ status, captured }) => status === 'succeeded' && captured)
      .map(async ({ id, amount_captured: captured, amount_refunded: refunded, currency, disputed }) => ({
        charge: id,
        left: subtract(amountOf(captured, currency), amountOf(refunded, currency)),
        disputed: disputed && (await isHeld(stripe, id)),
      })),
  );
}

/** Stripe calls a charge disputed for ever: whether money may go back all the same, each dispute says. */
async function isHeld(stripe: Stripe, charge: string): Promise<boolean> {
  const disputes = await every<Stripe.Dispute>('dispute', (page) => stripe.disputes.list({ charge, ...page }));
  return disputes.some(
    ({ status, is_charge_refundable: mayGoBack }) => !mayGoBack && !endedWithoutLoss.includes(status),
  );
}

type Asked = Pick<RefundRequest, 'request' | 'reason' | 'lines'> & { readonly charge: string; readonly amount: Money };

/**
 * Sends money back. Its key is not one of our own writes': the events of this refund are news like any other's.
 * @throws StripeFault, `outcome-unknown` when the request may have arrived
 */
export async function createRefund(
  stripe: Stripe,
  { request, charge, amount, reason, lines }: Asked,
  idempotencyKey: string,
): Promise<string> {
  const metadata = { [requestKey]: request, ...(lines && { [linesKey]: JSON.stringify(lines) }) };
  const made = stripe.refunds.create(
    { charge, amount: amount.minor, reason, metadata },
    { idempotencyKey: `requested-refund:${idempotencyKey}` },
  );
  return (await writing(made, 'refund')).id;
}

type Made = { readonly id: string; readonly charge: string; readonly amount: Money };

/** The refund that an earlier attempt has made: Stripe forgets keys after a day, its lists forget nothing. @throws StripeFault */
export async function findRequested(
  stripe: Stripe,
  charges: readonly string[],
  request: string,
): Promise<Made | undefined> {
  for (const charge of charges) {
    const refunds = await every<Stripe.Refund>('refund', (page) => stripe.refunds.list({ charge, ...page }));
    const made = refunds.find(({ metadata }) => metadata?.[requestKey] === request);
    if (made) return { id: made.id, charge, amount: amountOf(made.amount, made.currency) };
  }
  return undefined;
}
