import type Stripe from 'stripe';
import { currencyCode } from '../domain/currency.ts';
import { negate, sum, type Money } from '../domain/money.ts';
import { reading, StripeFault } from './fault.ts';
import { every } from './lists.ts';
import { amountOf, idOf, isoOf } from './values.ts';

/** Money that moved on Stripe's balance, before fees; `txn` is the newest of its balance transactions. */
export type Movement = {
  readonly txn: string;
  readonly settlement: Money;
  /** ISO time of the newest. */
  readonly createdAt: string;
  /** ISO time of the oldest. */
  readonly firstAt: string;
};
type Movements = { readonly settled?: Movement; readonly returned?: Movement };
type Part = 'settled' | 'returned' | 'elsewhere';

/**
 * What each kind of balance transaction of a charge means for its receipt. `elsewhere` is posted by another flow. What
 * is not listed is never skipped: somebody must decide what it is.
 */
const meaning: Readonly<Record<string, Part>> = {
  charge: 'settled',
  payment: 'settled',
  partial_capture_reversal: 'settled',
  payment_failure_refund: 'returned',
  payment_reversal: 'returned',
  charge_failure: 'returned',
  refund: 'elsewhere',
  payment_refund: 'elsewhere',
  refund_failure: 'elsewhere',
  adjustment: 'elsewhere',
  dispute: 'elsewhere',
  dispute_reversal: 'elsewhere',
  application_fee: 'elsewhere',
  application_fee_refund: 'elsewhere',
  stripe_fee: 'elsewhere',
  stripe_fx_fee: 'elsewhere',
  tax_fee: 'elsewhere',
  transfer: 'elsewhere',
  transfer_refund: 'elsewhere',
};
/** These say more in their category than in their type, where they are a refund or an adjustment. */
const toldByCategory = ['partial_capture_reversal', 'charge_failure'];

/** @throws StripeFault `invalid` for a kind of balance transaction that is not known here. */
export async function movementsOf(
  stripe: Stripe,
  charge: Stripe.Charge,
  options: Stripe.RequestOptions,
): Promise<Movements> {
  const listed = await every<Stripe.BalanceTransaction>('balance_transaction', (page) =>
    stripe.balanceTransactions.list({ source: charge.id, ...page }, options),
  );
  const rows = await withFailure(stripe, charge, listed, options);
  const settled = movementOf(rows.filter((row) => partOf(row) === 'settled'));
  const returned = movementOf(rows.filter((row) => partOf(row) === 'returned'));
  return {
    ...(settled && { settled }),
    ...(returned && { returned: { ...returned, settlement: negate(returned.settlement) } }),
  };
}

/** What took the money back may have a source of its own; the charge then names it. */
async function withFailure(
  stripe: Stripe,
  charge: Stripe.Charge,
  rows: readonly Stripe.BalanceTransaction[],
  options: Stripe.RequestOptions,
): Promise<readonly Stripe.BalanceTransaction[]> {
  const failure = idOf(charge.failure_balance_transaction);
  if (!failure || rows.some(({ id }) => id === failure)) return rows;
  return [...rows, await reading(stripe.balanceTransactions.retrieve(failure, {}, options), 'balance_transaction')];
}

function partOf({ type, reporting_category }: Stripe.BalanceTransaction): Part {
  const kind = toldByCategory.includes(reporting_category) ? reporting_category : type;
  const part = meaning[kind];
  if (part) return part;
  throw new StripeFault(
    'invalid',
    `Stripe booked a balance transaction of type "${kind}" on the charge, which is not known here: ` +
      'post it by hand, and ask for a version of quittance that knows it',
    { where: 'balance_transaction.type' },
  );
}

function movementOf(rows: readonly Stripe.BalanceTransaction[]): Movement | undefined {
  const byTime = rows.toSorted((a, b) => b.created - a.created);
  const [newest, oldest] = [byTime[0], byTime.at(-1)];
  if (!newest || !oldest) return undefined;
  const currency = currencyCode(newest.currency);
  const amounts = rows.map((row) => amountOf(row.amount, row.currency));
  return {
    txn: newest.id,
    settlement: sum(amounts, currency),
    createdAt: isoOf(newest.created),
    firstAt: isoOf(oldest.created),
  };
}
