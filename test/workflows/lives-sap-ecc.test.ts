import { afterAll, beforeAll, it } from 'vitest';
import { expectModel } from '../support/books-model.ts';
import { drawLives, liveAll } from '../support/lives.ts';
import { startProduct, type Product } from '../support/product.ts';
import { sapProfile } from '../support/profiles.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    erp: 'sap-ecc',
    webhook: true,
    stripe: { settlementCurrencies: ['eur'] },
    limits: 'request_seconds: 10, breaker_failures: 5, breaker_open_seconds: 1, late_seconds: 2',
    profile: {
      ...sapProfile(),
      customers: { settings: { house_account: '100000' } },
    },
  });
}, 120_000);
afterAll(() => product.stop());

it(
  'leaves the books of SAP as a model says, for any lives of payments, in each currency',
  { timeout: 900_000 },
  async () => {
    const lives = await liveAll(product, drawLives(24));
    await expectModel(product, lives, { clearing: '113100', disputes: '113200', losses: '476910' }, 400_000);
  },
);
