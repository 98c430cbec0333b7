import { describe, expect, it } from 'vitest';
import { balancesOf, startGateway } from './p21-gateway.ts';
import { number, startNative } from './p21-native.ts';

const GL = '/api/accounting/gl/';
type Line = Readonly<Record<string, string>>;

/** A line of the wire, written by hand: no number of it was ever a floating one. */
function line(AccountNumber: string, Amount: string, changes: Line = {}): string {
  const {
    ForeignAmount = Amount,
    CurrencyId = '1',
    Period = '1',
    Day = '2026-01-30',
    CompanyNo = 'ACME',
    Description = 'Fees',
  } = changes;
  return `{"CompanyNo":"${CompanyNo}","AccountNumber":"${AccountNumber}","Period":${Period},"YearForPeriod":2026,"JournalId":"SJ","Amount":${Amount},"ForeignAmount":${ForeignAmount},"CurrencyId":${CurrencyId},"Description":"${Description}","Source":"SFEES00000000001","TransactionDate":"${Day}T00:00:00"}`;
}
const entry = (...lines: string[]) => `[${lines.join(',')}]`;
const fees = (changes: Line = {}) => entry(line('6000', '3.75', changes), line('1010', '-3.75', changes));

describe('the general ledger of the native Prophet 21 sandbox', () => {
  it('gives all lines of an entry one number, and finds them by it and by their source', async () => {
    const site = await startNative();

    const posted = await site.post(GL, fees());

    const common = { TransactionNumber: number('7000001'), Source: 'SFEES00000000001', Description: 'Fees' };
    expect(posted).toMatchObject({
      status: 200,
      body: [
        { ...common, AccountNumber: '6000', Amount: number('3.75'), TransactionDate: '2026-01-30T00:00:00' },
        { ...common, AccountNumber: '1010', Amount: number('-3.75'), ForeignAmount: number('-3.75') },
      ],
    });
    expect((await site.ask(`${GL}7000001`)).body).toEqual(posted.body);
    expect((await site.ask(`${GL}?$top=1`)).body).toEqual(posted.body);
    expect(await site.rows('gl', { $filter: "source eq 'SFEES00000000001'", $orderby: 'sequence_number' })).toEqual(
      [
        ['1', '6000', '3.7500'],
        ['2', '1010', '-3.7500'],
      ].map(([sequence = '', account_number, amount = '']) => ({
        transaction_number: number('7000001'),
        sequence_number: number(sequence),
        company_no: 'ACME',
        account_number,
        period: number('1'),
        year_for_period: number('2026'),
        journal_id: 'SJ',
        amount: number(amount),
        foreign_amount: number(amount),
        currency_id: number('1'),
        source: 'SFEES00000000001',
        description: 'Fees',
        transaction_date: '2026-01-30T00:00:00.000',
      })),
    );
  });

  it('shows a judge whom an entry is of by the id that ends its lines, and nobody where none does', async () => {
    const site = await startNative();
    await site.post(GL, fees({ Description: 'Dispute txn_1AbC txn_1AbC' }));
    await site.post(GL, fees({ Description: 'Reverses 7000001: lost again' }));

    const { body } = await site.ask('/_sandbox/documents');
    const { journalEntries } = body as { readonly journalEntries: readonly { readonly stripeId?: string }[] };
    expect(journalEntries.map(({ stripeId }) => stripeId)).toEqual(['txn_1AbC', undefined]);
  });

  it('answers 200 and no lines for a number that does not exist', async () => {
    const site = await startNative();

    expect(await site.ask(`${GL}42`)).toMatchObject({ status: 200, body: [] });
  });

  it('keeps the books that the gateway keeps for the same entry', async () => {
    const site = await startNative();
    const facade = await startGateway();
    await site.post(GL, fees());

    await facade.post('/api/v2/gl/journalentries', {
      TransactionDate: '2026-01-30',
      Reference: 'SFEES00000000001',
      CurrencyId: 'USD',
      Lines: {
        list: [
          { AccountNumber: '6000', DebitAmount: '3.75', Description: 'Fees' },
          { AccountNumber: '1010', CreditAmount: '3.75', Description: 'Fees' },
        ],
      },
    });

    expect(await site.gateway.admin('books')).toEqual(await facade.admin('books'));
    const documents = async (gateway: typeof facade) => (await gateway.admin('documents'))['journalEntries'];
    expect(await documents(site.gateway)).toEqual(await documents(facade));
    expect(await site.gateway.get('/api/v2/gl/journalentries/7000001')).toMatchObject({
      Reference: 'SFEES00000000001',
      Lines: { list: [{ DebitAmount: '3.75' }, { CreditAmount: '3.75' }] },
    });
  });

  it('takes the home amounts as they are sent, in a foreign currency', async () => {
    const site = await startNative();
    const yen = { CurrencyId: '3', ForeignAmount: '1000' };

    await site.post(GL, entry(line('6000', '6.55', yen), line('1011', '-6.55', { ...yen, ForeignAmount: '-1000' })));

    expect(await balancesOf(site.gateway)).toEqual({ '6000': 655, '1011': -655 });
    expect(await site.rows('gl', { $filter: 'foreign_amount gt 0', $select: 'amount,foreign_amount' })).toEqual([
      { amount: number('6.5500'), foreign_amount: number('1000.0000') },
    ]);
  });

  it('keeps every digit of an amount that no floating number holds', async () => {
    const site = await startNative();

    const posted = await site.post(GL, entry(line('6000', '9007199254740.93'), line('1010', '-9007199254740.93')));

    expect(posted.text).toContain('"Amount":9007199254740.93,');
    expect(await site.rows('gl', { $filter: 'amount eq 9007199254740.93' })).toHaveLength(1);
    expect(await site.rows('gl', { $filter: 'amount gt 9007199254740.93' })).toEqual([]);
  });

  it.each([
    ['amounts that do not balance', entry(line('6000', '3.75'), line('1010', '-3.74')), 500, 'Records do not balance'],
    [
      'foreign amounts that do not balance',
      entry(
        line('6000', '6.55', { CurrencyId: '3', ForeignAmount: '1000' }),
        line('1011', '-6.55', { CurrencyId: '3', ForeignAmount: '-999' }),
      ),
      500,
      'Records do not balance',
    ],
    ['a closed period', fees({ Period: '12', Day: '2026-12-31' }), 500, 'Period 12 of 2026 is closed'],
    ['a day of another period', fees({ Period: '2' }), 500, '2026-01-30 is not in period 2 of 2026'],
    ['a control account', entry(line('1100', '1'), line('1010', '-1')), 500, '1100 is a control account'],
    ['an unknown account', entry(line('42', '1'), line('1010', '-1')), 500, 'Account 42 does not exist'],
    ['an unknown currency', fees({ CurrencyId: '99' }), 500, 'CurrencyId: 99'],
    ['another company', fees({ CompanyNo: 'OTHER' }), 400, 'which is \\"ACME\\"'],
    ['amounts in quotes', fees().replaceAll('3.75', '"3.75"').replaceAll('-"', '"-'), 400, 'without quotes'],
    ['a line alone', line('6000', '0'), 400, 'expected array'],
    ['no lines', '[]', 400, 'has lines'],
    ['what is no JSON', '[{', 400, 'no JSON'],
  ])('refuses %s, and posts nothing', async (_what, body, status, message) => {
    const site = await startNative({ closedPeriods: ['2026-12'] });

    const reply = await site.raw(GL, { method: 'POST', body });

    expect(reply.status).toBe(status);
    expect(reply.text).toContain(message);
    expect(JSON.parse(reply.text)).toMatchObject({ ErrorType: expect.stringMatching(/^P21\.Business\.Common\./) });
    expect(await site.rows('gl')).toEqual([]);
  });
});
