import type Stripe from 'stripe';
import { createNudgeFlow } from '../../src/activities/events.ts';
import { flowId, progress, repair, type Progress, type Repair } from '../../src/workflows/messages.ts';
import { idOf } from '../sandbox/stripe/start.ts';
import { company, until, type Product } from './product.ts';

/** What a dispute's entries come to, minor units: debits are more than nothing. */
type Accounts = { readonly disputes: number; readonly losses: number; readonly clearing: number };
type Chart = { readonly [K in keyof Accounts]: string };
type Line = { readonly account: string; readonly amountMinor: number };
type Entry = { readonly stripeId: string; readonly status: string; readonly lines: readonly Line[] };

/** What customers' banks do at Stripe, and what became of it in the general ledger. */
export function disputesOf(product: Product, chart: Chart = { disputes: '1200', losses: '6010', clearing: '1010' }) {
  const handle = (dispute: string) =>
    product.client.workflow.getHandle(flowId({ flow: 'trackDispute', company, subject: dispute }));
  const seen = (dispute: string): Promise<Progress> => handle(dispute).query(progress);
  const parked = (dispute: string, code: string): Promise<Progress> =>
    until(
      () => seen(dispute),
      (now) => now.stage === 'parked' && now.code === code,
    );

  return {
    handle,
    seen,
    parked,

    async charged(extra: object = {}): Promise<string> {
      const intent = await product.stripe.paymentIntents.create({
        amount: 11_900,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_visa',
        ...extra,
      });
      return idOf(intent.latest_charge);
    },
    open: async (charge: string, extra: object = {}): Promise<string> =>
      ((await product.stripeAdmin('/_sandbox/disputes', { charge, ...extra })) as Stripe.Dispute).id,
    decide: (dispute: string, outcome: string, extra: object = {}) =>
      product.stripeAdmin(`/_sandbox/disputes/${dispute}`, { outcome, ...extra }),
    submit: (dispute: string) =>
      product.stripe.disputes.update(dispute, { evidence: { product_description: 'A widget' }, submit: true }),
    nudge: (dispute: string, eventId = 'evt_test') =>
      createNudgeFlow(product.client)({ flow: 'trackDispute', company, subject: dispute, eventId, type: 'test' }),
    stage: (dispute: string, wanted: Progress['stage']) =>
      until(
        () => seen(dispute),
        ({ stage }) => stage === wanted,
      ),

    async repair(dispute: string, code: string, action: Repair['action'], number?: string): Promise<void> {
      const { caseId = '' } = await parked(dispute, code);
      const named = number ? ({ number, unchecked: true } as const) : {};
      const decision = { caseId, action, by: 'ann', reason: 'seen to', ...named };
      await handle(dispute).executeUpdate(repair, { args: [decision] });
    },

    /** Entries that bear the dispute's id or that of one of its balance transactions, and were not reversed. */
    async entries(dispute: string): Promise<readonly Entry[]> {
      const { data } = await product.stripe.balanceTransactions.list({ source: dispute });
      const ids = [dispute, ...data.map(({ id }) => id)];
      const { journalEntries = [] } = await product.erp();
      return (journalEntries as unknown as readonly Entry[]).filter(
        ({ stripeId, status }) => ids.includes(stripeId) && status !== 'reversed',
      );
    },
    async accounts(dispute: string): Promise<Accounts> {
      const lines = (await this.entries(dispute)).flatMap((entry) => entry.lines);
      const on = (account: string): number =>
        lines.filter((line) => line.account === account).reduce((total, { amountMinor }) => total + amountMinor, 0);
      return { disputes: on(chart.disputes), losses: on(chart.losses), clearing: on(chart.clearing) };
    },
    /** The accounts, once they are as wanted; the test's own time limit ends it otherwise. */
    come(dispute: string, wanted: Accounts): Promise<Accounts> {
      return until(
        () => this.accounts(dispute),
        (now) => JSON.stringify(now) === JSON.stringify(wanted),
      );
    },
  };
}
