import { expect } from 'vitest';
import { byHand, usd } from './by-hand.ts';
import { atRest, type Place, type Provoked, type Walk } from './walk.ts';

const opened = async ({ disputes }: Place, extra: object = {}): Promise<Provoked> => ({
  subject: await disputes.open(await disputes.charged(), extra),
});
const accounts =
  (disputes: number, losses: number, clearing: number) =>
  async (at: Place, { subject }: Provoked): Promise<void> => {
    await atRest(() => at.disputes.seen(subject));
    expect(await at.disputes.accounts(subject)).toEqual({ disputes, losses, clearing });
  };
const withdrawn = accounts(11_900, 0, -11_900);

/** Won two days ago, and Stripe has not given the money back. */
async function notReturned(at: Place): Promise<Provoked> {
  const { product, disputes } = at;
  const { subject } = await opened(at);
  await disputes.parked(subject, 'dispute-evidence');
  await disputes.decide(subject, 'won', { reinstate: false });
  await disputes.stage(subject, 'waiting');
  const { store } = product.stripeSandbox.world;
  store.get('dispute', subject).created -= 3 * 86_400;
  for (const event of store.all('event'))
    if (event.type === 'charge.dispute.closed' && event.data.object.id === subject) event.created -= 2 * 86_400;
  await disputes.nudge(subject);
  return { subject };
}

export const disputeWalks: readonly Walk[] = [
  {
    code: 'dispute-evidence',
    way: 'submitted at Stripe, and the case closes by itself',
    provoke: (at) => opened(at),
    follow: async ({ disputes }, { subject }) => {
      await disputes.submit(subject);
      return undefined;
    },
    closed: 'healed',
    after: withdrawn,
  },
  {
    code: 'dispute-evidence',
    way: 'skip lets it go, and what is lost is posted when the dispute ends',
    provoke: (at) => opened(at),
    follow: async () => ['skip'],
    after: async (at, made) => {
      await withdrawn(at, made);
      await at.disputes.decide(made.subject, 'lost');
      await at.disputes.come(made.subject, { disputes: 0, losses: 11_900, clearing: -11_900 });
    },
  },
  ...(['retry', 'skip'] as const).map((action): Walk => ({
    code: 'dispute-status-unknown',
    way: action === 'retry' ? 'retry, once this version knows it' : 'skip: it means nothing for the books',
    provoke: async (at) => {
      const made = await opened(at);
      await at.disputes.parked(made.subject, 'dispute-evidence');
      at.product.stripeSandbox.world.store.get('dispute', made.subject).status = 'arbitration' as never;
      await at.disputes.nudge(made.subject);
      return made;
    },
    follow: async ({ product }, { subject }) => {
      if (action === 'retry') product.stripeSandbox.world.store.get('dispute', subject).status = 'under_review';
      return [action];
    },
    after: withdrawn,
  })),
  {
    code: 'dispute-movement-unknown',
    way: 'posted by hand, then skip with the number of the entry',
    provoke: async (at) => {
      const made = await opened(at, { inquiry: true });
      await at.disputes.parked(made.subject, 'dispute-evidence');
      await at.product.stripeAdmin('/_sandbox/deliveries/pause', {});
      await at.disputes.decide(made.subject, 'escalate');
      const { data } = await at.product.stripe.balanceTransactions.list({ source: made.subject });
      for (const { id } of data)
        Object.assign(at.product.stripeSandbox.world.store.get('balance_transaction', id), {
          reporting_category: 'something_new',
        });
      await at.disputes.submit(made.subject);
      await at.product.stripeAdmin('/_sandbox/deliveries/resume', {});
      await at.disputes.nudge(made.subject);
      return made;
    },
    follow: async ({ erp }) => ['skip', '--number', await byHand(erp, 'PEOPLE').journal(usd(11_900))],
    after: accounts(0, 0, 0),
  },
  {
    code: 'dispute-return-missing',
    way: 'the money comes, and the case closes by itself',
    provoke: notReturned,
    follow: async ({ disputes }, { subject }) => {
      await disputes.decide(subject, 'reinstate');
      return undefined;
    },
    closed: 'healed',
    after: accounts(0, 0, 0),
  },
  {
    code: 'dispute-return-missing',
    way: 'skip: it does not come, and is posted as lost',
    provoke: notReturned,
    follow: async () => ['skip'],
    after: accounts(0, 11_900, -11_900),
  },
  {
    code: 'settlement-currency',
    way: 'posted by hand, then skip with the number of the entry',
    provoke: async ({ disputes }) => {
      const charge = await disputes.charged({ currency: 'eur', metadata: { sandbox_settlement: 'eur' } });
      const subject = await disputes.open(charge);
      await disputes.submit(subject);
      return { subject };
    },
    follow: async ({ erp }) => ['skip', '--number', await byHand(erp, 'PEOPLE').journal(usd(13_000))],
    after: accounts(0, 0, 0),
  },
  {
    code: 'dispute-evidence',
    way: 'compensate closes it, and nothing of it is posted any more',
    provoke: (at) => opened(at),
    follow: async () => ['compensate'],
    after: async (at, made) => {
      await withdrawn(at, made);
      await at.disputes.decide(made.subject, 'lost');
      await at.disputes.nudge(made.subject);
      await withdrawn(at, made);
    },
  },
];
