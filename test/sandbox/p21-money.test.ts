import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCurrencies } from '../../sandbox/p21/currencies.ts';
import {
  asInteger,
  divideHalfUp,
  isoDecimals,
  parseDecimal,
  printDecimal,
  printQuantity,
  shareOf,
} from '../../sandbox/money.ts';
import { booksOf, customerIn, invoiceOf, receiptOf, refusalOf, startGateway } from './p21-gateway.ts';

describe('decimals of the Prophet 21 sandbox', () => {
  it('are read back as they were printed, for every amount and number of digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.nat(4), (minor, digits) => {
        expect(parseDecimal(printDecimal(minor, digits), digits)).toBe(minor);
      }),
    );
  });

  it.each([
    ['119', 2, 11_900n],
    ['119.5', 2, 11_950n],
    ['-0.01', 2, -1n],
    ['1000.00', 0, 1_000n],
    ['1.2340', 3, 1_234n],
    ['1.005', 2, undefined],
    ['0.5', 0, undefined],
    ['1e3', 2, undefined],
    ['1,5', 2, undefined],
    ['.5', 2, undefined],
    ['', 2, undefined],
  ])('reads "%s" with %i digits', (text, digits, minor) => {
    expect(parseDecimal(text, digits)).toBe(minor);
  });

  it('are rounded with the half away from nought', () => {
    expect([5n, -5n, 4n, -4n, 15n].map((tenths) => divideHalfUp(tenths, 10n))).toEqual([1n, -1n, 0n, 0n, 2n]);
    expect(divideHalfUp(5n, -10n)).toBe(-1n);
  });

  it('are shared out without a remainder', () => {
    expect([shareOf(100n, 1n, 3n), shareOf(100n, 3n, 3n)]).toEqual([33n, 100n]);
  });

  it('follow ISO 4217, unless the company says otherwise', () => {
    expect(['JPY', 'ISK', 'UGX', 'USD', 'MGA', 'KWD'].map(isoDecimals)).toEqual([0, 0, 0, 2, 2, 3]);
    expect(createCurrencies({ home: 'USD', decimals: { ISK: 2 } }).digits('ISK')).toBe(2);
  });

  it('print quantities without superfluous zeros', () => {
    expect([0n, 10_000n, 25_000n, 1n].map(printQuantity)).toEqual(['0', '1', '2.5', '0.0001']);
  });

  it('never lose a digit on the way into JSON', () => {
    expect(() => asInteger(2n ** 60n)).toThrow('do not fit');
  });
});

describe('rates of the Prophet 21 sandbox', () => {
  it('convert between numbers of digits', () => {
    const { toHome } = createCurrencies({ home: 'USD', rates: { JPY: '0.01', KWD: '3' } });

    expect([toHome(100n, 'JPY'), toHome(1_000n, 'KWD'), toHome(7n, 'USD')]).toEqual([100n, 300n, 7n]);
  });

  it('work for a company with another home currency', () => {
    expect(createCurrencies({ home: 'EUR', rates: { EUR: '1.25' } }).toHome(125n, 'USD')).toBe(100n);
  });

  it('refuse to start with a rate that is none', () => {
    expect(() => createCurrencies({ home: 'USD', rates: { EUR: 'much' } })).toThrow('"much" is no exchange rate');
  });
});

describe('amounts in the Prophet 21 sandbox', () => {
  it.each([
    ['JPY', '1000', '119', '1119', 1_119],
    ['USD', '1000.01', '119.00', '1119.01', 111_901],
    ['KWD', '1000.001', '119.000', '1119.001', 1_119_001],
  ])('arrive to the digit in %s', async (currency, net, shipping, total, minor) => {
    const gateway = await startGateway({ homeCurrency: currency });
    const customer = await customerIn(gateway, currency);
    const list = [
      { ItemId: 'W-100', UnitQuantity: '1', UnitPrice: net },
      { ItemId: 'SHIPPING', UnitQuantity: '1', UnitPrice: shipping },
    ];

    const invoice = await gateway.post(
      '/api/v2/invoices',
      invoiceOf(customer, { CurrencyId: currency, Lines: { list } }),
    );
    const amounts = { Amount: total, CurrencyId: currency, SettlementAmount: total, SettlementCurrencyId: currency };
    const receipt = await gateway.post(
      '/api/v2/cashreceipts',
      receiptOf(customer, { ...amounts, LedgerAmount: total }),
    );

    expect(invoice).toMatchObject({
      TotalAmount: total,
      LedgerAmount: total,
      Lines: { list: [{ UnitPrice: net }, {}] },
    });
    expect(receipt).toMatchObject({ Amount: total, UnappliedAmount: total });
    expect(await gateway.admin('documents')).toMatchObject({
      invoices: [{ totalMinor: minor }],
      cashReceipts: [{ totalMinor: minor }],
    });
    expect((await booksOf(gateway)).cash).toEqual([{ account: '1010', currency, minor }]);
  });

  it('take the two zeros that Stripe writes for krónur, and refuse aurar', async () => {
    const gateway = await startGateway();
    const customer = await customerIn(gateway, 'ISK');
    const body = (UnitPrice: string) =>
      invoiceOf(customer, { CurrencyId: 'ISK', Lines: { list: [{ ItemId: 'W-100', UnitQuantity: '1', UnitPrice }] } });

    expect(await gateway.post('/api/v2/invoices', body('1000.00'))).toMatchObject({ TotalAmount: '1000' });
    expect(await refusalOf(gateway.call('POST', '/api/v2/invoices', body('1000.50')))).toContain(
      'which has 0 decimals',
    );
  });
});
