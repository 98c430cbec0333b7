import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { idOf } from '../sandbox/stripe/start.ts';
import { disputesOf } from '../support/disputes.ts';

let product: Product;
let disputes: ReturnType<typeof disputesOf>;
beforeAll(async () => {
  product = await startProduct({ webhook: true });
  disputes = disputesOf(product);
}, 120_000);
afterAll(async () => {
  expect((await product.books()).trialBalanceMinor).toBe(0);
  await product.stop();
});

const opened = async (extra: object = {}) => disputes.open(await disputes.charged(), extra);
const caseOf = async (dispute: string, code: string) =>
  product.store.cases.find((await disputes.parked(dispute, code)).caseId ?? '');
const withdrawn = { disputes: 11_900, losses: 0, clearing: -11_900 };
const lost = { disputes: 0, losses: 11_900, clearing: -11_900 };
const nothing = { disputes: 0, losses: 0, clearing: 0 };

describe('a dispute', () => {
  it('is posted when its money leaves, and shows a person until when it must be answered', async () => {
    const dispute = await opened({ due_in_seconds: 86_400 });

    const asked = await caseOf(dispute, 'dispute-evidence');
    const { evidence_details: evidence } = await product.stripe.disputes.retrieve(dispute);
    expect(asked).toMatchObject({
      kind: 'business',
      root: `dispute/${dispute}`,
      amount: { minor: 11_900, currency: 'USD' },
      dueBy: new Date((evidence.due_by ?? 0) * 1_000),
    });
    expect(await disputes.accounts(dispute)).toEqual(withdrawn);
  });

  it('asks nobody any more once evidence was submitted, and is posted as lost when it is over', async () => {
    const dispute = await opened();
    const asked = await caseOf(dispute, 'dispute-evidence');
    await disputes.submit(dispute);
    await disputes.stage(dispute, 'settled');
    expect(await product.store.cases.find(asked?.caseId ?? '')).toMatchObject({ closed: { decision: 'healed' } });
    expect(await disputes.accounts(dispute)).toEqual(withdrawn);

    await disputes.decide(dispute, 'lost');
    expect(await disputes.come(dispute, lost)).toEqual(lost);
  });

  it('that is won leaves nothing behind', async () => {
    const dispute = await opened();
    await disputes.decide(dispute, 'won');
    await disputes.come(dispute, nothing);
    await disputes.stage(dispute, 'settled');
    expect(await disputes.entries(dispute)).toHaveLength(2);
  });

  it('that is won in part is lost for the rest', async () => {
    const dispute = await opened();
    await disputes.decide(dispute, 'partially_won', { amount: 5_000 });
    const inPart = { disputes: 0, losses: 6_900, clearing: -6_900 };
    expect(await disputes.come(dispute, inPart)).toEqual(inPart);
  });

  it('that is won waits for its money', async () => {
    const dispute = await opened();
    await disputes.decide(dispute, 'won', { reinstate: false });
    await disputes.stage(dispute, 'waiting');
    expect(await disputes.accounts(dispute)).toEqual(withdrawn);

    await disputes.decide(dispute, 'reinstate');
    await disputes.stage(dispute, 'settled');
    expect(await disputes.accounts(dispute)).toEqual(nothing);
  });

  it('opened again after it was lost is no loss any more, until it is lost again', async () => {
    const dispute = await opened();
    await disputes.decide(dispute, 'lost');
    await disputes.come(dispute, lost);

    await disputes.decide(dispute, 'reopen');
    expect(await disputes.come(dispute, withdrawn)).toEqual(withdrawn);
    await disputes.parked(dispute, 'dispute-evidence');
    await disputes.decide(dispute, 'lost');
    expect(await disputes.come(dispute, lost)).toEqual(lost);
    await disputes.stage(dispute, 'settled');

    const effects = await product.store.book.of({ company, root: `dispute/${dispute}` });
    expect(effects.filter(({ kind }) => kind === 'lost').map(({ generation, state }) => [generation, state])).toEqual([
      [1, 'reversed'],
      [2, 'posted'],
    ]);
  });

  it('opened again after it was lost, and won by the appeal, leaves nothing behind', async () => {
    const dispute = await opened();
    await disputes.decide(dispute, 'lost');
    await disputes.come(dispute, lost);
    await disputes.decide(dispute, 'reopen');
    await disputes.submit(dispute);
    await disputes.decide(dispute, 'won');
    expect(await disputes.come(dispute, nothing)).toEqual(nothing);
  });

  it('of a bank debit is lost with its beginning', async () => {
    const charge = await disputes.charged({ payment_method: 'pm_sepa_debit', currency: 'usd' });
    await product.stripeAdmin('/_sandbox/settle', {
      payment_intent: (await product.stripe.charges.retrieve(charge)).payment_intent,
      outcome: 'succeeded',
    });
    const dispute = await disputes.open(charge);
    expect(await disputes.come(dispute, lost)).toEqual(lost);
  });

  it('is one of several of its charge', async () => {
    const charge = await disputes.charged();
    const first = await disputes.open(charge, { amount: 4_000 });
    const second = await disputes.open(charge, { amount: 7_900 });
    await disputes.decide(first, 'lost');
    await disputes.decide(second, 'won');
    await disputes.come(first, { disputes: 0, losses: 4_000, clearing: -4_000 });
    await disputes.come(second, nothing);
  });

  it('is posted once when twenty nudges arrive at once', async () => {
    const dispute = await opened();
    await Promise.all(Array.from({ length: 20 }, (_, n) => disputes.nudge(dispute, `evt_${n}`)));
    await disputes.parked(dispute, 'dispute-evidence');
    expect(await disputes.entries(dispute)).toHaveLength(1);
  });
});

