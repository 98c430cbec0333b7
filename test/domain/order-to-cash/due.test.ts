import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import type { SeenEffect } from '../../../src/domain/effects.ts';
import { due } from '../../../src/domain/order-to-cash/due.ts';
import type { SeenOrder, SeenPayment } from '../../../src/domain/order-to-cash/seen.ts';
import { paidFor } from '../../../src/domain/order-to-cash/sale-due.ts';
import { tell } from '../../../src/domain/order-to-cash/steps.ts';
import { euro, standing } from './world.ts';

const order: SeenOrder = {
  id: 'SO-1',
  total: euro(11_900),
  payable: euro(11_900),
  authorised: euro(11_900),
  expectedPayments: 1,
  payments: 1,
  allCaptured: true,
  othersGraceSeconds: 3_600,
  invoiceDirectly: false,
  holdByRule: false,
  early: false,
  roundingLimit: 2,
};
const settled = { txn: 'txn_1', settlement: euro(11_900), bookedOn: '2026-01-30' };
const charge = { id: 'ch_1', captured: euro(11_900), settled };
const paid: SeenPayment = {
  company: 'acme',
  connection: 'acme',
  payment: 'pi_1',
  root: 'pi_1',
  state: 'captured',
  owner: 'shop-order',
  closed: false,
  customerKnown: true,
  order,
  charges: [charge],
  effects: [],
  invoices: [],
  idsWritten: false,
  ledgerCurrency: 'EUR',
};
const of = (change: Partial<SeenPayment>): SeenPayment => ({ ...paid, ...change });
const ordered = (change: Partial<SeenOrder>): SeenPayment => of({ order: { ...order, ...change } });
const without = (key: 'order' | 'orderGraceSeconds', change: Partial<SeenPayment>): SeenPayment => {
  const { [key]: _, ...rest } = of(change);
  return rest;
};
const doing = (seen: SeenPayment): readonly string[] => due(seen).steps.map((step) => step.do);

const sale = standing({
  kind: 'sale',
  subject: 'SO-1',
  amount: euro(11_900),
  number: '100198',
  note: 'sales-order released captured',
});
const held = { ...sale, note: 'sales-order held pending' };
const receipt = standing({ kind: 'receipt', subject: 'ch_1', amount: euro(11_900), number: 'R1' });

