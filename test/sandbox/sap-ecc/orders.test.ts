import { describe, expect, it } from 'vitest';
import { balancesOf, booksOf, order, receipt, wrapped, clear, documentNumber } from './ledger.ts';
import type { OrderLine, Reply, System } from './system.ts';
import { element, orderOf, startSystem, TODAY, widget } from './system.ts';

const CREATE = 'BAPI_SALESORDER_CREATEFROMDAT2';
const views = ['HEADER', 'ITEM', 'SDSCHEDULE', 'BUSINESS', 'SDCOND', 'TEXT', 'FLOW', 'STATUS_H'];
const tables = ['HEADERS', 'ITEMS', 'SCHEDULES', 'BUSINESS', 'CONDITIONS', 'TEXTLINES', 'FLOWS', 'STATUSHEADERS'];
const read = (system: System, number: string): Promise<Reply> =>
  system.call(
    'BAPISDORDER_GETDETAILEDLIST',
    element('I_BAPI_VIEW', Object.fromEntries(views.map((view) => [view, 'X']))) +
      element('SALES_DOCUMENTS', [{ VBELN: number }]) +
      tables.map((table) => element(`ORDER_${table}_OUT`)).join(''),
  );
let changes = 0;
const change = (system: System, number: string, parameters: string): Promise<Reply> =>
  system.call(
    'Z_QTC_ORDER_CHANGE',
    wrapped(`CHANGE${(changes += 1)}`, `<SALESDOCUMENT>${number}</SALESDOCUMENT>${parameters}<RETURN/>`),
  );
const header = (fields: Readonly<Record<string, string>> = {}) =>
  element('ORDER_HEADER_IN', fields) +
  element('ORDER_HEADER_INX', {
    UPDATEFLAG: 'U',
    ...Object.fromEntries(Object.keys(fields).map((name) => [name, 'X'])),
  });
const rejecting = (...items: readonly string[]) =>
  element(
    'ORDER_ITEM_IN',
    items.map((ITM_NUMBER) => ({ ITM_NUMBER, REASON_REJ: '00' })),
  ) +
  element(
    'ORDER_ITEM_INX',
    items.map((ITM_NUMBER) => ({ ITM_NUMBER, UPDATEFLAG: 'U', REASON_REJ: 'X' })),
  );
const lowering = (ITM_NUMBER: string, REQ_QTY: string) =>
  element('SCHEDULE_LINES', [{ ITM_NUMBER, SCHED_LINE: '0001', REQ_QTY }]) +
  element('SCHEDULE_LINESX', [{ ITM_NUMBER, SCHED_LINE: '0001', UPDATEFLAG: 'U', REQ_QTY: 'X' }]);
const shown = (number: string) => number.replace(/^0+/, '');
const orders = async (system: System) =>
  (await system.admin('documents'))['salesOrders'] as readonly Readonly<Record<string, unknown>>[];
const invoices = async (system: System) =>
  (await system.admin('documents'))['invoices'] as readonly Readonly<Record<string, unknown>>[];

