import { describe, expect, it } from 'vitest';
import { money } from '../../../../src/domain/money.ts';
import { findOrder, readOrder } from '../../../../src/erp/sap-ecc/reading/orders.ts';
import type { Parameters } from '../../../../src/erp/sap-ecc/rfc.ts';
import { fakeSystem, type Tables } from './fake-rfc.ts';
import { invoicedBy, item, ours, storedBilling, storedOrder } from './stored.ts';

const serving = (order: Parameters, tables: Tables = {}) =>
  fakeSystem(tables, { BAPISDORDER_GETDETAILEDLIST: () => order });
const read = async (order: Parameters, tables: Tables = {}) => readOrder(serving(order, tables).system, '4711');
const headed = (more: Readonly<Record<string, string>>): Parameters => {
  const [header = {}] = storedOrder()['ORDER_HEADERS_OUT'] as readonly Readonly<Record<string, string>>[];
  return storedOrder({ ORDER_HEADERS_OUT: [{ ...header, ...more }] });
};
const vbak = (VBELN: string, more = {}) => ({ VBELN, BSTNK: ours, VKORG: '1000', ...more });

describe('an order', () => {
  it('is read whole, by its padded number and in one call', async () => {
    const { system, called } = serving(storedOrder());

    expect(await readOrder(system, '4711')).toEqual({
      receipt: {
        kind: 'sales-order',
        number: '4711',
        reference: ours,
        total: money(119_07, 'USD'),
        customer: '7',
        status: 'open',
      },
      currency: 'USD',
      salesOrganisation: '1000',
      deliveryBlock: '',
      lines: [
        {
          number: '000010',
          material: '42',
          text: 'Widget, small',
          ordered: 2_000,
          confirmed: 2_000,
          rejected: false,
          net: money(100_07, 'USD'),
          tax: money(19_00, 'USD'),
          taxClassification: '',
          reference: '',
          conditions: [{ type: 'PR00', value: '50.035', currency: 'USD' }],
        },
      ],
      texts: ['Stripe pi_1'],
      cancellation: '',
    });
    expect(called).toHaveLength(1);
    expect(called[0]).toMatchObject({
      parameters: {
        I_BAPI_VIEW: { HEADER: 'X', ITEM: 'X', SDSCHEDULE: 'X', BUSINESS: 'X', FLOW: 'X', STATUS_H: 'X' },
        SALES_DOCUMENTS: [{ VBELN: '0000004711' }],
      },
      asking: { write: false, tables: expect.arrayContaining(['ORDER_HEADERS_OUT', 'ORDER_FLOWS_OUT']) as string[] },
    });
  });

  it('is not there when SAP leaves it out, or gives another', async () => {
    expect(await read({})).toBeUndefined();
    expect(await read(headed({ DOC_NUMBER: '0000004712' }))).toBeUndefined();
  });

  it('has a reference only where it is one of ours', async () => {
    const other = await read({ ...headed({ PURCH_NO: 'PO 4500017' }), ORDER_BUSINESS_OUT: [] });
    const business = await read(headed({ PURCH_NO: 'PO 4500017' }));

    expect(other?.receipt).not.toHaveProperty('reference');
    expect(business?.receipt.reference).toBe(ours);
  });

  it('lacks what no schedule line confirms', async () => {
    const schedules = ['0.500', '0.250'].map((CONFIR_QTY) => ({
      DOC_NUMBER: '0000004711',
      ITM_NUMBER: '000010',
      CONFIR_QTY,
    }));

    expect((await read(storedOrder({ ORDER_SCHEDULES_OUT: schedules })))?.receipt.shortages).toEqual([
      { item: '42', quantity: '1.25' },
    ]);
  });

  it('neither counts nor lacks a rejected item', async () => {
    const rejected = item('000020', { REA_FOR_RE: 'ZS', TX_DOC_CUR: '1.90' });
    const order = await read(storedOrder({ ORDER_ITEMS_OUT: [item('000010'), rejected] }));

    expect(order?.receipt).toMatchObject({ total: money(119_07, 'USD'), status: 'open' });
    expect(order?.receipt).not.toHaveProperty('shortages');
  });

  it('counts in the digits of its currency', async () => {
    const items = [item('000010', { NET_VALUE: '1001', TX_DOC_CUR: '190.0' })];
    const yen = { ...headed({ CURRENCY: 'JPY', NET_VAL_HD: '1001' }), ORDER_ITEMS_OUT: items };

    expect((await read(yen))?.receipt.total).toEqual(money(1_191, 'JPY'));
  });
});

describe('the status of an order', () => {
  const rejected = { ORDER_ITEMS_OUT: [item('000010', { REA_FOR_RE: 'ZS' })] };
  const delivered = (DLV_STAT_H: string) => ({ ORDER_STATUSHEADERS_OUT: [{ SD_DOC: '0000004711', DLV_STAT_H }] });
  const live = { VBRK: [storedBilling('0090000001')] };
  const stopped = { VBRK: [storedBilling('0090000001', { FKSTO: 'X' })] };

  it.each([
    ['held', 'with a delivery block of whatever kind', headed({ DLV_BLOCK: '77' }), {}],
    ['cancelled', 'when each of its items is rejected', storedOrder(rejected), {}],
    ['shipped', 'as soon as part of it has left', storedOrder(delivered('B')), {}],
    ['shipped', 'when all of it has left', storedOrder(delivered('C')), {}],
    ['open', 'when nothing has left', storedOrder(delivered('A')), {}],
    ['invoiced', 'when an invoice of it stands', { ...storedOrder(), ...invoicedBy('0090000001') }, live],
    ['invoiced', 'although the rest was cancelled', { ...storedOrder(rejected), ...invoicedBy('0090000001') }, live],
    ['open', 'again when its invoice was cancelled', { ...storedOrder(), ...invoicedBy('0090000001') }, stopped],
    ['open', 'when only deliveries follow', { ...storedOrder(), ...invoicedBy('0080000001', 'J') }, live],
  ] as const)('is %s %s', async (status, _when, order, tables) => {
    expect((await read(order as Parameters, tables))?.receipt.status).toBe(status);
  });
});

describe('finding an order', () => {
  it('goes by the purchase order number within the sales organisation', async () => {
    const VBAK = [vbak('0000004711'), vbak('0000004712', { VKORG: '2000' }), vbak('0000004713', { BSTNK: 'PO 1' })];

    expect(await findOrder(serving(storedOrder(), { VBAK }).system, ours)).toMatchObject({
      receipt: { number: '4711' },
    });
    expect(await findOrder(serving(storedOrder()).system, ours)).toBeUndefined();
  });

  it('refuses to choose between two', async () => {
    const { system } = serving(storedOrder(), { VBAK: [vbak('0000004711'), vbak('0000004712')] });

    await expect(findOrder(system, ours)).rejects.toMatchObject({ code: 'conflict' });
  });
});