describe('an inquiry', () => {
  it('asks for an answer and posts nothing; the chargeback that follows has a deadline of its own', async () => {
    const dispute = await opened({ inquiry: true, due_in_seconds: 86_400 });
    const asked = await caseOf(dispute, 'dispute-evidence');
    expect(await disputes.entries(dispute)).toHaveLength(0);

    await disputes.repair(dispute, 'dispute-evidence', 'skip');
    await disputes.stage(dispute, 'settled');
    await disputes.decide(dispute, 'escalate', { due_in_seconds: 5 * 86_400 });
    const again = await caseOf(dispute, 'dispute-evidence');
    expect(again?.dueBy?.getTime()).toBeGreaterThan((asked?.dueBy?.getTime() ?? 0) + 3 * 86_400_000);
    expect(await disputes.come(dispute, withdrawn)).toEqual(withdrawn);
  });

  it('that is dropped, or prevented, leaves nothing behind', async () => {
    for (const outcome of ['drop', 'prevent']) {
      const dispute = await opened({ inquiry: true });
      await disputes.parked(dispute, 'dispute-evidence');
      await disputes.decide(dispute, outcome);
      await disputes.stage(dispute, 'settled');
      expect(await disputes.entries(dispute)).toHaveLength(0);
    }
  });
});