describe('sales orders', () => {
  it('gives back what it was told, with tax by classification over the sum of the items', async () => {
    const system = await startSystem();
    const lines: readonly OrderLine[] = [
      { ...widget, price: '10.10', REQ_QTY: '3', discount: '-0.30' },
      { ...widget, MATERIAL: 'W-200', price: '0.03' },
      { ...widget, MATERIAL: 'W-200', price: '0.03' },
      { MATERIAL: 'SHIPPING', REQ_QTY: '1', price: '5.00', TAX_CLASS1: '2' },
    ];
    const number = await order(system, 'SORDER0000000001', { DLV_BLOCK: '01' }, lines);
    const answer = await read(system, number);
    expect(answer.rows('ORDER_HEADERS_OUT')).toMatchObject([
      { DOC_NUMBER: number, PURCH_NO: 'SORDER0000000001', NET_VAL_HD: '35.06', DLV_BLOCK: '01', REC_DATE: TODAY },
    ]);
    const items = answer.rows('ORDER_ITEMS_OUT');
    expect(items.map(({ NET_VALUE }) => NET_VALUE)).toEqual(['30.00', '0.03', '0.03', '5.00']);
    const tax = items.map(({ TX_DOC_CUR = '' }) => Number(TX_DOC_CUR.replace('.', '')));
    expect(tax.reduce((a, b) => a + b)).toBe(571 + 35);
    expect(answer.rows('ORDER_CONDITIONS_OUT')).toContainEqual({
      SD_DOC: number,
      ITM_NUMBER: '000010',
      COND_TYPE: 'RB00',
      COND_VALUE: '-0.30',
      CURRENCY: 'EUR',
    });
    expect(answer.rows('ORDER_TEXTLINES_OUT').map(({ TEXT_NAME, LINE }) => [TEXT_NAME, LINE])).toEqual([
      [number, 'Stripe pi_0000000000000000000000001'],
      [number, 'Payment succeeded on 2026-01-30'],
    ]);
    expect(answer.rows('ORDER_STATUSHEADERS_OUT')).toEqual([{ SD_DOC: number, DLV_STAT_H: 'A' }]);
    expect(await orders(system)).toMatchObject([
      {
        number: shown(number),
        reference: 'SORDER0000000001',
        stripeId: 'pi_0000000000000000000000001',
        webReferenceNo: 'S-1001',
        paymentStatus: 'succeeded',
        status: 'held',
        totalMinor: 4112,
      },
    ]);
  });

  it.each([
    ['an unknown material', {}, [{ ...widget, MATERIAL: 'NOPE' }], 'E V1 382', '0000000001'],
    ['an unknown customer', {}, [widget], 'E V1 398', '0000009999'],
    ['a customer without credit', {}, [widget], 'E V1 154', '0000000007'],
    ['an unknown currency', { CURRENCY: 'XXQ' }, [widget], 'E S& 044', '0000000001'],
    ['half a cent', {}, [{ ...widget, price: '1.005' }], 'E V1 460', '0000000001'],
    ['an unknown tax classification', {}, [{ ...widget, TAX_CLASS1: '9' }], 'E V1 460', '0000000001'],
    ['no order type', { DOC_TYPE: '' }, [widget], 'E V1 323', '0000000001'],
  ] as const)('refuses %s, and saves nothing', async (_what, fields, lines, expected, customer) => {
    const system = await startSystem({ customers: [{ CustomerId: '7', CustomerName: 'Broke', CreditBlocked: 'Y' }] });
    const refused = await system.call('Z_QTC_ORDER_CREATE', wrapped('K1', orderOf(fields, lines, customer)));
    expect(refused.messages).toContain(expected);
    expect(refused.text('EV_DOCUMENT')).toBe('');
    expect(await orders(system)).toEqual([]);
    expect((await system.call('Z_QTC_FIND', '<IV_KEY>K1</IV_KEY>')).text('EV_STATUS')).toBe('');
  });

  it('takes only what the X structures flag', async () => {
    const system = await startSystem();
    const unflagged = orderOf().replace('<PURCH_NO_C>X</PURCH_NO_C>', '');
    const created = await system.call('Z_QTC_ORDER_CREATE', wrapped('K1', unflagged));
    expect((await orders(system))[0]).toMatchObject({ number: shown(created.text('EV_DOCUMENT')) });
    expect((await orders(system))[0]).not.toHaveProperty('reference');
  });

  it('finds an order by customer, organisation and purchase number', async () => {
    const system = await startSystem();
    const number = await order(system);
    const list = (purchase: string) =>
      system.call(
        'BAPI_SALESORDER_GETLIST',
        `<CUSTOMER_NUMBER>0000000001</CUSTOMER_NUMBER><SALES_ORGANIZATION>1000</SALES_ORGANIZATION><PURCHASE_ORDER>${purchase}</PURCHASE_ORDER><SALES_ORDERS/>`,
      );
    expect((await list('SORDER0000000001')).rows('SALES_ORDERS')).toEqual([
      { SD_DOC: number, PURCH_NO: 'SORDER0000000001', SOLD_TO: '0000000001' },
    ]);
    expect((await list('SORDER0000000002')).rows('SALES_ORDERS')).toEqual([]);
  });

  it('does what a test run does: everything but saving', async () => {
    const system = await startSystem();
    const tried = await system.call(CREATE, `${orderOf()}<TESTRUN>X</TESTRUN>`);
    expect(tried.messages).not.toContain('S V1 311');
    expect(tried.text('SALESDOCUMENT')).toBe('');
  });
});