describe('a payment that was captured', () => {
  it('needs its customer, its order, its receipt and the way back to Stripe, in this order', () => {
    expect(doing(of({ customerKnown: false }))).toEqual(['customer', 'sale', 'receipt', 'write-back']);
  });

  it('lets its order go once no refund is taking anything off it', () => {
    const order = { ...sale, note: 'sales-order held captured' };
    const note = '- 0:1:0 held';
    const reduced = standing({ kind: 'reduce', subject: 're_1', amount: euro(1_000), note });
    const letGo = standing({ kind: 'release', subject: 're_1' });
    const stepsWith = (...more: SeenEffect[]) => doing(of({ effects: [order, receipt, ...more], idsWritten: true }));
    expect(stepsWith()).toEqual(['release']);
    expect(stepsWith(reduced)).toEqual([]);
    expect(stepsWith({ ...reduced, state: 'unknown' })).toEqual([]);
    expect(stepsWith(reduced, letGo)).toEqual(['release']);
    expect(stepsWith({ ...reduced, note: '- 0:1:0' })).toEqual(['release']);
    expect(stepsWith({ ...reduced, state: 'reversed' })).toEqual(['release']);
  });

  it('needs nothing more once all of it stands', () => {
    expect(due(of({ effects: [sale, receipt], idsWritten: true }))).toEqual({ steps: [] });
  });

  it('is applied at once to a direct invoice', () => {
    expect(doing(ordered({ invoiceDirectly: true }))).toEqual(['sale', 'receipt', 'apply', 'write-back']);
  });

  it('is received when its order was paid before, and then shown to a person', () => {
    const twice = { effects: [sale], customerKnown: true, idsWritten: true };
    const seen = { ...ordered({ authorised: euro(23_800), payments: 2, expectedPayments: 2 }), ...twice };
    expect(doing(seen)).toEqual(['receipt']);
    expect(due(seen).trouble).toBe('paid-too-much');
  });

  it('waits with a direct invoice until every payment of the order is captured', () => {
    expect(doing(ordered({ invoiceDirectly: true, allCaptured: false, payments: 2 }))).toEqual(['receipt']);
  });

  it('pays a direct invoice of what was captured, and of the gift cards that paid the rest', () => {
    const change = { invoiceDirectly: true, total: euro(12_900) };
    const part = { ...charge, captured: euro(5_000), settled: { ...settled, settlement: euro(5_000) } };
    const [step] = due({ ...ordered(change), charges: [part] }).steps;
    expect(step).toMatchObject({ do: 'sale', amount: euro(12_900), captured: euro(6_000) });
  });

  it('goes to the invoices that the ERP made, each up to what is open on it', () => {
    const invoices = [
      { number: 'IN-1', total: euro(4_000) },
      { number: 'IN-2', total: euro(7_900) },
    ];
    const { steps } = due(of({ effects: [sale, receipt], idsWritten: true, invoices }));
    expect(steps.map((step) => tell(step))).toEqual([
      'apply 40.00 EUR to invoice IN-1',
      'apply 79.00 EUR to invoice IN-2',
    ]);
  });

  it('applies under a new key what an invoice has grown by', () => {
    const applied = standing({ kind: 'apply', subject: 'ch_1', part: 'IN-1', amount: euro(4_000) });
    const invoices = [{ number: 'IN-1', total: euro(5_000) }];
    const { steps } = due(of({ effects: [sale, receipt, applied], idsWritten: true, invoices }));
    expect(steps).toMatchObject([{ do: 'apply', key: 'acme/apply/ch_1/IN-1:2#1', amount: euro(1_000) }]);
  });

  it('applies under a new key what a refund has left of a deposit, once the ERP refused all of it', () => {
    const refused = standing({ kind: 'apply', subject: 'ch_1', part: 'IN-1', state: 'refused', amount: euro(11_900) });
    const invoices = [{ number: 'IN-1', total: euro(11_900) }];
    const refund = standing({
      kind: 'refund',
      subject: 're_1',
      amount: euro(4_000),
      note: 'cash-receipt acme/receipt/ch_1#1',
    });
    const applying = (...effects: readonly SeenEffect[]) =>
      due(of({ effects: [sale, receipt, ...effects], idsWritten: true, invoices })).steps;
    expect(applying(refused)).toMatchObject([{ do: 'apply', key: 'acme/apply/ch_1/IN-1#1', amount: euro(11_900) }]);
    const less = { do: 'apply', key: 'acme/apply/ch_1/IN-1:2#1', amount: euro(7_900) };
    expect(applying(refused, refund)).toMatchObject([less]);
    const refusedToo = standing({ ...refused, part: 'IN-1:2', amount: euro(7_900) });
    expect(applying(refused, refund, refusedToo)).toMatchObject([less]);
  });

  it('waits for Stripe to book it before there is a receipt', () => {
    const seen = of({ charges: [{ id: 'ch_1', captured: euro(11_900) }] });
    expect(doing(seen)).not.toContain('receipt');
    expect(due(seen).waiting).toEqual({ for: 'balance-transaction', seconds: 600 });
  });

  it('waits for the charge when Stripe says captured and shows none yet', () => {
    expect(due(of({ charges: [] })).waiting).toEqual({ for: 'balance-transaction', seconds: 600 });
    const returned = { ...charge, captured: euro(0), returned: settled };
    expect(due(of({ charges: [returned] })).waiting).toBeUndefined();
  });

  it('gets only its receipt where the ERP had the order before', () => {
    expect(doing(without('order', { owner: 'erp-order', erpOrder: '4711' }))).toEqual(['receipt']);
  });
});

describe('what a person did by hand', () => {
  it('is not done again: a receipt without an amount is taken for the whole charge', () => {
    const { amount: _, ...byHand } = { ...receipt, state: 'settled-by-hand' as const };
    expect(doing(of({ effects: [sale, byHand], idsWritten: true }))).toEqual([]);
  });

  it('is not done again: an application without an amount closes its pair', () => {
    const byHand = standing({ kind: 'apply', subject: 'ch_1', part: 'IN-1', state: 'settled-by-hand' });
    const invoices = [{ number: 'IN-1', total: euro(11_900) }];
    expect(doing(of({ effects: [sale, receipt, byHand], idsWritten: true, invoices }))).toEqual([]);
  });

  it('is not done again: a closed sale gets nothing', () => expect(due(of({ closed: true }))).toEqual({ steps: [] }));
});

