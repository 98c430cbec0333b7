import { describe, expect, it } from 'vitest';
import type { ErpPort } from '../../src/erp/port.ts';
import { createLookup } from '../../src/worker/lookup.ts';

function looking() {
  const asked: string[] = [];
  let at = 0;
  const erp = {
    customers: async ({ stripeId }: { stripeId: string }) => {
      asked.push(stripeId);
      return stripeId === 'cus_erp' ? [{ number: '100500' }] : [];
    },
    items: async ({ number }: { number: string }) => {
      asked.push(number);
      return number === 'W-100' ? [{ number }] : [];
    },
    accounts: async () => [{ number: '40001' }, { number: '4000' }],
  } as unknown as ErpPort;
  const crosswalk = {
    find: async (sought: { kind: string; stripeId?: string }) =>
      sought.stripeId === 'cus_known' || sought.kind === 'product' ? { erpId: `of ${sought.stripeId}` } : undefined,
  } as never;
  const lookup = createLookup({ crosswalk, now: () => at })('acme', erp);
  return { asked, lookup, wait: (ms: number) => void (at += ms) };
}

describe('a lookup', () => {
  it('finds a customer by what was linked, else in the ERP', async () => {
    const { lookup, asked } = looking();
    expect(await lookup('customers', 'cus_known')).toBe('of cus_known');
    expect(asked).toEqual([]);
    expect(await lookup('customers', 'cus_erp')).toBe('100500');
    expect(await lookup('customers', 'cus_nobody')).toBeUndefined();
  });

  it('finds items, accounts and links', async () => {
    const { lookup } = looking();
    expect(await lookup('items', 'W-100')).toBe('W-100');
    expect(await lookup('accounts', '4000')).toBe('4000');
    expect(await lookup('crosswalk', 'product/prod_1')).toBe('of prod_1');
  });

  it('asks the ERP again only after a minute, also for what it does not have', async () => {
    const { lookup, asked, wait } = looking();
    await lookup('items', 'NONE');
    await lookup('items', 'NONE');
    expect(asked).toEqual(['NONE']);
    wait(61_000);
    await lookup('items', 'NONE');
    expect(asked).toEqual(['NONE', 'NONE']);
  });

  it.each(['orders', 'constructor', '__proto__'])(
    'refuses the table %s, and names those that there are',
    async (table) => {
      await expect(looking().lookup(table, 'x')).rejects.toThrow('there are customers, items, accounts, crosswalk');
    },
  );
});
