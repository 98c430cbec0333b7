import { describe, expect, it } from 'vitest';
import type { ErpDocument, Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createP21Facade } from '../../../../src/erp/p21/facade/adapter.ts';
import { fakeGateway, pageOf } from '../fake-gateway.ts';
import { of } from '../ground.ts';
import { storedInvoice, storedLine, storedOrder, storedReceipt } from './stored.ts';

const reference = 'R000000000000001' as Reference;
const usd = money(119_07, 'USD');

/** A gateway that accepts everything and then shows something. */
async function showing(accepted: object, shown: object = accepted) {
  const { asked, options } = await fakeGateway(({ method }) => ({ body: method === 'GET' ? shown : accepted }));
  return { erp: createP21Facade(options), asked };
}

describe('posting to Prophet 21', () => {
  it('reads the document back by the number that it was given', async () => {
    const { erp, asked } = await showing(storedOrder());

    expect(await erp.post(of.salesOrder(usd), reference)).toMatchObject({ number: '1000001', reference, total: usd });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v2/salesorders',
      'GET /api/v2/salesorders/1000001',
    ]);
  });

  it.each([
    ['the order', of.salesOrder(usd), storedOrder(), { Reference: 'another' }, 'Reference'],
    ['the order', of.salesOrder(usd), storedOrder(), { CompanyId: 'OTHER' }, 'CompanyId'],
    ['the order', of.salesOrder(usd), storedOrder(), { CustomerId: '1' }, 'CustomerId'],
    ['the order', of.salesOrder(usd), storedOrder(), { CurrencyId: 'EUR' }, 'CurrencyId'],
    ['the order', of.salesOrder(usd), storedOrder(), { Lines: { list: [] } }, 'Lines[0].ItemId'],
    [
      'the order',
      of.salesOrder(usd),
      storedOrder(),
      { Lines: { list: [storedLine({ UnitQuantity: '2' })] } },
      'Lines[0].UnitQuantity',
    ],
    [
      'the order',
      of.salesOrder(usd),
      storedOrder(),
      { Lines: { list: [storedLine({ ExtendedAmount: '119.08' })] } },
      'Lines[0].ExtendedAmount',
    ],
    ['the receipt', of.cashReceipt(usd), storedReceipt(), { Amount: '119.08' }, 'Amount'],
    ['the receipt', of.cashReceipt(usd), storedReceipt(), { SettlementAmount: '1.00' }, 'SettlementAmount'],
    ['the receipt', of.cashReceipt(usd), storedReceipt(), { SettlementCurrencyId: 'EUR' }, 'SettlementAmount'],
    ['the receipt', of.cashReceipt(usd), storedReceipt(), { LedgerAmount: '1.00' }, 'LedgerAmount'],
    ['the receipt', of.cashReceipt(usd), storedReceipt(), { BankAccount: '1000' }, 'BankAccount'],
  ] as const)(
    'is a conflict when %s stands with something else: %#',
    async (_what, document: ErpDocument, accepted, changed, where) => {
      const { erp } = await showing(accepted, { ...accepted, ...changed });

      await expect(erp.post(document, reference)).rejects.toMatchObject({ code: 'conflict', where });
    },
  );

  it('leaves the total of an order to its caller, because the ERP computes tax by itself', async () => {
    const { erp } = await showing(storedOrder({ TotalAmount: '119.08' }));

    expect(await erp.post(of.salesOrder(usd), reference)).toMatchObject({ total: money(119_08, 'USD') });
  });

  it.each([{ OrderNo: 'Error: order could not be saved!' }, { OrderNo: undefined }, { TotalAmount: 119.07 }])(
    'does not know what happened when the answer is no order: %j',
    async (broken) => {
      const { erp } = await showing(storedOrder(broken));

      await expect(erp.post(of.salesOrder(usd), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
    },
  );

  it.each(['100', '100.00', '100.0'])(
    'reads 100 krónur written as %s, whether the ERP counts them in hundredths or not',
    async (text) => {
      const inIsk = {
        CurrencyId: 'ISK',
        SettlementCurrencyId: 'ISK',
        Amount: text,
        SettlementAmount: text,
        LedgerAmount: '42.42',
      };
      const { erp, asked } = await showing(storedReceipt(inIsk));

      expect(await erp.post(of.cashReceipt(money(100_00, 'ISK')), reference)).toMatchObject({
        total: money(100_00, 'ISK'),
      });
      expect(asked[0]?.body).toMatchObject({ Amount: '100.00', CurrencyId: 'ISK' });
    },
  );
});

describe('finding by reference', () => {
  async function listing(pages: readonly (readonly unknown[])[]) {
    const { asked, options } = await fakeGateway(({ query }) => {
      const page = Number(query.get('Page'));
      return { body: pageOf(pages[page - 1] ?? [], page, page < pages.length ? 'Y' : 'N') };
    });
    return { erp: createP21Facade(options), asked };
  }

  it('asks page after page until there is no more', async () => {
    const { erp, asked } = await listing([[storedOrder({ Reference: 'another' })], [storedOrder()]]);

    expect(await erp.find('sales-order', reference)).toMatchObject({ number: '1000001' });
    expect(asked.map(({ query }) => query.get('Page'))).toEqual(['1', '2']);
    expect(asked[0]?.query.get('Reference')).toBe(reference);
  });

  it('does not take another document for ours where the gateway ignores the filter', async () => {
    const { erp } = await listing([[storedOrder({ Reference: 'another' }), storedOrder({ Reference: undefined })]]);

    expect(await erp.find('sales-order', reference)).toBeUndefined();
  });

  it('does not take the invoice that the ERP made of our order for one that we posted', async () => {
    const { erp } = await listing([[storedInvoice('3000001', '2026-01-30T09:00:00.000Z', { Reference: reference })]]);

    expect(await erp.find('invoice', reference)).toBeUndefined();
  });

  it('finds what was cancelled since, whatever became of it', async () => {
    const { erp } = await listing([[storedOrder({ Status: 'cancelled', Lines: { list: [] } })]]);
    const sent = of.salesOrder(money(119_07, 'USD'));

    expect(await erp.find('sales-order', reference, { sent })).toMatchObject({ status: 'cancelled' });
  });

  it('compares what it finds with what was sent, where that is known', async () => {
    const { erp } = await listing([[storedOrder({ Lines: { list: [] } })]]);
    const sent = of.salesOrder(money(119_07, 'USD'));

    expect(await erp.find('sales-order', reference)).toMatchObject({ number: '1000001' });
    await expect(erp.find('sales-order', reference, { sent })).rejects.toMatchObject({
      code: 'conflict',
      where: 'Lines[0].ItemId',
    });
  });

  it.each([
    ['gives another page than was asked for', pageOf([storedOrder()], 7, 'Y')],
    ['promises more behind an empty page', pageOf([], 1, 'Y')],
    ['gives no page at all', [storedOrder()]],
  ])('stops at a gateway that %s', async (_what, body) => {
    const { asked, options } = await fakeGateway(() => ({ body }));

    await expect(createP21Facade(options).find('sales-order', reference)).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(asked).toHaveLength(1);
  });
});