describe('changing an order', () => {
  it('lowers, rejects, releases and rounds it, until it is invoiced', async () => {
    const system = await startSystem();
    const lines = [{ ...widget, REQ_QTY: '3' }, widget];
    const number = await order(system, 'SORDER0000000001', { DLV_BLOCK: '01' }, lines);
    await change(system, number, header() + lowering('000010', '1'));
    await change(system, number, header() + rejecting('000020'));
    const rounding =
      element('ORDER_ITEM_IN', [
        { ITM_NUMBER: '000030', MATERIAL: 'ROUNDING', TARGET_QTY: '1', TAX_CLASS1: '0', CUST_MAT35: 'SROUND1' },
      ]) +
      element('ORDER_ITEM_INX', [
        { ITM_NUMBER: '000030', UPDATEFLAG: 'I', MATERIAL: 'X', TARGET_QTY: 'X', TAX_CLASS1: 'X', CUST_MAT35: 'X' },
      ]) +
      element('CONDITIONS_IN', [{ ITM_NUMBER: '000030', COND_TYPE: 'PR00', COND_VALUE: '-0.01', CURRENCY: 'EUR' }]) +
      element('CONDITIONS_INX', [
        { ITM_NUMBER: '000030', COND_TYPE: 'PR00', UPDATEFLAG: 'I', COND_VALUE: 'X', CURRENCY: 'X' },
      ]);
    await change(system, number, header({ DLV_BLOCK: '' }) + rounding);
    const answer = await read(system, number);
    expect(answer.rows('ORDER_ITEMS_OUT')).toMatchObject([
      { REQ_QTY: '1.000', NET_VALUE: '100.00', TX_DOC_CUR: '19.00' },
      { REA_FOR_RE: '00', NET_VALUE: '0.0' },
      { CUST_MAT35: 'SROUND1', NET_VALUE: '-0.01', TX_DOC_CUR: '0.0' },
    ]);
    expect(await orders(system)).toMatchObject([{ status: 'open', totalMinor: 11_899 }]);

    await system.admin('ship', { OrderNo: shown(number) });
    expect(await balancesOf(system)).toEqual({ '140000': 11_899, '175000': -1900, '800000': -9999 });
    expect((await change(system, number, header() + lowering('000010', '0.5'))).messages).toEqual(['E V1 493']);
    expect((await change(system, number, header() + rejecting('000010'))).messages).toEqual(['E V1 493']);
  });

  it('cancels an order by rejecting all of it, and gives its stock back', async () => {
    const system = await startSystem({ items: [{ ItemId: 'RARE', QuantityOnHand: '1' }] });
    const rare = [{ ...widget, MATERIAL: 'RARE' }];
    const [first, second] = [await order(system, 'S1', {}, rare), await order(system, 'S2', {}, rare)];
    expect((await read(system, second)).rows('ORDER_SCHEDULES_OUT')).toMatchObject([
      { REQ_QTY: '1.000', CONFIR_QTY: '0.0' },
    ]);
    await change(system, first, header({ PURCH_NO_S: 'SCANCEL1' }) + rejecting('000010'));
    const answer = await read(system, first);
    expect(answer.rows('ORDER_BUSINESS_OUT')).toMatchObject([{ PURCH_NO_S: 'SCANCEL1' }]);
    expect(answer.rows('ORDER_STATUSHEADERS_OUT')).toMatchObject([{ DLV_STAT_H: '' }]);
    expect((await orders(system)).map(({ status }) => status)).toEqual(['cancelled', 'open']);
    const available = await system.call(
      'BAPI_MATERIAL_AVAILABILITY',
      '<PLANT>1000</PLANT><MATERIAL>RARE</MATERIAL><UNIT>ST</UNIT>',
    );
    expect(available.text('AV_QTY_PLT')).toBe('1.000');
  });

  it('keeps prices when only a text comes', async () => {
    const system = await startSystem();
    const number = await order(system);
    const text = element('ORDER_TEXT', [
      { ITM_NUMBER: '000000', TEXT_ID: '0001', TEXT_LINE: 'Stripe pi_1' },
      { ITM_NUMBER: '000000', TEXT_ID: '0001', TEXT_LINE: 'Payment refunded' },
    ]);
    await change(system, number, header() + text);
    expect(await orders(system)).toMatchObject([{ stripeId: 'pi_1', paymentStatus: 'refunded', totalMinor: 11_900 }]);
  });
});