describe('a held order', () => {
  const pending = { state: 'pending', charges: [] } as const;

  it('is posted early only if the company wants that', () => {
    expect(doing(of(pending))).toEqual([]);
    expect(due({ ...ordered({ early: true, allCaptured: false }), ...pending }).steps[0]).toMatchObject({
      do: 'sale',
      hold: true,
    });
  });

  it('is released once it was paid', () => {
    expect(doing(of({ effects: [held, receipt], idsWritten: true }))).toEqual(['release']);
  });

  it('stays held while a rule says so, and shows that it was paid', () => {
    const seen = { ...ordered({ holdByRule: true }), effects: [held, receipt], idsWritten: true };
    expect(doing(seen)).toEqual(['payment-note']);
  });

  it('is not released by one payment while the other has failed', () => {
    const half = { authorised: euro(6_000), expectedPayments: 2, allCaptured: true };
    const part = { ...charge, captured: euro(6_000), settled: { ...settled, settlement: euro(6_000) } };
    const got = { ...receipt, amount: euro(6_000) };
    const seen = { ...ordered(half), charges: [part], effects: [held, got], idsWritten: true };
    expect(doing(seen)).toEqual(['payment-note']);
    expect(due(seen).waiting).toEqual({ for: 'other-payments', seconds: 3_600 });
    expect(due(seen).trouble).toBeUndefined();
    const late = { ...seen, order: { ...order, ...half, othersGraceSeconds: 0 } };
    expect(doing(late)).toEqual(['payment-note']);
    expect(due(late).trouble).toBe('paid-too-little');
  });

  it('is received as a deposit before anybody is asked where its other payments are', () => {
    const part = { ...charge, captured: euro(6_000), settled: { ...settled, settlement: euro(6_000) } };
    const half = ordered({ authorised: euro(6_000), expectedPayments: 2, othersGraceSeconds: 0 });
    expect(due({ ...half, charges: [part] })).toMatchObject({ steps: [{ do: 'receipt' }], trouble: 'paid-too-little' });
  });

  const failed = { ...ordered({ payments: 0, authorised: euro(0) }), state: 'failed', charges: [] } as const;
  it('is cancelled when its payment fails', () => expect(doing({ ...failed, effects: [held] })).toEqual(['cancel']));

  it('stays when money came and the bank took it back: the receivable is open again', () => {
    const back = { ...receipt, state: 'reversed' as const };
    expect(doing({ ...failed, effects: [held, back], idsWritten: true })).toEqual([]);
  });

  it('stays when another payment of the order is alive', () => {
    const seen = {
      ...ordered({ payments: 1, expectedPayments: 2 }),
      state: 'failed',
      charges: [],
      effects: [held],
    } as const;
    expect(doing({ ...seen, idsWritten: true })).toEqual([]);
  });

  it('is a new order when the customer pays after a failure', () => {
    const effects = [{ ...held, state: 'reversed' as const }];
    expect(due(of({ effects })).steps[0]).toMatchObject({ key: 'acme/sale/SO-1#2' });
  });
});

describe('a bank debit that comes back', () => {
  it('takes its receipt back, and first where that was applied', () => {
    const returned = { txn: 'txn_2', settlement: euro(11_900), bookedOn: '2026-02-10' };
    const applied = standing({ kind: 'apply', subject: 'ch_1', part: 'IN-1', amount: euro(11_900) });
    const charges = [{ ...charge, captured: euro(0), returned }];
    const invoices = [{ number: 'IN-1', total: euro(11_900) }];
    const { steps } = due(of({ charges, invoices, effects: [sale, receipt, applied], idsWritten: true }));
    expect(steps).toMatchObject([{ do: 'receipt-return', receipt: receipt.key, applied: [applied] }]);
  });
});

describe('a second capture', () => {
  const more = { ...charge, captured: euro(11_900), settled: { ...settled, txn: 'txn_2' } };
  const first = { ...receipt, amount: euro(5_000) };

  it('is a receipt of its own for the rest', () => {
    const { steps } = due(of({ charges: [more], effects: [sale, first], idsWritten: true }));
    expect(steps).toMatchObject([
      { do: 'receipt', part: 'txn_2', amount: euro(6_900), settled: { settlement: euro(6_900) } },
    ]);
  });

  it('in another currency waits for a person: what it came to alone can not be told', () => {
    const dollars = { ...more, captured: money(13_000, 'USD') };
    const effects = [sale, { ...first, amount: money(5_000, 'USD') }];
    const seen = { ...ordered({ payable: money(13_000, 'USD'), authorised: money(13_000, 'USD') }), effects };
    expect(due({ ...seen, charges: [dollars] }).trouble).toBe('settlement-differs');
  });
});

