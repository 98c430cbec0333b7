import { describe, expect, it, onTestFinished } from 'vitest';
import { money } from '../../src/domain/money.ts';
import { closedAt, readDispute } from '../../src/stripe/dispute.ts';
import { booking, listOf, stripeSaying } from './told.ts';

const bookings = '/v1/balance_transactions';
const dispute = (change: object = {}) => ({
  id: 'du_1',
  object: 'dispute',
  amount: 11_900,
  balance_transactions: [],
  charge: 'ch_1',
  created: 1_769_767_200,
  currency: 'eur',
  evidence_details: { due_by: 1_770_544_800, has_evidence: false, past_due: false, submission_count: 0 },
  payment_intent: 'pi_1',
  status: 'needs_response',
  ...change,
});
const row = (id: string, amount: number, category = 'dispute', change: object = {}) =>
  booking(id, 'adjustment', amount, { reporting_category: category, ...change });
const read = async (change: object = {}, rows: readonly unknown[] = []) => {
  const { stripe } = await stripeSaying({ '/v1/disputes/du_1': dispute(change), [bookings]: listOf(rows) });
  return readDispute(stripe, 'du_1');
};

describe('a dispute', () => {
  it('is read with its deadline, its payment, and the money that moved as the balance counts it', async () => {
    const found = await read({ balance_transactions: [row('txn_1', -11_900, 'dispute', { fee: 1_500 })] });
    expect(found).toEqual({
      id: 'du_1',
      status: 'needs_response',
      amount: money(11_900, 'EUR'),
      payment: 'pi_1',
      dueBy: '2026-02-08T10:00:00.000Z',
      createdAt: '2026-01-30T10:00:00.000Z',
      movements: [{ txn: 'txn_1', amount: money(-11_900, 'EUR'), createdAt: '2026-01-30T10:00:00.000Z' }],
    });
  });

  it('of a charge without a payment intent is of the charge', async () =>
    expect((await read({ payment_intent: null })).payment).toBe('ch_1'));

  it('that nobody can answer has no deadline', async () =>
    expect(await read({ evidence_details: { due_by: null } })).not.toHaveProperty('dueBy'));

  it('has all that was booked for it, once, the oldest first, also what the dispute itself no longer lists', async () => {
    const [first, second, third] = [
      row('txn_1', -11_900),
      row('txn_2', 11_900, 'dispute_reversal', { created: 1_769_800_000 }),
      row('txn_3', -11_900, 'dispute', { created: 1_769_900_000 }),
    ];
    const { movements } = await read({ balance_transactions: [first, second] }, [third, second, first]);
    expect(movements.map(({ txn }) => txn)).toEqual(['txn_1', 'txn_2', 'txn_3']);
  });

  it('leaves fees to the day, and says of what it does not know that it is unknown', async () => {
    const rows = [row('txn_1', -1_500, 'fee'), row('txn_2', 0), row('txn_3', -200, 'other_adjustment')];
    expect((await read({ balance_transactions: rows })).movements).toEqual([
      { txn: 'txn_3', amount: money(-200, 'EUR'), createdAt: '2026-01-30T10:00:00.000Z', unknown: true },
    ]);
  });
});

describe('the end of a dispute', () => {
  const event = (id: string, of: string, status: string, created: number) => ({
    id,
    object: 'event',
    type: 'charge.dispute.closed',
    created,
    data: { object: { id: of, object: 'dispute', status } },
  });
  const endOf = async (status: string, ...events: readonly unknown[]) => {
    const { stripe, asked } = await stripeSaying({
      '/v1/disputes/du_1': dispute({ status }),
      '/v1/events': listOf(events),
    });
    onTestFinished(() => expect(asked.at(-1)).toContain('created[gte]=1769767200'));
    return closedAt(stripe, await readDispute(stripe, 'du_1'));
  };

  it('is told by the newest event that closed it as it is now', async () =>
    expect(
      await endOf(
        'lost',
        event('evt_4', 'du_2', 'lost', 1_770_500_000),
        event('evt_3', 'du_1', 'won', 1_770_400_000),
        event('evt_2', 'du_1', 'lost', 1_770_300_000),
        event('evt_1', 'du_1', 'lost', 1_770_000_000),
      ),
    ).toBe('2026-02-05T14:00:00.000Z'));

  it('is not known once the events are gone', async () => expect(await endOf('lost')).toBeUndefined());
});
