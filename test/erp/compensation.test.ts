import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import type { PostingDeps } from '../../src/activities/posting.ts';
import { settleUnknown } from '../../src/activities/settle-unknown.ts';
import { takeBack } from '../../src/activities/take-back.ts';
import { compensations, undoingOf } from '../../src/domain/compensation.ts';
import { effectKey, type EffectKey, type EffectKind, type SeenEffect } from '../../src/domain/effects.ts';
import { money, negate, type Money } from '../../src/domain/money.ts';
import type { ErpReceipt } from '../../src/erp/port.ts';
import type { Effect } from '../../src/store/ledger.ts';
import { referenceOf } from '../../src/store/reference.ts';
import type { Sandboxed } from './contract.ts';
import { startP21 } from './p21/facade/sandboxed.ts';
import { startNative } from './p21/native/sandboxed.ts';
import { samples } from './samples.ts';
import { startSap } from './sap-ecc/sandboxed.ts';
import { variants } from './sap-ecc/variants.ts';

type Erp = 'p21' | 'sap';
const erps: readonly (readonly [string, Erp, () => Promise<Sandboxed>])[] = [
  ['Prophet 21 behind a facade', 'p21', () => startP21()],
  ['Prophet 21 itself', 'p21', () => startNative()],
  ...Object.entries(variants).map(([name, variant]) => [`SAP ECC by ${name}`, 'sap', () => startSap(variant)] as const),
];

const logger = new DefaultLogger('ERROR', () => {});
let names = 0;