describe('what no program decides', () => {
  it.each([
    ['billing-invoice', of({ owner: 'billing' })],
    ['no-order-source', of({ owner: 'nobody' })],
    ['order-missing', without('order', {})],
    ['order-changed', of({ orderChanged: true })],
    ['paid-too-little', ordered({ authorised: euro(11_899) })],
    ['paid-too-much', ordered({ authorised: euro(11_901) })],
    ['order-currency', ordered({ payable: money(11_900, 'USD') })],
    ['settlement-currency', of({ ledgerCurrency: 'USD' })],
    ['settlement-differs', of({ charges: [{ ...charge, settled: { ...settled, settlement: euro(11_899) } }] })],
    ['posted-too-much', of({ effects: [{ ...receipt, amount: euro(11_901) }] })],
    ['invoice-currency', of({ invoices: [{ number: 'IN-1', total: money(1, 'USD') }] })],
    ['erp-total-differs', of({ effects: [{ ...sale, posted: euro(11_903) }, receipt] })],
  ] as const)('%s waits for a person, and nothing is posted meanwhile', (trouble, seen) => {
    expect(due(seen)).toMatchObject({ steps: [], trouble });
  });

  it('lets a person accept the total of the ERP as it is: everything else goes on', () => {
    const seen = of({ effects: [{ ...sale, posted: euro(11_903) }], idsWritten: true });
    const { acceptable } = due(seen);
    expect(acceptable).toMatchObject({ do: 'rounding', key: 'acme/rounding/SO-1#1' });
    const accepted = { ...standing({ kind: 'rounding', subject: 'SO-1' }), state: 'settled-by-hand' as const };
    expect(doing({ ...seen, effects: [...seen.effects, accepted] })).toEqual(['receipt']);
  });

  it('evens out a total of the ERP within the limit, by one line', () => {
    const seen = of({ effects: [{ ...sale, posted: euro(11_902) }, receipt], idsWritten: true });
    expect(due(seen).steps).toMatchObject([{ do: 'rounding', amount: euro(-2) }]);
    const evened = standing({ kind: 'rounding', subject: 'SO-1' });
    expect(doing({ ...seen, effects: [...seen.effects, evened] })).toEqual([]);
  });

  it('gives a late order its time, and a second payment too', () => {
    expect(due(without('order', { orderGraceSeconds: 90 })).waiting).toEqual({ for: 'order', seconds: 90 });
    expect(due(ordered({ authorised: euro(6_000), expectedPayments: 2 })).trouble).toBeUndefined();
  });
});

describe('an ERP that clears by itself', () => {
  const invoices = [{ number: 'IN-1', total: euro(11_900) }];

  it('is asked to apply nothing: not to an invoice of the order, not to a direct one', () => {
    const shipped = of({ effects: [sale, receipt], idsWritten: true, invoices });
    expect(doing(shipped)).toEqual(['apply']);
    expect(doing({ ...shipped, clearsItself: true })).toEqual([]);
    expect(doing({ ...ordered({ invoiceDirectly: true }), clearsItself: true })).toEqual([
      'sale',
      'receipt',
      'write-back',
    ]);
  });

  it('gets a receipt back without anything being taken off an invoice first', () => {
    const gone = { ...charge, captured: euro(0), returned: settled };
    const seen = of({ charges: [gone], effects: [sale, receipt], idsWritten: true, invoices, clearsItself: true });
    expect(due(seen).steps).toMatchObject([{ do: 'receipt-return', applied: [] }]);
  });
});

describe('what money is for', () => {
  const invoice = { ...sale, note: 'invoice released captured' };
  it.each([
    ['our order, once it stands', 'order/SO-1', [sale], { order: '100198', sale: sale.key }],
    ['our direct invoice, whose number is no order', 'order/SO-1', [invoice], { sale: sale.key }],
    ["the ERP's own order", 'erp-order/4711', [], { order: '4711' }],
    ['nothing while nothing stands', 'order/SO-1', [{ ...sale, state: 'unknown' as const }], {}],
    [
      'a number alone when a person made the order',
      'order/SO-1',
      [{ ...sale, state: 'settled-by-hand' as const }],
      { order: '100198' },
    ],
    [
      'nothing that is named when a person made the direct invoice',
      'order/SO-1',
      [{ ...invoice, state: 'settled-by-hand' as const }],
      {},
    ],
  ])('is %s', (_name, root, effects, what) => {
    expect(paidFor(root, effects)).toEqual(what);
  });
});
