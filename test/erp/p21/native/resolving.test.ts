import { describe, expect, it } from 'vitest';
import { ErpError } from '../../../../src/erp/errors.ts';
import type { DefinedElement } from '../../../../src/erp/p21/native/definition.ts';
import { resolveWays } from '../../../../src/erp/p21/native/resolving.ts';
import type { ByTransaction, Role } from '../../../../src/erp/p21/native/site.ts';
import { usualWays } from '../../../../src/erp/p21/native/usual-ways.ts';

type Services = Readonly<Record<string, readonly DefinedElement[] | 'forbidden'>>;

/** A service as Prophet 21 would define it that has these fields. */
function defined(way: ByTransaction, onLines: readonly string[] = []): readonly DefinedElement[] {
  const form = Object.entries(way.fields).flatMap(([meaning, field]) => (onLines.includes(meaning) ? [] : [field]));
  const list = Object.entries(way.fields).flatMap(([meaning, field]) => (onLines.includes(meaning) ? [field] : []));
  return [
    { name: 'TABPAGE_0.other', type: 'Form', fields: ['notes'] },
    { name: way.form, type: 'Form', fields: ['company_id', ...form, way.key] },
    ...(way.lines === undefined ? [] : [{ name: way.lines, type: 'List', fields: list } as const]),
  ];
}
const usual: Services = {
  CashReceipts: defined(usualWays['cash-receipt']),
  CustomerRefund: defined(usualWays['customer-refund']),
  ARCreditMemo: defined(usualWays['credit-memo'], ['line', 'item', 'quantity', 'price', 'tax']),
  OpenCreditApplication: defined(usualWays.application, ['reference', 'invoice', 'amount', 'undoing']),
};
const without = (service: string, from: Services = usual): Services =>
  Object.fromEntries(Object.entries(from).filter(([name]) => name !== service));

function site(services: Services) {
  const asked: string[] = [];
  const transactions = {
    post: () => Promise.reject(new Error('Nothing is posted')),
    command: () => Promise.reject(new Error('Nothing is posted')),
    services: () => Promise.resolve(Object.keys(services)),
    async definition(service: string) {
      asked.push(service);
      const one = services[service];
      const why = `Window <<${service}>> is not available or user does not have permission to open it`;
      if (one === 'forbidden') throw new ErpError('unauthorized', why);
      return Promise.resolve(one);
    },
  };
  const resolve = async (role: Role) => (await resolveWays(transactions)).find((each) => each.role === role);
  return { asked, transactions, resolve };
}

const cash = usualWays['cash-receipt'];
const renamed: ByTransaction = {
  ...cash,
  service: 'ARCashReceiptEntry',
  form: 'TP_CASH.cash',
  key: 'receipt_no',
  fields: { ...cash.fields, reference: 'check_no', amount: 'receipt_amount', date: 'payment_date' },
};

describe('what differs between sites', () => {
  it('is taken as usual where the usual services have every field', async () => {
    const { transactions, asked } = site({ ...usual, Order: [] });

    expect(await resolveWays(transactions)).toEqual(
      Object.entries(usualWays).map(([role, way]) => ({ role, found: 'as usual', way })),
    );
    expect(asked).toEqual(Object.keys(usual));
  });

  it('is found under another name, with the names that the fields have there', async () => {
    const { resolve } = site({ ...without('CashReceipts'), ARCashReceiptEntry: defined(renamed) });

    expect(await resolve('cash-receipt')).toEqual({ role: 'cash-receipt', found: 'under another name', way: renamed });
  });

  it('is found in the usual service, where that names its fields differently', async () => {
    const there = { ...renamed, service: 'CashReceipts' };
    const { resolve } = site({ ...usual, CashReceipts: defined(there) });

    expect(await resolve('cash-receipt')).toEqual({ role: 'cash-receipt', found: 'under another name', way: there });
  });

  it('is found among services that sound like nothing, after those that sound right', async () => {
    const { resolve, asked } = site({
      ...without('CashReceipts'),
      Quotes: [],
      Deposits: defined({ ...renamed, service: 'Deposits' }),
      CashDrawer: [],
    });

    expect(await resolve('cash-receipt')).toMatchObject({ way: { service: 'Deposits' } });
    expect(asked.slice(0, 4)).toEqual(['CashReceipts', 'CashDrawer', 'Quotes', 'Deposits']);
  });

  it('is never what pays money out, or to vendors, however well it would fit', async () => {
    const others = { CustomerRefundByCheck: renamed, CashRefund: renamed, APCashPayment: renamed };
    const { resolve } = site({
      ...without('CashReceipts'),
      ...Object.fromEntries(Object.entries(others).map(([name, way]) => [name, defined(way)])),
    });

    expect(await resolve('cash-receipt')).toMatchObject({ found: 'nowhere', looked: ['CashReceipts'] });
  });

  it('is found nowhere, and what lacks least is told with what it lacks', async () => {
    const { home: _, bankAmount: __, ...fields } = renamed.fields;
    const { resolve } = site({
      ...without('CashReceipts'),
      CashDrawer: [],
      ARCashReceiptEntry: defined({ ...renamed, fields }),
    });

    expect(await resolve('cash-receipt')).toEqual({
      role: 'cash-receipt',
      found: 'nowhere',
      looked: ['CashReceipts', 'CashDrawer', 'ARCashReceiptEntry'],
      best: { service: 'ARCashReceiptEntry', lacks: ['home_amount', 'bank_amount'] },
    });
  });

  it('needs its lines too', async () => {
    const { resolve } = site({ ...usual, ARCreditMemo: defined(usualWays['credit-memo'], ['line', 'item']) });

    expect(await resolve('credit-memo')).toMatchObject({
      found: 'nowhere',
      best: { service: 'ARCreditMemo', lacks: ['unit_quantity', 'unit_price', 'tax_group_id'] },
    });
  });

  it('gives one field one meaning only', async () => {
    const { amount: _, ...others } = cash.fields;
    const fields = { ...others, bankAmount: 'amount' };
    const { resolve } = site({ CashReceipts: defined({ ...cash, fields }) });

    expect(await resolve('cash-receipt')).toMatchObject({ found: 'nowhere', best: { lacks: ['bank_amount'] } });
  });

  it('is forbidden, and by which window, when the user may not open the right one', async () => {
    const { resolve } = site({ ...usual, CashReceipts: 'forbidden', ARCashReceiptEntry: defined(renamed) });

    expect(await resolve('cash-receipt')).toEqual({
      role: 'cash-receipt',
      found: 'forbidden',
      service: 'CashReceipts',
      why: 'Window <<CashReceipts>> is not available or user does not have permission to open it',
    });
    expect(await resolve('customer-refund')).toMatchObject({ found: 'as usual' });
  });

  it('is forbidden too when one that sounds right is, and no other takes it', async () => {
    const { resolve } = site({ ...without('CashReceipts'), MyCash: 'forbidden', Quotes: 'forbidden' });

    expect(await resolve('cash-receipt')).toMatchObject({ found: 'forbidden', service: 'MyCash' });
  });

  it('is looked for among four hundred services at most, each asked for once', async () => {
    const many = Object.fromEntries(Array.from({ length: 900 }, (_each, n) => [`Window${n}`, []]));
    const { transactions, asked } = site(many);
    await resolveWays(transactions);

    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeLessThanOrEqual(404);
  });

  it('is not decided while the site does not answer', async () => {
    const { transactions } = site(usual);
    const down = { ...transactions, definition: () => Promise.reject(new ErpError('unavailable', 'down')) };

    await expect(resolveWays(down)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
