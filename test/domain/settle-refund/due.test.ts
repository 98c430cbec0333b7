import { describe, expect, it } from 'vitest';
import { effectKey, type SeenEffect } from '../../../src/domain/effects.ts';
import { money } from '../../../src/domain/money.ts';
import { isHeldBesides } from '../../../src/domain/settle-refund/let-go.ts';
import { refundDue } from '../../../src/domain/settle-refund/due.ts';
import type { RefundedSale, SeenRefund } from '../../../src/domain/settle-refund/seen.ts';

const euro = (minor: number) => money(minor, 'EUR');
const standing = (effect: Pick<SeenEffect, 'kind' | 'subject'> & Partial<SeenEffect>): SeenEffect => ({
  key: effectKey({ company: 'acme', ...effect }),
  generation: 1,
  state: 'posted',
  ...effect,
});
const receipt = standing({ kind: 'receipt', subject: 'ch_1', amount: euro(11_900), number: 'R-1' });
const applied = standing({ kind: 'apply', subject: 'ch_1', part: 'IN-1', amount: euro(11_900) });
const sold = standing({ kind: 'sale', subject: 'SO-1', amount: euro(11_900), posted: euro(11_900), number: '1001' });
const sale = (change: Partial<RefundedSale>): RefundedSale => ({
  key: sold.key,
  order: 'SO-1',
  generation: 1,
  document: 'sales-order',
  lines: [{ item: 'A', quantity: 2, net: euro(10_000), tax: euro(1_900), taxCode: 'STD19' }],
  status: 'open',
  invoices: [],
  ...change,
});
const invoice = { number: 'IN-1', total: euro(11_900) };
const seen = (change: Partial<SeenRefund> = {}): SeenRefund => ({
  company: 'acme',
  connection: 'acme',
  refund: 're_1',
  payment: 'pi_1',
  charge: 'ch_1',
  root: 'order/SO-1',
  closed: false,
  owner: 'shop-order',
  state: 'succeeded',
  fraudulent: false,
  amount: euro(4_000),
  booked: { txn: 'txn_1', settlement: euro(4_000), bookedOn: '2026-01-30' },
  graceSeconds: 60,
  paid: euro(11_900),
  sale: sale({}),
  effects: [sold, receipt],
  ledgerCurrency: 'EUR',
  roundingLimit: 2,
  creditsAmounts: true,
  clearsItself: false,
  clearsRefunds: false,
  ...change,
});
function less(refund: SeenRefund, field: 'booked' | 'sale'): SeenRefund {
  const rest = { ...refund };
  delete (rest as { -readonly [K in keyof SeenRefund]?: SeenRefund[K] })[field];
  return rest;
}
const unbooked = (refund: SeenRefund) => less(refund, 'booked');
const without = (refund: SeenRefund) => less(refund, 'sale');
const done = (change: Partial<SeenRefund>) => refundDue(seen(change)).steps.map((step) => step.do);

describe('a refund waits', () => {
  it.each([
    ['while Stripe has not booked it', unbooked(seen({ state: 'pending' })), 'balance-transaction'],
    ['for the invoice of what has shipped', seen({ sale: sale({ status: 'shipped' }) }), 'invoice'],
    [
      'for the deposit to pay the invoice',
      seen({ sale: sale({ status: 'invoiced', invoices: [invoice] }) }),
      'application',
    ],
    [
      'for the receipt of its charge, where the ERP was faster and has invoiced',
      seen({ sale: sale({ status: 'invoiced', invoices: [invoice] }), effects: [sold] }),
      'receipt',
    ],
    [
      'for the deposit of another payment of the order, which is late',
      seen({
        sale: sale({ status: 'invoiced', invoices: [{ number: 'IN-1', total: euro(20_000) }] }),
        effects: [sold, receipt, applied],
      }),
      'application',
    ],
    ['for its sale', without(seen({ effects: [] })), 'sale'],
    ['for the receipt of its charge', seen({ sale: sale({ status: 'cancelled' }), effects: [sold] }), 'receipt'],
  ])('%s, and posts nothing', (_, refund, wanted) => {
    const { steps, waiting, trouble } = refundDue(refund);
    expect({ steps, for: waiting?.for, trouble }).toEqual({ steps: [], for: wanted, trouble: undefined });
  });
});