describe('the warehouse', () => {
  it('delivers and bills what is free by itself, and leaves held orders alone', async () => {
    const system = await startSystem({ shipAfterMs: 50, invoiceAfterMs: 50 });
    const held = await order(system, 'SHELD', { DLV_BLOCK: '01' });
    const free = await order(system, 'SFREE');
    await expect
      .poll(() => invoices(system), { timeout: 10_000 })
      .toMatchObject([
        {
          orderNo: shown(free),
          webReferenceNo: 'S-1001',
          totalMinor: 11_900,
          unappliedMinor: 11_900,
          status: 'open',
        },
      ]);
    const answer = await read(system, free);
    expect(answer.rows('ORDER_FLOWS_OUT').map(({ DOCCATEGSD }) => DOCCATEGSD)).toEqual(['J', 'M']);
    expect(answer.rows('ORDER_STATUSHEADERS_OUT')).toMatchObject([{ DLV_STAT_H: 'C' }]);
    expect((await orders(system)).map(({ status }) => status)).toEqual(['held', 'invoiced']);

    await change(system, held, header({ DLV_BLOCK: '' }));
    await expect.poll(async () => (await invoices(system)).length, { timeout: 10_000 }).toBe(2);
  });

  it('delivers in parts when something is scarce, to the cent in all', async () => {
    const system = await startSystem({ items: [{ ItemId: 'RARE', QuantityOnHand: '1' }] });
    const number = await order(system, 'S1', {}, [
      { ...widget, MATERIAL: 'RARE', REQ_QTY: '3', price: '33.33', discount: '-10.00' },
    ]);
    await system.admin('ship', { OrderNo: shown(number) });
    await system.admin('items', { ItemId: 'RARE', QuantityOnHand: '5' });
    await system.admin('ship', { OrderNo: shown(number) });
    const totals = (await invoices(system)).map(({ totalMinor }) => Number(totalMinor));
    expect(totals).toHaveLength(2);
    expect((await orders(system))[0]).toMatchObject({ totalMinor: 10_709, status: 'invoiced' });
    expect(totals.reduce((a, b) => a + b)).toBe(10_709);
    await balancesOf(system);
  });

  it('delivers part of each item, and bills it when it is told to: no sooner and once', async () => {
    const system = await startSystem();
    const number = await order(system, 'S1', {}, [{ ...widget, REQ_QTY: '3' }]);
    const OrderNo = shown(number);

    expect(await system.admin('ship', { OrderNo, Quantity: '1', Invoice: 'N' })).toEqual({ OrderNo });
    expect((await read(system, number)).rows('ORDER_STATUSHEADERS_OUT')).toMatchObject([{ DLV_STAT_H: 'B' }]);
    await system.admin('ship', { OrderNo, Invoice: 'N' });
    expect((await read(system, number)).rows('ORDER_STATUSHEADERS_OUT')).toMatchObject([{ DLV_STAT_H: 'C' }]);
    expect(await invoices(system)).toEqual([]);

    expect((await system.admin('invoice', { OrderNo }))['InvoiceNos']).toHaveLength(2);
    expect((await invoices(system)).map(({ totalMinor }) => Number(totalMinor)).reduce((a, b) => a + b)).toBe(35_700);
    expect(await system.admin('invoice', { OrderNo })).toMatchObject({ InvoiceNos: [] });
    await balancesOf(system);
  });

  it('passes the assignment of the order on, and is paid by the number of the billing document', async () => {
    const system = await startSystem();
    const number = await order(system, 'SORDER0000000001');
    const credit = await receipt(system, 'R1', '119.00');
    const { InvoiceNo } = await system.admin('ship', { OrderNo: shown(number) });
    const cleared = await clear(system, {
      key: 'A1',
      credit,
      debit: String(InvoiceNo).padStart(10, '0'),
      amount: '119.00',
    });
    documentNumber(cleared);
    expect((await booksOf(system)).openItems).toEqual([]);
    expect(await invoices(system)).toMatchObject([{ status: 'paid', unappliedMinor: 0 }]);
    expect((await system.admin('documents'))['cashReceipts']).toMatchObject([
      { applications: [{ invoiceNo: InvoiceNo, amountMinor: 11_900 }] },
    ]);
  });
});
