import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNudgeFlow } from '../../src/activities/events.ts';
import { flowId, progress, repair, type Progress, type Repair } from '../../src/workflows/messages.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(() => product.stop());

const suspect = (payment: string) =>
  createNudgeFlow(product.client)({ flow: 'reviewFraud', company, subject: payment, eventId: 'evt_1', type: 'test' });
const handle = (payment: string) =>
  product.client.workflow.getHandle(flowId({ flow: 'reviewFraud', company, subject: payment }));
const parked = (payment: string, other = ''): Promise<Progress> =>
  until(
    () => handle(payment).query(progress),
    ({ stage, caseId = '' }) => stage === 'parked' && caseId !== other,
  );
const decide = async (payment: string, action: Repair['action']): Promise<string> => {
  const { caseId = '' } = await parked(payment);
  await handle(payment).executeUpdate(repair, { args: [{ caseId, action, by: 'ann', reason: 'looked at' }] });
  return caseId;
};
const paid = async (): Promise<string> =>
  (
    await product.stripe.paymentIntents.create({
      amount: 11_900,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
    })
  ).id;

describe('a payment that may be fraud', () => {
  it('is shown to a person, who looks at it once', async () => {
    const payment = await paid();
    await suspect(payment);
    await suspect(payment);
    const { caseId = '' } = await parked(payment);
    expect(await product.store.cases.find(caseId)).toMatchObject({
      code: 'fraud-review',
      kind: 'business',
      amount: { minor: 11_900, currency: 'USD' },
    });
    await decide(payment, 'skip');
    expect(await handle(payment).result()).toBe('settled');

    await suspect(payment);
    expect(await handle(payment).result()).toBe('settled');
    expect(await product.store.cases.list({ company, subject: payment })).toHaveLength(1);
  });

  it('stays open at a retry, which may have been meant for many at once', async () => {
    const payment = await paid();
    await suspect(payment);
    const first = await decide(payment, 'retry');
    expect((await parked(payment, first)).code).toBe('fraud-review');
  });

  it('is a case too where it can not be read', async () => {
    await suspect('pi_nobody');
    expect((await parked('pi_nobody')).code).toBe('not-found');
  });
});