describe.each(erps)('compensation in %s', (_name, erp, start) => {
  let box: Sandboxed;
  beforeAll(async () => void (box = await start()), 60_000);
  afterAll(() => box.close());

  const own = (minor: number): Money => money(minor, box.ground.ledgerCurrency);
  const usual = () => own(119_00);
  const of = () => samples(box.ground);
  const seen = (kind: EffectKind, more: Partial<SeenEffect> = {}): SeenEffect => {
    const subject = `re_${String((names += 1))}`;
    const key = effectKey({ company: 'acme', kind, subject, ...(more.part && { part: more.part }) });
    return { key, kind, subject, generation: 1, state: 'posted', ...more };
  };
  /** What a flow posted, under the reference of its effect. */
  const posted = async (
    kind: EffectKind,
    document: Parameters<Sandboxed['erp']['post']>[0],
    more: Partial<SeenEffect> = {},
  ): Promise<SeenEffect> => {
    const effect = seen(kind, { amount: usual(), ...more });
    const receipt = await box.erp.post(document, referenceOf(effect.key));
    return { ...effect, number: receipt.number, ...(receipt.total && { posted: receipt.total }) };
  };
  const order = () => posted('sale', of().salesOrder(usual()), { note: 'sales-order released captured' });
  const invoice = () => posted('sale', of().invoice(usual()), { note: 'invoice released captured' });
  const receipt = () => posted('receipt', of().cashReceipt(usual()));
  const entry = (kind: 'dispute' | 'lost') => posted(kind, of().journalEntry(usual()));
  const memo = async () => posted('memo', of().creditMemo(usual(), (await invoice()).number ?? ''), { part: '1' });
  const refund = async () => posted('refund', of().customerRefund(usual(), (await receipt()).number ?? ''));
  const line = async (kind: 'reduce' | 'rounding', sale: SeenEffect) => {
    const effect = seen(kind, { subject: sale.subject, amount: own(1_00), number: sale.number ?? '' });
    const add = { item: box.ground.service, description: 'Less', amount: negate(own(1_00)), taxCode: box.ground.noTax };
    await box.erp.reduce(sale.number ?? '', [{ add }], referenceOf(effect.key));
    return effect;
  };
  const application = async () => {
    const [paid, owed] = [(await receipt()).number ?? '', (await invoice()).number ?? ''];
    const effect = seen('apply', { part: '1', note: `${paid} ${owed}`, amount: usual() });
    await box.erp.apply({ receipt: paid, invoice: owed, amount: usual() }, referenceOf(effect.key));
    return effect;
  };

  const company = () =>
    ({
      key: 'acme',
      erp: box.erp,
      settings: { timeZone: 'UTC' },
      requestMs: 20_000,
      mapperFor: async () => ({ label: 'acme@1' }),
    }) as unknown as Company;
  const once = (effect: Effect): Promise<ErpReceipt> =>
    effect.prepare().then((prepared) => effect.send(prepared, referenceOf(effect.key), AbortSignal.timeout(20_000)));
  const within = <T>(work: () => Promise<T>): Promise<T> =>
    new MockActivityEnvironment(undefined, { logger }).run(work) as Promise<T>;
  const undo = (effect: SeenEffect, before: readonly SeenEffect[] = []) =>
    within(() => {
      const deps = {
        companies: company,
        ledger: { once },
        book: { of: async () => [effect, ...before] },
      } as unknown as PostingDeps;
      return takeBack(deps, { company: company(), root: 'order/4711', posted: effect });
    });

  /** What the books hold where these postings leave something, and what customers owe. */
  const books = async () => {
    const { customer, expense, clearing, control } = box.ground;
    const items = await box.erp.openItems({ customer });
    const balances = await Promise.all([expense, clearing, control].map(async (account) => box.balanceOf?.(account)));
    return { open: items.reduce((total, one) => total + one.open.minor, 0), balances };
  };
  type Posting = readonly [what: string, post: () => Promise<SeenEffect>];
  const never: readonly Posting[] = [
    ['customer', () => posted('customer', of().customer(usual().currency), {})],
    ['receipt', receipt],
    ['refund', refund],
    ['refund-return', () => posted('refund-return', of().cashReceipt(usual(), { stripeId: 're_1' }))],
    ['dispute', () => entry('dispute')],
  ];

  it.each<Posting>([
    ['direct invoice', invoice],
    ['lost dispute', () => entry('lost')],
    ...(erp === 'sap' ? [['credit memo', memo] as const] : []),
  ])('takes a %s back: the books hold what they held before, and it is found', async (what, post) => {
    const before = what === 'credit memo' ? undefined : await books();
    const effect = await post();
    const standing = await books();

    expect(await undo(effect)).toMatchObject({ told: expect.stringMatching(/taken back$/) as string });

    const after = await books();
    if (before) expect(after).toEqual(before);
    else expect(after.open - standing.open).toBe(usual().minor);
    const { way } = compensations[effect.kind];
    const kind = way.by === 'document' ? way.document(effect) : 'invoice';
    const reference = referenceOf(undoingOf('acme', effect).key);
    expect(await box.erp.findUndoing({ kind, number: effect.number ?? '' }, reference)).toBeDefined();
  });

  it('cancels an order, and one of which part has left not', async () => {
    const [here, gone] = [await order(), await order()];
    await box.leave(gone.number ?? '');

    expect(await undo(here)).toEqual({ told: `order ${here.number ?? ''} taken back` });
    await expect(undo(gone)).rejects.toMatchObject({ code: 'rejected' });

    expect(await box.erp.read('sales-order', here.number ?? '')).toMatchObject({ status: 'cancelled' });
    expect(await box.erp.read('sales-order', gone.number ?? '')).toMatchObject({ status: 'shipped', total: usual() });
  });

  it('takes a line below nought off its order, and says of smaller quantities that they stay', async () => {
    const sale = await order();
    const effect = await line('reduce', sale);

    expect(await undo(effect)).toEqual({ told: `line of order ${sale.number ?? ''} taken off` });

    expect((await box.erp.read('sales-order', sale.number ?? ''))?.total).toEqual(usual());
    const fewer = seen('reduce', { number: sale.number ?? '' });
    await expect(undo(fewer)).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('quantities only fall') as string,
    });
  });

  const letGo = ({ subject }: SeenEffect): SeenEffect => ({
    ...seen('release', { subject }),
    key: effectKey({ company: 'acme', kind: 'release', subject }),
  });
  it('lets an order go with the line for which it was held, and no order that somebody else holds', async () => {
    if (!box.erp.capabilities.has('hold')) return;
    for (const [note, status, isLetGo] of [
      ['- held', 'open', false],
      ['- held', 'held', true],
      ['-', 'held', false],
    ] as const) {
      const sale = await order();
      const effect = { ...(await line('reduce', sale)), note };
      await box.erp.hold(sale.number ?? '', 'Refund');

      await undo(effect, isLetGo ? [letGo(effect)] : []);

      expect(await box.erp.read('sales-order', sale.number ?? '')).toMatchObject({ status, total: usual() });
    }
  });

  it('takes an application back where it was made by us', async () => {
    if (!box.erp.capabilities.has('apply')) return;
    const effect = await application();

    await undo(effect);

    expect(await box.applicationsOf(effect.note?.split(' ')[0] ?? '')).toEqual([]);
  });

  it('refuses clearly to take back a credit memo where the ERP knows no way', async () => {
    if (erp === 'sap') return;
    const effect = await memo();
    const before = await books();

    await expect(undo(effect)).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('invoice the amount again') as string,
    });

    expect(await books()).toEqual(before);
  });

  it.each(never)('never takes a %s back, and says what a person does instead', async (_kind, post) => {
    const effect = await post();
    const before = await books();

    await expect(undo(effect)).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining(compensations[effect.kind].instead) as string,
    });

    expect(await books()).toEqual(before);
  });

  describe('an effect whose outcome is unknown', () => {
    /** What is learnt of each that is sought. */
    const settled = async (...all: readonly SeenEffect[]): Promise<ReadonlyMap<EffectKey, ErpReceipt | undefined>> => {
      const found = new Map<EffectKey, ErpReceipt | undefined>();
      const settle = async (effect: Effect) => void found.set(effect.key, await effect.find(referenceOf(effect.key)));
      const deps = { ledger: { settle }, book: { of: async () => all } } as unknown as PostingDeps;
      await within(() => settleUnknown(deps, company(), { company: 'acme', root: 'order/4711' }));
      return found;
    };
    const unknown = ({ number: _number, ...effect }: SeenEffect): SeenEffect => ({ ...effect, state: 'unknown' });

    it.each<Posting>([
      ['sale', order],
      ['direct invoice', invoice],
      ['credit memo', memo],
      ['lost dispute', () => entry('lost')],
      ...never,
    ])('is found as what it posted: a %s', async (_what, post) => {
      const effect = await post();

      const found = await settled(unknown(effect), unknown({ ...seen(effect.kind), note: effect.note ?? '' }));

      expect([...found.values()].map((one) => one?.number)).toEqual([effect.number, undefined]);
    });

    it.each(['reduce', 'rounding'] as const)('is found as the line of an order: a %s', async (kind) => {
      const sale = await order();
      const effect = await line(kind, sale);

      const found = await settled(sale, unknown(effect), unknown(seen(kind)));

      expect([...found.values()].map((one) => one?.number)).toEqual([sale.number, undefined]);
    });

    it('is found as an application, and as the taking back of one', async () => {
      if (!box.erp.capabilities.has('apply')) return;
      const effect = await application();
      const taken = { ...undoingOf('acme', effect), state: 'unknown' as const };
      expect((await settled(unknown(effect))).get(effect.key)).toMatchObject({ kind: 'application' });
      expect((await settled(effect, taken)).get(taken.key)).toBeUndefined();

      await undo(effect);

      expect((await settled(effect, taken)).get(taken.key)).toMatchObject({ kind: 'undoing' });
    });

    it.each<Posting>([
      ['sale', order],
      ['direct invoice', invoice],
      ['lost dispute', () => entry('lost')],
    ])('is found as the taking back of a %s', async (_what, post) => {
      const effect = await post();
      const taken = { ...undoingOf('acme', effect), state: 'unknown' as const };
      expect((await settled(effect, taken)).get(taken.key)).toBeUndefined();

      await undo(effect);

      expect((await settled(effect, taken)).get(taken.key)).toMatchObject({ kind: 'undoing' });
    });

    it('is found as the return of a receipt', async () => {
      const paid = await receipt();
      const back = seen('receipt-return', { amount: usual() });
      const how = { because: 'returned', reason: 'Returned', date: box.ground.day } as const;
      await box.erp.undo(
        { kind: 'cash-receipt', number: paid.number ?? '' },
        { ...how, reference: referenceOf(back.key) },
      );

      expect((await settled(paid, unknown(back))).get(back.key)).toMatchObject({ kind: 'undoing' });
    });

    it('is left to its own flow where it was sent to Stripe', async () => {
      expect((await settled(unknown(seen('stripe-refund')))).size).toBe(0);
    });
  });
});
