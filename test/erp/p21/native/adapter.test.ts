import { describe, expect, it } from 'vitest';
import { able, p21NativeAbilities } from '../../../../src/erp/capabilities.ts';
import { createP21Native } from '../../../../src/erp/p21/native/adapter.ts';
import type { Site, Way } from '../../../../src/erp/p21/native/site.ts';
import { everyCapability } from '../../samples.ts';
import { site } from './fake-tables.ts';

const adapter = (more: Partial<Site> = {}) =>
  createP21Native({
    baseUrl: 'http://127.0.0.1:1/',
    company: 'ACME',
    auth: { kind: 'user_token', username: 'quittance', password: () => 'secret' },
    site: { ...site, ...more },
    requestMs: 2_000,
    lateMs: 1_000,
  });
const none: Way = { by: 'none' };
const withWays = (ways: Partial<Site['ways']>): Partial<Site> => ({ ways: { ...site.ways, ...ways } });

describe('the native adapter', () => {
  it('can all that the port asks for, where the site has every service and column', () => {
    const erp = adapter();

    expect(erp.name).toBe('p21/native');
    expect(erp.settleMs).toBe(3_000);
    expect([...erp.capabilities].sort()).toEqual([...everyCapability].sort());
  });

  it.each(['cash-receipt', 'customer-refund', 'credit-memo'] as const)('lacks a %s that no service takes', (kind) => {
    const { capabilities } = adapter(withWays({ [kind]: none }));

    const without: readonly string[] = {
      'cash-receipt': [kind],
      'customer-refund': [kind, 'settled-refund'],
      'credit-memo': [kind, 'credit-amount'],
    }[kind];
    expect([...adapter().capabilities].filter((one) => !capabilities.has(one)).toSorted()).toEqual(without.toSorted());
  });

  it('posts cash that the scheduled import brings, and nothing else that way', () => {
    const byImport: Way = { by: 'import', folder: '/import', fields: {} };

    const { capabilities } = adapter(withWays({ 'cash-receipt': byImport, 'credit-memo': byImport }));

    expect(capabilities.has('cash-receipt')).toBe(true);
    expect(capabilities.has('credit-memo')).toBe(false);
  });

  it('applies nothing without the service for it, and shows no payment without columns', () => {
    const { paymentColumns: _, ...without } = site;
    const lacking = adapter(withWays({ application: none })).capabilities;

    expect([lacking.has('apply'), lacking.has('unapply')]).toEqual([false, false]);
    expect(able(p21NativeAbilities(without)).has('payment-note')).toBe(false);
  });

  it('gives nothing away before it is asked: an address that nobody answers is unavailable', async () => {
    await expect(adapter().ping()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
