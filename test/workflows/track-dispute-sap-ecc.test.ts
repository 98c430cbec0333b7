import { afterAll, beforeAll, expect, it } from 'vitest';
import { disputesOf } from '../support/disputes.ts';
import { startProduct, type Product } from '../support/product.ts';
import { sapProfile } from '../support/profiles.ts';

let product: Product;
let disputes: ReturnType<typeof disputesOf>;
beforeAll(async () => {
  product = await startProduct({
    webhook: true,
    erp: 'sap-ecc',
    limits: 'late_seconds: 2',
    profile: sapProfile(),
    stripe: { settlementCurrencies: ['eur'] },
  });
  disputes = disputesOf(product, { disputes: '113200', losses: '476910', clearing: '113100' });
}, 120_000);
afterAll(async () => {
  expect((await product.books()).trialBalanceMinor).toBe(0);
  await product.stop();
});

it('a dispute on SAP is posted when its money leaves, lost, opened again, and won', async () => {
  const dispute = await disputes.open(await disputes.charged({ currency: 'eur' }));
  const withdrawn = { disputes: 11_900, losses: 0, clearing: -11_900 };
  await disputes.parked(dispute, 'dispute-evidence');
  expect(await disputes.accounts(dispute)).toEqual(withdrawn);

  await disputes.decide(dispute, 'lost');
  await disputes.come(dispute, { disputes: 0, losses: 11_900, clearing: -11_900 });
  await disputes.decide(dispute, 'reopen');
  await disputes.come(dispute, withdrawn);
  await disputes.decide(dispute, 'won');
  await disputes.come(dispute, { disputes: 0, losses: 0, clearing: 0 });
  await disputes.stage(dispute, 'settled');
}, 120_000);

it('a dispute on SAP is posted once when the reply was lost', async () => {
  await product.fault('p21', { kind: 'reset-after-commit', match: { method: 'POST', body: 'ACC_DOCUMENT' } });
  const dispute = await disputes.open(await disputes.charged({ currency: 'eur' }));
  await disputes.parked(dispute, 'dispute-evidence');
  expect(await disputes.entries(dispute)).toHaveLength(1);
  const { fired } = (await (await fetch(`${product.p21.url}/_sandbox/faults`)).json()) as { fired: object };
  expect(fired).toEqual({ 'reset-after-commit': 1 });
}, 120_000);