describe('a refund asks a person', () => {
  it.each([
    ['when its sale is late', without(seen({ effects: [], graceSeconds: 0 })), 'sale-missing', 'memo'],
    [
      'when its receipt is late',
      seen({ sale: sale({ status: 'cancelled' }), effects: [sold], graceSeconds: 0 }),
      'receipt-missing',
      'refund',
    ],
    ['when it names what was not sold', seen({ named: 'unclear' }), 'refund-lines', 'reduce'],
    [
      'when it names what was not invoiced',
      seen({
        named: 'unclear',
        sale: sale({ status: 'invoiced', invoices: [invoice] }),
        effects: [sold, receipt, applied],
      }),
      'refund-lines',
      'memo',
    ],
    [
      'when the invoice is open and the rest of the money is too late',
      seen({
        sale: sale({ status: 'invoiced', invoices: [{ number: 'IN-1', total: euro(20_000) }] }),
        effects: [sold, receipt, applied],
        graceSeconds: 0,
      }),
      'invoice-open',
      'memo',
    ],
    [
      'when the invoice is open although all of its money was received, and no deposit is left',
      seen({
        sale: sale({ status: 'invoiced', invoices: [invoice] }),
        effects: [
          sold,
          receipt,
          standing({ kind: 'refund', subject: 're_0', amount: euro(11_900), note: `cash-receipt ${receipt.key}` }),
        ],
      }),
      'invoice-open',
      'memo',
    ],
    [
      'when the invoice is open beside what a person received by hand',
      seen({
        sale: sale({ status: 'invoiced', invoices: [{ number: 'IN-1', total: euro(20_000) }] }),
        effects: [sold, receipt, applied, standing({ kind: 'receipt', subject: 'ch_2', state: 'settled-by-hand' })],
      }),
      'invoice-open',
      'memo',
    ],
    [
      'when more went back than is invoiced, and the rest has not left',
      seen({
        amount: euro(11_900),
        booked: { txn: 'txn_1', settlement: euro(11_900), bookedOn: '2026-01-30' },
        sale: sale({ status: 'invoiced', inPart: true, invoices: [{ number: 'IN-1', total: euro(5_000) }] }),
        effects: [sold, receipt, { ...applied, amount: euro(5_000) }],
      }),
      'order-partly-invoiced',
      'memo',
    ],
    [
      'when more went back than was invoiced, and people took the rest off the order',
      seen({
        amount: euro(11_900),
        booked: { txn: 'txn_1', settlement: euro(11_900), bookedOn: '2026-01-30' },
        sale: sale({ status: 'invoiced', total: euro(5_000), invoices: [{ number: 'IN-1', total: euro(5_000) }] }),
        effects: [sold, receipt, { ...applied, amount: euro(5_000) }],
      }),
      'order-partly-invoiced',
      'memo',
    ],
    [
      'for the memo of what people sold',
      seen({ owner: 'erp-order', effects: [receipt, applied] }),
      'refund-needs-memo',
      'refund',
    ],
    ['in another currency than the ledger', seen({ ledgerCurrency: 'USD' }), 'settlement-currency', 'refund'],
    [
      'when Stripe took another amount than it gave back',
      seen({ booked: { txn: 'txn_1', settlement: euro(3_999), bookedOn: '2026-01-30' } }),
      'settlement-differs',
      'refund',
    ],
  ])('%s, and what is skipped is an effect of its own', (_, refund, code, kind) => {
    const { trouble, acceptable } = refundDue(refund);
    expect({ trouble, kind: acceptable?.kind }).toEqual({ trouble: code, kind });
  });
});

