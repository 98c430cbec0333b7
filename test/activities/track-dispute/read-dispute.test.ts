import { describe, expect, it, onTestFinished } from 'vitest';
import type Stripe from 'stripe';
import type { Company } from '../../../src/activities/company.ts';
import { createDisputeReader } from '../../../src/activities/track-dispute/read-dispute.ts';
import { standing } from '../../domain/order-to-cash/world.ts';
import { sandboxFor } from '../../sandbox/stripe/start.ts';

/** A dispute at Stripe, and how it is read while the ledger says what it is told to. */
async function disputeAt(extra: object = {}) {
  const { stripe, admin } = await sandboxFor(onTestFinished);
  const intent = await stripe.paymentIntents.create({
    amount: 11_900,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
  });
  const { id } = await admin<Stripe.Dispute>('/disputes', { charge: intent.latest_charge, ...extra });
  const company = {
    key: 'acme',
    connection: 'p21',
    stripe,
    settings: { ledgerCurrency: 'USD', timeZone: 'Pacific/Kiritimati' },
  } as unknown as Company;
  type Told = {
    readonly order?: string;
    readonly roots?: Readonly<Record<string, object[]>>;
    readonly closed?: string;
  };
  return {
    id,
    payment: intent.id,
    admin,
    read: ({ order, roots = {}, closed }: Told = {}) =>
      createDisputeReader({
        companies: () => company,
        book: {
          isClosed: async ({ root }: { root: string }) => root === closed,
          of: async ({ root }: { root: string }) => roots[root] ?? [],
        },
        orders: { orderOfPayment: async () => order },
      } as unknown as Parameters<typeof createDisputeReader>[0])({ company: 'acme', subject: id }),
  };
}

describe('a dispute as its flow sees it', () => {
  it('has its money by the day where the company keeps its books, its deadline, and what hangs on it in the ledger', async () => {
    const { id, read, admin } = await disputeAt();
    const { now } = await admin<{ now: number }>('/clock');
    const effect = standing({ kind: 'dispute', subject: 'txn_1' });
    const seen = await read({ roots: { [`dispute/${id}`]: [effect] } });
    expect(seen).toMatchObject({
      connection: 'p21',
      status: 'needs_response',
      movements: [{ amount: { minor: -11_900, currency: 'USD' } }],
      effects: [effect],
      dueBy: expect.any(String) as string,
    });
    // Fourteen hours before Greenwich.
    const day = new Date((now + 14 * 3_600) * 1_000).toISOString().slice(0, 10);
    expect(seen.movements[0]?.bookedOn).toBe(day);
    expect(seen).not.toHaveProperty('closedOn');
  });

  it('names its payment only where we have posted something of it', async () => {
    const { read, payment } = await disputeAt();
    expect(await read()).not.toHaveProperty('payment');
    expect(await read({ order: 'SO-1' })).toMatchObject({ payment });
    expect(await read({ roots: { [payment]: [{}] } })).toMatchObject({ payment });
  });

  it('says on which day it ended, and how long its money may still take', async () => {
    const { id, read, admin } = await disputeAt();
    await admin(`/disputes/${id}`, { outcome: 'won', reinstate: false });
    const seen = await read();
    expect(seen.closedOn).toBe(seen.movements[0]?.bookedOn);
    expect(seen.returnGraceSeconds).toBeGreaterThan(86_000);
    expect(seen.returnGraceSeconds).toBeLessThanOrEqual(86_400);
  });

  it('is not even asked for at Stripe once a person closed it', async () => {
    const { id, read } = await disputeAt();
    expect(await read({ closed: `dispute/${id}` })).toMatchObject({ closed: true, movements: [], effects: [] });
  });
});
