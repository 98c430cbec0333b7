import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCrosswalk, type Crosswalk } from '../../src/store/crosswalk.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { createLedger, type Ledger } from '../../src/store/ledger.ts';
import { createOrders } from '../../src/store/orders.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';
import { sampleEffect } from './sample-effect.ts';

const { db } = ownDatabase();
const vault = createVault({ current: randomBytes(32) });
let crosswalk: Crosswalk;
let ledger: Ledger;
beforeAll(() => {
  crosswalk = createCrosswalk(db());
  ledger = createLedger(createEffectRows({ db: db(), vault }));
});
const eur = (minor: number) => ({ minor, currency: 'EUR' });

describe('the crosswalk', () => {
  const link = {
    company: 'acme',
    kind: 'customer',
    stripeId: 'cus_1',
    erpId: '100198',
    origin: 'ours',
    lastWrittenHash: 'abc',
  } as const;

  it('finds a link from either side, within its company and kind', async () => {
    await crosswalk.link(link);
    expect(await crosswalk.find({ company: 'acme', kind: 'customer', stripeId: 'cus_1' })).toEqual(link);
    expect(await crosswalk.find({ company: 'acme', kind: 'customer', erpId: '100198' })).toEqual(link);
    expect(await crosswalk.find({ company: 'globex', kind: 'customer', stripeId: 'cus_1' })).toBeUndefined();
    expect(await crosswalk.find({ company: 'acme', kind: 'item', stripeId: 'cus_1' })).toBeUndefined();
  });

  it('lets a corrected link replace the old one and keeps what was written last', async () => {
    const { lastWrittenHash, ...corrected } = { ...link, erpId: '100200', origin: 'theirs' as const };
    await crosswalk.link(link);
    await crosswalk.link(corrected);
    expect(await crosswalk.find({ company: 'acme', kind: 'customer', stripeId: 'cus_1' })).toEqual({
      ...corrected,
      lastWrittenHash,
    });
  });

  it('knows the customer of a sale', async () => {
    const root = randomUUID();
    expect(await crosswalk.customerOf({ company: 'acme', root })).toBeUndefined();
    await crosswalk.link({ company: 'acme', kind: 'customer-of', stripeId: root, erpId: '7', origin: 'ours' });
    expect(await crosswalk.customerOf({ company: 'acme', root })).toBe('7');
  });

  it('keeps a watermark per company and name', async () => {
    expect(await crosswalk.watermark('acme', 'invoices')).toBeUndefined();
    await crosswalk.setWatermark('acme', 'invoices', '2026-01-30T10:00:00Z');
    await crosswalk.setWatermark('acme', 'invoices', '2026-01-31T10:00:00Z');
    expect(await crosswalk.watermark('acme', 'invoices')).toBe('2026-01-31T10:00:00Z');
    expect(await crosswalk.watermark('globex', 'invoices')).toBeUndefined();
  });
});

describe("the ERP's invoices", () => {
  const invoice = (wanted = {}) => ({
    number: 'I-1',
    order: 'O-1',
    total: eur(11_900),
    changedAt: '2026-02-02T08:00:00Z',
    ...wanted,
  });

  it('are news once, and again when they changed; an older reading never wins', async () => {
    expect(await crosswalk.noteInvoice('acme', invoice())).toBe(true);
    expect(await crosswalk.noteInvoice('acme', invoice())).toBe(false);
    expect(await crosswalk.noteInvoice('acme', invoice({ total: eur(5_000), changedAt: '2026-02-01T08:00:00Z' }))).toBe(
      false,
    );
    expect(
      await crosswalk.noteInvoice('acme', invoice({ total: eur(12_000), changedAt: '2026-02-03T08:00:00Z' })),
    ).toBe(true);
    await crosswalk.noteInvoice('acme', invoice({ number: 'I-2', total: eur(100) }));
    expect(await crosswalk.invoicesOf('acme', 'O-1')).toEqual([
      { number: 'I-1', total: eur(12_000) },
      { number: 'I-2', total: eur(100) },
    ]);
    expect(await crosswalk.invoicesOf('globex', 'O-1')).toEqual([]);
  });

  it('lead to the sale and to every payment of its order', async () => {
    const order = randomUUID();
    const root = `order/${order}`;
    const sale = sampleEffect({
      kind: 'sale',
      subject: order,
      root,
      flow: 'order-to-cash/acme/pi_a',
      send: (_, reference) => Promise.resolve({ kind: 'sales-order', number: `SO-${order}`, reference }),
    });
    await ledger.once(sale);
    await createOrders({ db: db(), vault }).notePayment('acme', order, {
      payment: 'pi_b',
      authorised: eur(1),
      state: 'captured',
    });

    expect(await crosswalk.rootOfOrder('acme', `SO-${order}`)).toBe(root);
    expect(await crosswalk.paymentsOfOrder('acme', `SO-${order}`)).toEqual(['pi_a', 'pi_b']);
    expect(await crosswalk.isOurs('acme', `SO-${order}`)).toBe(true);
    expect(await crosswalk.isOurs('acme', 'somebody else')).toBe(false);
    expect(await crosswalk.rootOfOrder('acme', 'somebody else')).toBeUndefined();
    expect(await crosswalk.paymentsOfOrder('acme', 'somebody else')).toEqual([]);
  });

  it('of a stranger who has an order of the same number as a direct invoice of ours lead nowhere', async () => {
    const sale = sampleEffect({
      kind: 'sale',
      prepare: () => Promise.resolve({ note: 'invoice released captured' }),
      send: (_, reference) => Promise.resolve({ kind: 'invoice', number: '4712', reference }),
    });
    await ledger.once(sale);
    expect(await crosswalk.rootOfOrder('acme', '4712')).toBeUndefined();
    expect(await crosswalk.paymentsOfOrder('acme', '4712')).toEqual([]);
  });

  it('of an order that people made lead to the payment whose receipt waits for them', async () => {
    await ledger.once(sampleEffect({ root: 'erp-order/77', flow: 'order-to-cash/acme/pi_c' }));
    expect(await crosswalk.rootOfOrder('acme', '77')).toBe('erp-order/77');
    expect(await crosswalk.paymentsOfOrder('acme', '77')).toEqual(['pi_c']);
  });
});
