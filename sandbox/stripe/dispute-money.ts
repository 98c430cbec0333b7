import type Stripe from 'stripe';
import { addBalanceTransaction } from './balance-transactions.ts';
import { invalid } from './errors.ts';
import type { World } from './world.ts';

/** What the bank holds of each disputed charge: minor units of the dispute's currency, and the fees of it. */
type Held = { readonly amount: number; readonly fee: number };
const held = new WeakMap<Stripe.Dispute, Held>();
const nothing: Held = { amount: 0, fee: 0 };

/** Minor units of the settlement currency. */
const usualFee = 1_500;

export const isWithdrawn = (dispute: Stripe.Dispute): boolean => (held.get(dispute) ?? nothing).amount > 0;

/**
 * The bank takes the disputed money, and Stripe its fee.
 * @param fee minor units of the settlement currency
 * @throws StripeProblem when it was taken before
 */
export function withdraw(world: World, dispute: Stripe.Dispute, fee = usualFee): void {
  if (isWithdrawn(dispute)) throw invalid(`The funds of dispute ${dispute.id} are withdrawn already.`);
  const before = structuredClone(dispute);
  move(world, dispute, { amount: -dispute.amount, fee, category: 'dispute', what: 'withdrawal' });
  held.set(dispute, { amount: dispute.amount, fee });
  world.emit('charge.dispute.funds_withdrawn', dispute, before);
}

/**
 * The bank gives back what it took, or a part of it.
 * @param amount minor units of the dispute's currency; all of it when absent
 * @throws StripeProblem for more than the bank holds
 */
export function reinstate(world: World, dispute: Stripe.Dispute, amount?: number, feeReturned = true): void {
  const taken = held.get(dispute) ?? nothing;
  const given = amount ?? taken.amount;
  if (given === 0 || given > taken.amount) {
    throw invalid(`The bank holds ${taken.amount} of dispute ${dispute.id}: it can't give back ${given}.`, 'amount');
  }
  const fee = feeReturned ? taken.fee : 0;
  const before = structuredClone(dispute);
  move(world, dispute, { amount: given, fee: 0 - fee, category: 'dispute_reversal', what: 'reversal' });
  held.set(dispute, { amount: taken.amount - given, fee: taken.fee - fee });
  world.emit('charge.dispute.funds_reinstated', dispute, before);
}

type Move = {
  readonly amount: number;
  readonly fee: number;
  readonly category: 'dispute' | 'dispute_reversal';
  readonly what: string;
};

function move(world: World, dispute: Stripe.Dispute, { amount, fee, category, what }: Move): void {
  const charge = world.store.get('charge', dispute.charge);
  const booked = world.store.find('balance_transaction', charge.balance_transaction);
  const txn = addBalanceTransaction(world, {
    source: dispute.id,
    type: 'adjustment',
    category,
    amount,
    currency: dispute.currency,
    settlement: booked?.currency ?? dispute.currency,
    fee,
    feeFor: 'Dispute fee',
    description: `Chargeback ${what} for ${charge.id}`,
  });
  dispute.balance_transactions = [...dispute.balance_transactions, txn];
}