describe('a dispute that needs a person', () => {
  it('still posts the money that moves meanwhile', async () => {
    const dispute = await opened({ withdraw: false });
    await disputes.parked(dispute, 'dispute-evidence');
    expect(await disputes.entries(dispute)).toHaveLength(0);
    await disputes.decide(dispute, 'withdraw');
    expect(await disputes.come(dispute, withdrawn)).toEqual(withdrawn);
    await disputes.parked(dispute, 'dispute-evidence');
  });

  it('that nobody wants to answer is posted to its end', async () => {
    const dispute = await opened();
    await disputes.repair(dispute, 'dispute-evidence', 'skip');
    await disputes.stage(dispute, 'settled');
    await disputes.decide(dispute, 'lost');
    expect(await disputes.come(dispute, lost)).toEqual(lost);
  });

  it('and is closed by a person is posted no further', async () => {
    const dispute = await opened();
    await disputes.repair(dispute, 'dispute-evidence', 'compensate');
    await disputes.stage(dispute, 'compensated');
    await disputes.decide(dispute, 'lost');
    await disputes.nudge(dispute);
    await disputes.stage(dispute, 'settled');
    expect(await disputes.accounts(dispute)).toEqual(withdrawn);
  });

  it('because of a status that nobody knows has its money posted, and goes on by itself once it is known', async () => {
    const dispute = await opened();
    await disputes.parked(dispute, 'dispute-evidence');
    const { world } = product.stripeSandbox;
    world.store.get('dispute', dispute).status = 'arbitration';
    await disputes.nudge(dispute);
    await disputes.parked(dispute, 'dispute-status-unknown');
    expect(await disputes.accounts(dispute)).toEqual(withdrawn);
    world.store.get('dispute', dispute).status = 'under_review';
    await disputes.nudge(dispute);
    await disputes.stage(dispute, 'settled');
  });

  it('because the ERP refused its entry keeps its deadline, and what a person posted is not posted again', async () => {
    const body = { ErrorMessage: 'Account 1200 is blocked for posting' };
    const match = { method: 'POST', path: '/api/v2/gl/journalentries$' };
    await product.fault('p21', { kind: 'status', status: 422, body, match });
    const dispute = await opened();
    expect(await caseOf(dispute, 'rejected')).toMatchObject({
      amount: { minor: 11_900, currency: 'USD' },
      dueBy: expect.any(Date) as Date,
    });

    await disputes.repair(dispute, 'rejected', 'skip', '7009999');
    await disputes.parked(dispute, 'dispute-evidence');
    await disputes.decide(dispute, 'lost');
    const byHand = { disputes: -11_900, losses: 11_900, clearing: 0 };
    expect(await disputes.come(dispute, byHand)).toEqual(byHand);
  });

  it('because it was settled in another currency waits for the number of what the person posted', async () => {
    const charge = await disputes.charged({ currency: 'eur', metadata: { sandbox_settlement: 'eur' } });
    const dispute = await disputes.open(charge);
    await disputes.submit(dispute);
    const { amount } = (await caseOf(dispute, 'settlement-currency')) ?? {};
    expect(amount).toEqual({ minor: 11_900, currency: 'EUR' });
    await disputes.repair(dispute, 'settlement-currency', 'skip', '7009998');
    await disputes.stage(dispute, 'settled');
    await disputes.decide(dispute, 'lost');
    await disputes.repair(dispute, 'settlement-currency', 'skip', '7009997');
    await disputes.stage(dispute, 'settled');
    expect(await disputes.entries(dispute)).toHaveLength(0);
  });
});

it('posts a withdrawal once when the reply of the ERP was lost', async () => {
  const match = { method: 'POST', path: '/api/v2/gl/journalentries$' };
  await product.fault('p21', { kind: 'reset-after-commit', match });
  const dispute = await opened();
  await disputes.parked(dispute, 'dispute-evidence');
  expect(await disputes.entries(dispute)).toHaveLength(1);
  const [effect] = await product.store.book.of({ company, root: `dispute/${dispute}` });
  expect(effect).toMatchObject({ kind: 'dispute', state: 'posted' });
});

it('wakes the flow of the payment, so that its order shows the dispute', async () => {
  const charge = await disputes.charged();
  const { payment_intent: payment } = await product.stripe.charges.retrieve(charge);
  await product.store.orders.notePayment(company, 'D-1', {
    payment: idOf(payment),
    authorised: { minor: 11_900, currency: 'USD' },
    state: 'captured',
  });
  const dispute = await disputes.open(charge);
  await until(
    () => disputes.seen(dispute),
    ({ story }) => story.includes('the flow of the payment woken'),
  );
});