/** What is taken off the order, and why not. */
const reductionsIn = ({ steps, trouble }: ReturnType<typeof refundDue>): readonly unknown[] => [
  ...steps.filter((step) => step.do === 'reduce'),
  ...(trouble ? [trouble] : []),
];

describe('a refund', () => {
  it('that never moved money is nothing, but the payment hears of it: its order may be held for it', () => {
    const canceled = unbooked(seen({ state: 'canceled' }));
    expect(refundDue(canceled)).toEqual({ steps: [{ do: 'wake-payment', payment: 'pi_1' }] });
    expect(refundDue({ ...canceled, effects: [] })).toEqual({ steps: [] });
  });
  it('that a person closed is nothing', () => expect(refundDue(seen({ closed: true }))).toEqual({ steps: [] }));

  it('of what people sold goes out of the deposit while that is free, else out of the memo that they name', () => {
    const [free] = refundDue(seen({ owner: 'erp-order', effects: [receipt] })).steps;
    expect(free).toMatchObject({ do: 'refund', settles: { kind: 'cash-receipt', by: receipt.key } });
    const [named] = refundDue(seen({ owner: 'erp-order', memo: 'CM-7', effects: [receipt, applied] })).steps;
    expect(named).toMatchObject({ do: 'refund', settles: { kind: 'credit-memo', number: 'CM-7' } });
  });

  it('of a sale that was taken back is cash alone', () =>
    expect(refundDue(without(seen({ effects: [{ ...sold, state: 'reversed' }, receipt] }))).steps).toMatchObject([
      { do: 'refund' },
      { do: 'wake-payment' },
    ]));

  it('for fraud wakes the review before anything is posted', () =>
    expect(done({ fraudulent: true })).toEqual(['review', 'reduce', 'refund', 'wake-payment']));

  it('out of two deposits is settled in parts that come to the whole, at any rate', () => {
    const two = [
      { ...receipt, amount: euro(1_000) },
      standing({ kind: 'receipt', subject: 'ch_1', part: 'txn_2', amount: euro(3_000), number: 'R-2' }),
    ];
    const booked = { txn: 'txn_1', settlement: money(4_441, 'USD'), bookedOn: '2026-01-30' };
    const cash = refundDue(
      seen({ sale: sale({ status: 'cancelled' }), effects: [sold, ...two], booked, ledgerCurrency: 'USD' }),
    ).steps.flatMap((step) => (step.do === 'refund' ? [step] : []));
    expect(cash.map(({ amount }) => amount.minor)).toEqual([1_000, 3_000]);
    expect(cash.map(({ settled }) => settled.settlement.minor)).toEqual([1_110, 3_331]);
  });

  it('evens out the cent by which the ERP has reduced too little, and asks about more', () => {
    const by = (posted: number) =>
      refundDue(
        seen({
          effects: [
            sold,
            receipt,
            standing({ kind: 'reduce', subject: 're_1', part: 'STD19', amount: euro(4_000), posted: euro(posted) }),
          ],
        }),
      );
    expect(by(7_901).steps[0]).toMatchObject({ do: 'reduce', part: 'rounding', change: { net: euro(1) } });
    expect(by(7_904)).toMatchObject({ trouble: 'erp-total-differs' });
  });

  it('knows of another refund that holds the order, until that has let it go or was refused', () => {
    const note = '- 0:1:0 held';
    const other = standing({ kind: 'reduce', subject: 're_2', amount: euro(1_000), note });
    const letGo = standing({ kind: 'release', subject: 're_2' });
    const own = { company: sold.key.split('/')[0] ?? '', refund: 're_1' };
    expect(isHeldBesides([sold, other], own)).toBe(true);
    expect(isHeldBesides([sold, { ...other, state: 'unknown' }], own)).toBe(true);
    expect(isHeldBesides([sold, other], { ...own, refund: 're_2' })).toBe(false);
    expect(isHeldBesides([sold, other, letGo], own)).toBe(false);
    expect(isHeldBesides([sold, { ...other, state: 'refused' }], own)).toBe(false);
    expect(isHeldBesides([sold, { ...other, note: '- 0:1:0' }], own)).toBe(false);
  });

  it('asks the person who closed a refund for the order that it still holds, and for nothing else', () => {
    const one = standing({ kind: 'reduce', subject: 're_1', amount: euro(1_000), note: '- 0:1:0 held' });
    const kept = { ...one, note: '- 0:1:0 kept' };
    const letGo = standing({ kind: 'release', subject: 're_1' });
    const uneasy = { ...sold, note: 'sales-order held captured' };
    const by = (...effects: readonly SeenEffect[]) => refundDue(seen({ closed: true, effects }));
    const asked = {
      steps: [],
      trouble: 'order-left-held',
      acceptable: { key: letGo.key, kind: 'release', refund: 're_1' },
    };
    // The hold comes before what the ERP then refuses.
    for (const effect of [one, { ...one, state: 'refused' as const }]) expect(by(sold, effect)).toEqual(asked);
    expect(by(uneasy, kept)).toEqual(asked);
    expect(by(uneasy, { ...kept, state: 'refused' })).toEqual({ steps: [] });
    const second = standing({ kind: 'reduce', subject: 're_1', part: 'RED7', note: '- 0:1:0 held' });
    const over = [[one, letGo], [{ ...one, state: 'reversed' as const }, second], [{ ...one, note: '- 0:1:0' }], []];
    for (const effects of over) expect(by(sold, ...effects)).toEqual({ steps: [] });
    expect(by({ ...sold, state: 'reversed' }, one)).toEqual({ steps: [] });
  });

  it('reckons with the line that evened out the order itself, whichever of the two was posted first', () => {
    const uneven = { ...sold, posted: euro(11_901) };
    const line = { kind: 'rounding', subject: 'SO-1', amount: euro(-1) } as const;
    const one = { kind: 'reduce', subject: 're_1', amount: euro(4_000) } as const;
    for (const effects of [
      [standing({ ...line, posted: euro(11_900) }), standing({ ...one, posted: euro(7_900) })],
      [standing({ ...one, posted: euro(7_901) }), standing({ ...line, posted: euro(7_900) })],
    ])
      expect(reductionsIn(refundDue(seen({ effects: [uneven, receipt, ...effects] })))).toEqual([]);
  });

  it('reckons with what was taken back of another refund since', () => {
    const other = { kind: 'reduce', subject: 're_2', amount: euro(1_000), posted: euro(10_900) } as const;
    const effects = [
      sold,
      receipt,
      standing({ ...other, state: 'reversed' }),
      standing({ kind: 'reduce', subject: 're_1', amount: euro(4_000), posted: euro(6_900) }),
      standing({ kind: 'cancel', subject: 're_2', part: 'reduce', posted: euro(7_900) }),
    ];
    expect(reductionsIn(refundDue(seen({ effects })))).toEqual([]);
  });

  it('leaves the cent to the refund that has changed the order last: two would even it out twice', () => {
    const one = standing({ kind: 'reduce', subject: 're_1', amount: euro(4_000), posted: euro(7_900) });
    const other = standing({ kind: 'reduce', subject: 're_2', amount: euro(1_000), posted: euro(6_901) });
    const first = refundDue(seen({ effects: [sold, receipt, one, other] }));
    expect(reductionsIn(first)).toEqual([]);
    const booked = { txn: 'txn_9', settlement: euro(1_000), bookedOn: '2026-01-30' };
    const second = refundDue(
      seen({ refund: 're_2', amount: euro(1_000), booked, effects: [sold, receipt, one, other] }),
    );
    expect(second.steps[0]).toMatchObject({ do: 'reduce', part: 'rounding', change: { net: euro(1) }, others: 1 });
  });

  const reduced = (change: Partial<SeenEffect>) =>
    standing({ kind: 'reduce', subject: 're_1', part: 'STD19', amount: euro(4_000), ...change });

  it.each([
    ['shipped', []],
    ['invoiced', [{ number: 'IN-1', total: euro(7_901) }]],
  ] as const)(
    'asks about the cent where the order is %s meanwhile: the ERP takes no line any more',
    (status, invoices) => {
      const { steps, trouble } = refundDue(
        seen({ sale: sale({ status, invoices }), effects: [sold, receipt, reduced({ posted: euro(7_901) })] }),
      );
      expect({ steps, trouble }).toEqual({ steps: [], trouble: 'erp-total-differs' });
    },
  );

  it('lets the order go that it held, once its total is right, and no order that somebody else holds', () => {
    const after = (...effects: SeenEffect[]) => done({ effects: [sold, receipt, ...effects] });
    const held = reduced({ posted: euro(7_900), note: '- 0:3361:639 held' });
    expect(after(held)).toEqual(['let-go', 'refund', 'wake-payment']);
    expect(after({ ...held, posted: euro(7_901) })).not.toContain('let-go');
    expect(after(held, standing({ kind: 'release', subject: 're_1' }))).toEqual(['refund', 'wake-payment']);
    expect(after({ ...held, note: '- 0:3361:639' })).toEqual(['refund', 'wake-payment']);
    const seenTo = { ...standing({ kind: 'refund', subject: 're_1' }), state: 'settled-by-hand' as const };
    expect(after(held, seenTo)).toEqual(['let-go', 'wake-payment']);
    const effects = [sold, receipt, { ...held, state: 'refused' as const }];
    expect(done({ effects, sale: sale({ status: 'shipped', inPart: true }) })).toEqual(['let-go', 'wake-payment']);
    expect(done({ effects, memo: 'CM-7' })).toEqual(['let-go', 'refund', 'wake-payment']);
    expect(done({ effects, named: 'unclear' })).toEqual([]);
  });

  it('takes the rest of a tax code once more, where a crash and another refund left too little of the others', () => {
    const lines = [
      { item: 'A', quantity: 1, net: euro(5_000), tax: euro(0), taxCode: 'STD19' },
      { item: 'B', quantity: 1, net: euro(5_000), tax: euro(0), taxCode: 'RED7' },
    ];
    const part = { kind: 'reduce', posted: euro(1_000) } as const;
    const own = standing({ ...part, subject: 're_1', part: 'RED7', amount: euro(2_000), note: '- 1:2000:0' });
    const other = standing({ ...part, subject: 're_2', part: 'STD19', amount: euro(4_500), note: '- 0:4500:0' });
    const { steps } = refundDue(
      seen({ sale: sale({ lines }), paid: euro(10_000), effects: [{ ...sold, amount: euro(10_000) }, own, other] }),
    );
    const reductions = steps.flatMap((step) => (step.do === 'reduce' ? [[step.part, step.amount.minor]] : []));
    expect(reductions).toEqual([
      ['STD19', 285],
      ['RED7:2', 1_715],
    ]);
  });

  it.each([
    ['credited by hand although its sale never came', { kind: 'memo' }, without(seen({ graceSeconds: 0 }))],
    ['taken off the order by hand', { kind: 'reduce' }, seen({ named: 'unclear' })],
  ] as const)('%s is cash alone', (_, { kind }, refund) => {
    const byHand = { ...standing({ kind, subject: 're_1' }), state: 'settled-by-hand' as const };
    const { steps, trouble } = refundDue({ ...refund, effects: [...refund.effects, byHand] });
    expect({ steps: steps.map((step) => step.do), trouble }).toEqual({
      steps: ['refund', 'wake-payment'],
      trouble: undefined,
    });
  });

  it('is cleared with what it was taken from, once, where posting it settles nothing', () => {
    const clears = (change: Partial<SeenRefund>) =>
      refundDue(without(seen({ clearsRefunds: true, ...change }))).steps.flatMap((step) =>
        step.do === 'clear' ? [{ ...step.settles, part: step.part, minor: step.amount.minor }] : [],
      );
    const paid = standing({ kind: 'refund', subject: 're_1', amount: euro(4_000), number: 'D-1' });
    const from = (note: string) => ({ owner: 'erp-order', effects: [receipt, { ...paid, note }] }) as const;
    expect(clears({ owner: 'erp-order', effects: [receipt] })).toEqual([
      { kind: 'cash-receipt', by: receipt.key, part: 'cleared', minor: 4_000 },
    ]);
    expect(clears(from(`cash-receipt ${receipt.key}`))).toMatchObject([{ kind: 'cash-receipt', by: receipt.key }]);
    expect(clears(from('credit-memo CM-7'))).toMatchObject([{ kind: 'credit-memo', number: 'CM-7' }]);
    expect(clears({ ...from('credit-memo CM-7'), clearsRefunds: false })).toEqual([]);
    const cleared = standing({ kind: 'apply', subject: 're_1', part: 'cleared', amount: euro(4_000) });
    expect(clears({ effects: [receipt, { ...paid, note: 'credit-memo CM-7' }, cleared] })).toEqual([]);
    expect(clears({ effects: [receipt, { ...standing({ kind: 'refund', subject: 're_1' }), number: '9' }] })).toEqual(
      [],
    );
  });

  it('asks about a memo that the ERP made another amount, before any cash goes out of it, until a person accepts it', () => {
    const credited = standing({
      kind: 'memo',
      subject: 're_1',
      part: 'IN-1',
      amount: euro(4_000),
      posted: euro(4_001),
    });
    const accepted = standing({ kind: 'reduce', subject: 're_1', part: 'rounding', state: 'settled-by-hand' });
    const by = (...more: SeenEffect[]) =>
      refundDue(
        seen({
          sale: sale({ status: 'invoiced', invoices: [invoice] }),
          effects: [sold, receipt, applied, ...more],
        }),
      );
    const asked = by(credited);
    expect({ steps: asked.steps, trouble: asked.trouble }).toEqual({ steps: [], trouble: 'erp-total-differs' });
    expect(asked.acceptable?.key).toBe(accepted.key);
    for (const fine of [by(credited, accepted), by({ ...credited, posted: euro(4_000) })])
      expect(fine.steps[0]).toMatchObject({ do: 'refund', settles: { kind: 'credit-memo', by: credited.key } });
  });

  it('of an order that was paid twice is cash alone: what the other payment paid for stands', () => {
    const whole = { amount: euro(11_900), booked: { txn: 'txn_1', settlement: euro(11_900), bookedOn: '2026-01-30' } };
    expect(done({ ...whole, overpaid: euro(11_900) })).toEqual(['refund', 'wake-payment']);
    const first = standing({ kind: 'refund', subject: 're_0', amount: euro(11_900), note: 'cash-receipt R-0' });
    expect(done({ ...whole, overpaid: euro(11_900), effects: [sold, receipt, first] })).toEqual([
      'cancel',
      'refund',
      'wake-payment',
    ]);
  });

  it.each([
    ['an order', sale({}), 'reduce'],
    ['an invoice', sale({ status: 'invoiced', invoices: [invoice] }), 'memo'],
  ] as const)('that follows one which failed asks a person before %s is credited again', (_, of, kind) => {
    const before = [
      standing({ kind, subject: 're_0', amount: euro(8_000) }),
      standing({ kind: 'refund', subject: 're_0', amount: euro(8_000), note: 'credit-memo M-0' }),
      standing({ kind: 'refund-return', subject: 're_0', amount: euro(8_000) }),
    ];
    const { steps, trouble } = refundDue(seen({ sale: of, effects: [sold, receipt, applied, ...before] }));
    expect({ steps, trouble }).toEqual({ steps: [], trouble: 'refund-lines' });
  });

  it('that with another, settled at once, has reduced the order to nothing takes it back: it must not ship', () => {
    const both = [
      standing({ kind: 'reduce', subject: 're_2', amount: euro(7_900), posted: euro(0) }),
      standing({ kind: 'reduce', subject: 're_1', amount: euro(4_000), posted: euro(0) }),
    ];
    expect(done({ effects: [sold, receipt, ...both] })).toEqual(['cancel', 'refund', 'wake-payment']);
  });
});
