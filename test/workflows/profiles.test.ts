import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repair } from '../../src/workflows/messages.ts';
import { usualProfile } from '../support/product-config.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { withBase } from '../support/profiles.ts';
import { salesOf } from '../support/sales.ts';

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({ orders: 'grace_minutes: 0', p21: { items: [{ ItemId: 'NEW-1' }] } });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

const items = (item: string) => ({ ...usualProfile.items, items: [{ sku: 'SKU-1', item }] });
const promote = async (version: number, item: string) => {
  const files = withBase({ ...usualProfile, version, items: items(item) });
  await product.store.profiles.promote({ company, name: 'acme', version, files, by: 'ann', reason: 'a new item' });
};
/** Until a worker has taken it up. */
const taken = (version: number) =>
  until(
    async () => product.logged.some((line) => line.includes('a profile runs') && line.includes(`"version":${version}`)),
    Boolean,
  );
const profilesOf = async (order: string) => {
  const { rows } = await sql<{ kind: string; profile: string }>`
    select kind, profile from effects where root = ${`order/${order}`} order by ordinal`.execute(product.store.db);
  return rows;
};

describe('a profile that changes while cases run', () => {
  it('maps what is new; a sale that was refused goes on with its own, until a person says newest', async () => {
    await promote(2, 'NOT-THERE');
    await taken(2);
    await sales.push('P-1');
    const payment = await sales.pay('P-1');
    await product.nudge(payment);
    const { caseId = '' } = await product.parked(payment);
    expect(await profilesOf('P-1')).toMatchObject([{ kind: 'sale', profile: 'acme@2' }]);

    await promote(3, 'NEW-1');
    await taken(3);
    await sales.push('P-2');
    const other = await sales.pay('P-2');
    expect(await sales.dealtWith(other)).toBe('settled');
    expect((await profilesOf('P-2')).map(({ profile }) => profile)).toEqual(expect.arrayContaining(['acme@3']));

    const decide = (more: object, id: string) =>
      product.handle(payment).executeUpdate(repair, {
        args: [{ caseId: id, action: 'retry', by: 'ann', reason: 'the profile was mended', ...more }],
      });
    await decide({}, caseId);
    const again = await until(
      () => product.parked(payment),
      (seen) => seen.caseId !== caseId,
    );
    expect(await profilesOf('P-1')).toMatchObject([{ kind: 'sale', profile: 'acme@2' }]);

    await decide({ profile: 'newest' }, again.caseId ?? '');
    expect(await product.settled(payment)).toBe('settled');
    expect(await profilesOf('P-1')).toContainEqual({ kind: 'sale', profile: 'acme@3' });
  }, 120_000);
});
