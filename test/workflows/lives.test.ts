import { afterAll, beforeAll, it } from 'vitest';
import { expectModel } from '../support/books-model.ts';
import { drawLives, liveAll } from '../support/lives.ts';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    webhook: true,
    stripe: { settlementCurrencies: ['usd'] },
    limits: 'request_seconds: 10, breaker_failures: 5, breaker_open_seconds: 1, late_seconds: 2',
  });
}, 120_000);
afterAll(() => product.stop());

it(
  'leaves the books of Prophet 21 as a model says, for any lives of payments, in each currency',
  { timeout: 900_000 },
  async () => {
    const lives = await liveAll(product, drawLives(24));
    await expectModel(product, lives, { clearing: '1010', disputes: '1200', losses: '6010' }, 400_000);
  },
);
