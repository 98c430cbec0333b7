import { describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.ts';
import { readPayment } from '../../src/stripe/payment.ts';
import { booking, charge, listOf, stripeSaying } from './told.ts';

const euro = (minor: number) => money(minor, 'EUR');
const bookings = '/v1/balance_transactions';

describe('a charge without a payment intent', () => {
  it('is a payment of its own, under its own id', async () => {
    const { stripe } = await stripeSaying({
      '/v1/charges/py_1': charge(),
      [bookings]: listOf([booking('txn_1', 'payment', 11_900)]),
    });
    const paid = await readPayment(stripe, 'py_1');
    expect(paid).toMatchObject({
      id: 'py_1',
      state: 'captured',
      amount: euro(11_900),
      guest: { name: 'Nora Example' },
      method: 'us_bank_account',
    });
    expect(paid).not.toHaveProperty('intent');
  });

  it.each([
    [{ status: 'pending' }, 'pending'],
    [{ status: 'failed' }, 'failed'],
    [{ captured: false, balance_transaction: null }, 'authorised'],
    [{ captured: false, refunded: true, balance_transaction: null }, 'cancelled'],
  ])('%j is %s, and nothing of it was received', async (change, state) => {
    const { stripe } = await stripeSaying({ '/v1/charges/py_1': charge(change) });
    expect(await readPayment(stripe, 'py_1')).toMatchObject({ state, charges: [{ captured: euro(0) }] });
  });
});

describe('the bookings of a charge', () => {
  const read = async (rows: readonly unknown[], change: object = {}, more: object = {}) => {
    const { stripe } = await stripeSaying({ '/v1/charges/py_1': charge(change), [bookings]: listOf(rows), ...more });
    return (await readPayment(stripe, 'py_1')).charges[0];
  };

  it('are summed over all pages, gross, and the newest names them', async () => {
    const first = booking('txn_1', 'payment', 10_000);
    const second = booking('txn_2', 'payment', 1_900, { created: 1_769_853_600 });
    const { stripe, asked } = await stripeSaying({
      '/v1/charges/py_1': charge(),
      [`${bookings}?source=py_1&limit=100`]: listOf([first], true),
      [`${bookings}?source=py_1&limit=100&starting_after=txn_1`]: listOf([second]),
    });
    const paid = await readPayment(stripe, 'py_1');
    expect(paid.charges[0]?.settled).toMatchObject({
      txn: 'txn_2',
      settlement: euro(11_900),
      createdAt: '2026-01-31T10:00:00.000Z',
    });
    expect(paid.capturedAt).toBe('2026-01-30T10:00:00.000Z');
    expect(asked).toHaveLength(3);
  });

  it('leave refunds, disputes and fees to other flows', async () => {
    const others = ['refund', 'payment_refund', 'adjustment', 'stripe_fee', 'refund_failure'];
    const seen = await read([
      booking('txn_1', 'charge', 11_900),
      ...others.map((type, at) => booking(`txn_x${at}`, type, -500)),
    ]);
    expect(seen?.settled).toMatchObject({ txn: 'txn_1', settlement: euro(11_900) });
    expect(seen).not.toHaveProperty('returned');
  });

  it('take the reversal of a partial capture off, by its category', async () => {
    const reversal = booking('txn_2', 'refund', -6_900, { reporting_category: 'partial_capture_reversal' });
    const seen = await read([booking('txn_1', 'charge', 11_900), reversal], { amount_captured: 5_000 });
    expect(seen).toMatchObject({ captured: euro(5_000), settled: { settlement: euro(5_000) } });
  });

  const back = booking('txn_9', 'payment_failure_refund', -11_900);
  it('tell that the bank took the money back, and then nothing was received', async () => {
    const seen = await read([booking('txn_1', 'payment', 11_900), back]);
    expect(seen).toMatchObject({ captured: euro(0), returned: { txn: 'txn_9', settlement: euro(11_900) } });
  });

  it('find what took the money back by the name that the charge gives it', async () => {
    const change = { status: 'failed', failure_balance_transaction: 'txn_9' };
    const seen = await read([booking('txn_1', 'payment', 11_900)], change, { [`${bookings}/txn_9`]: back });
    expect(seen?.returned).toMatchObject({ txn: 'txn_9' });
  });

  it('of an unknown type stop the payment and name the type: nothing is skipped', async () => {
    const reading = read([booking('txn_1', 'payment', 11_900), booking('txn_2', 'moon_tax', -1)]);
    await expect(reading).rejects.toMatchObject({
      code: 'invalid',
      where: 'balance_transaction.type',
      message: expect.stringContaining('moon_tax') as string,
    });
  });
});

describe('an answer that is not what was asked for', () => {
  it.each([
    ['the charge', { '/v1/charges/py_1': { message: 'not found' } }],
    ['a list', { '/v1/charges/py_1': charge(), [bookings]: { message: 'not found' } }],
    ['a row of a list', { '/v1/charges/py_1': charge(), [bookings]: listOf([{ id: 'x', object: 'refund' }]) }],
  ])('in place of %s is never taken for it', async (_what, answers) => {
    const { stripe } = await stripeSaying(answers);
    await expect(readPayment(stripe, 'py_1')).rejects.toMatchObject({ name: 'StripeFault', where: 'object' });
  });

  it('names a state that is not known', async () => {
    const { stripe } = await stripeSaying({
      '/v1/charges/py_1': charge({ status: 'dreaming', balance_transaction: null }),
    });
    await expect(readPayment(stripe, 'py_1')).rejects.toMatchObject({ code: 'invalid', where: 'charge.status' });
  });
});
