import { describe, expect, it } from 'vitest';
import type { Body } from './p21-gateway.ts';
import { balancesOf, booksOf, refusalOf, startGateway } from './p21-gateway.ts';

const journals = '/api/v2/gl/journalentries';
const fees = (changes: Body = {}) => ({
  TransactionDate: '2026-01-30',
  Reference: 'SFEES00000000001',
  Source: 'txn_000000000000000000000001',
  Description: 'Fees of 30 January',
  CurrencyId: 'USD',
  Lines: {
    list: [
      { AccountNumber: '6000', DebitAmount: '3.75', Description: 'fee' },
      { AccountNumber: '1010', CreditAmount: '3.75' },
    ],
  },
  ...changes,
});
const linesOf = (...list: Body[]) => ({ Lines: { list } });

describe('journal entries of the Prophet 21 sandbox', () => {
  it('get a transaction number, and are found by it and by reference', async () => {
    const gateway = await startGateway();

    const entry = await gateway.post(journals, fees());

    expect(entry).toMatchObject({ ...fees(), TransactionNumber: '7000001', Period: 1, Year: 2026 });
    expect(await gateway.get(`${journals}/7000001`)).toEqual(entry);
    expect(await gateway.list(`${journals}?Reference=SFEES00000000001`)).toEqual([entry]);
    expect(await gateway.list(`${journals}?Reference=SOTHER`)).toEqual([]);
    expect(await balancesOf(gateway)).toEqual({ '1010': -375, '6000': 375 });
  });

  it('are undone by the opposite entry', async () => {
    const gateway = await startGateway();
    await gateway.post(journals, fees());

    await gateway.post(
      journals,
      fees(linesOf({ AccountNumber: '1010', DebitAmount: '3.75' }, { AccountNumber: '6000', CreditAmount: '3.75' })),
    );

    expect(await balancesOf(gateway)).toEqual({});
  });

  it('that do not balance are refused in the words of the real one', async () => {
    const gateway = await startGateway();
    const uneven = linesOf(
      { AccountNumber: '6000', DebitAmount: '3.75' },
      { AccountNumber: '1010', CreditAmount: '3.74' },
    );

    const reply = await gateway.call('POST', journals, fees(uneven));

    expect(reply).toMatchObject({
      status: 500,
      body: { ErrorMessage: 'Records do not balance', ErrorType: 'P21.Business.Common.BusinessException' },
    });
    expect((await booksOf(gateway)).trialBalance).toEqual([]);
  });

  it.each([
    [
      'receivables',
      linesOf({ AccountNumber: '1100', DebitAmount: '1' }, { AccountNumber: '1010', CreditAmount: '1' }),
      '1100 is a control account',
    ],
    [
      'payables',
      linesOf({ AccountNumber: '2000', DebitAmount: '1' }, { AccountNumber: '1010', CreditAmount: '1' }),
      '2000 is a control account',
    ],
    [
      'blocked accounts',
      linesOf({ AccountNumber: '9999', DebitAmount: '1' }, { AccountNumber: '1010', CreditAmount: '1' }),
      '9999 is blocked',
    ],
    [
      'unknown accounts',
      linesOf({ AccountNumber: '42', DebitAmount: '1' }, { AccountNumber: '1010', CreditAmount: '1' }),
      '42 does not exist',
    ],
    ['closed periods', { TransactionDate: '2025-12-31' }, 'Period 12 of 2025 is closed'],
    ['days that do not exist', { TransactionDate: '2026-02-29' }, 'TransactionDate "2026-02-29"'],
    [
      'debit and credit on one line',
      linesOf({ AccountNumber: '1010', DebitAmount: '1', CreditAmount: '1' }),
      'either DebitAmount or',
    ],
    [
      'negative amounts',
      linesOf({ AccountNumber: '6000', DebitAmount: '-1' }, { AccountNumber: '1010', CreditAmount: '-1' }),
      'more than nought',
    ],
    ['no lines', linesOf(), 'do not balance'],
    ['unknown currencies', { CurrencyId: 'XXX' }, 'Currency XXX'],
    ['another company', { CompanyNo: 'OTHER' }, 'which is "ACME"'],
  ])('are refused for %s', async (_what, changes, message) => {
    const gateway = await startGateway({ closedPeriods: ['2025-12'] });

    expect(await refusalOf(gateway.call('POST', journals, fees(changes)))).toContain(message);
    expect(await gateway.list(journals)).toEqual([]);
  });

  it('in a foreign currency balance in both, whatever rounding does', async () => {
    const gateway = await startGateway();
    const third = (AccountNumber: string) => ({ AccountNumber, DebitAmount: '0.03' });
    const lines = linesOf(third('6000'), third('6010'), third('1200'), { AccountNumber: '1011', CreditAmount: '0.09' });

    await gateway.post(journals, fees({ CurrencyId: 'GBP', ...lines }));

    expect(await booksOf(gateway)).toMatchObject({
      trialBalanceMinor: 0,
      cash: [{ account: '1011', currency: 'GBP', minor: -9 }],
    });
    expect(await balancesOf(gateway)).toEqual({ '1011': -12, '1200': 4, '6000': 4, '6010': 4 });
  });
});

describe('accounts and periods of the Prophet 21 sandbox', () => {
  it('tell the kind of an account and whether it is blocked', async () => {
    const gateway = await startGateway({
      accounts: [{ number: '1013', description: 'Clearing EUR', kind: 'bank', currency: 'EUR' }],
    });
    const account = (number: string) => gateway.list(`/api/v2/gl/accounts?AccountNumber=${number}`);

    expect(await account('1010')).toMatchObject([{ Kind: 'bank', Blocked: 'N' }]);
    expect(await account('1100')).toMatchObject([{ Kind: 'control' }]);
    expect(await account('9999')).toMatchObject([{ Kind: 'balance', Blocked: 'Y' }]);
    expect(await account('1013')).toMatchObject([{ CurrencyId: 'EUR' }]);
    expect(await account('42')).toEqual([]);
    expect((await gateway.list('/api/v2/gl/accounts')).length).toBeGreaterThan(10);
  });

  it('tell the first open day', async () => {
    const gateway = await startGateway({ closedPeriods: ['2025-12', '2026-01'] });
    const period = (day: string) => gateway.get(`/api/v2/gl/periods?Date=${day}`);

    expect(await period('2025-12-05')).toEqual({
      Date: '2025-12-05',
      Period: 12,
      Year: 2025,
      Open: 'N',
      NextOpenDate: '2026-02-01',
    });
    expect(await period('2026-02-28')).toMatchObject({ Open: 'Y', NextOpenDate: '2026-02-28' });
    await gateway.admin('periods', { Period: '2025-12', Open: 'Y' });
    expect(await period('2025-12-05')).toMatchObject({ Open: 'Y' });
    expect(await refusalOf(gateway.call('GET', '/api/v2/gl/periods'))).toContain('Date');
    expect(await refusalOf(gateway.call('GET', '/api/v2/gl/periods?Date=2026-02-30'))).toContain('2026-02-30');
  });
});
