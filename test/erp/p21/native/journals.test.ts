import { describe, expect, it } from 'vitest';
import { createJournals, type GlLine } from '../../../../src/erp/p21/native/journals.ts';
import { refused } from '../fake-gateway.ts';
import { fakeProphet, signal } from './fake-prophet.ts';

const line = (Amount: string): GlLine => ({
  AccountNumber: '1010',
  Period: '1',
  YearForPeriod: '2026',
  Amount,
  ForeignAmount: Amount,
  CurrencyId: '1',
  Description: 'Fees of po_1',
  Source: 'R000000000000001',
  TransactionDate: '2026-01-30T00:00:00',
});
const lines = [line('9007199254740993.01'), line('-9007199254740993.01')];
const journalsAt = async (answer: object) => {
  const site = await fakeProphet(() => answer);
  return { ...site, journals: createJournals(site.client, { company: 'ACME', journal: 'GJ' }) };
};

describe('an entry of the general ledger', () => {
  it('is an array of lines of one company and journal, whose amounts keep every digit', async () => {
    const { journals, calls } = await journalsAt({ body: '[{"TransactionNumber":5001},{"TransactionNumber":5001}]' });

    expect(await journals.post(lines, signal())).toBe('5001');

    const written = (amount: string) =>
      `{"CompanyNo":"ACME","AccountNumber":"1010","Period":1,"YearForPeriod":2026,"JournalId":"GJ","Amount":${amount},` +
      `"ForeignAmount":${amount},"CurrencyId":1,"Description":"Fees of po_1","Source":"R000000000000001",` +
      `"TransactionDate":"2026-01-30T00:00:00"}`;
    expect(calls).toMatchObject([{ method: 'POST', path: '/api/accounting/gl/' }]);
    expect(calls[0]?.text).toBe(`[${written('9007199254740993.01')},${written('-9007199254740993.01')}]`);
  });

  it('is called by the whole number that the tables have, however the answer writes it', async () => {
    const { journals } = await journalsAt({ body: '[{"TransactionNumber":5001.0},{"TransactionNumber":5001}]' });

    expect(await journals.post(lines, signal())).toBe('5001');
  });

  it.each([
    ['lines of different numbers', '[{"TransactionNumber":1},{"TransactionNumber":2}]'],
    ['a line without a number', '[{"TransactionNumber":1},{}]'],
    ['a number that is none', '[{"TransactionNumber":5001.5}]'],
    ['no lines', '[]'],
    ['something else', '{"TransactionNumber":1}'],
  ])('may have been posted when the answer has %s', async (_, body) => {
    const { journals } = await journalsAt({ body });

    await expect(journals.post(lines, signal())).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it.each([
    ['Records do not balance', 'invalid', 'Lines'],
    ['Period 12 of 2025 is closed', 'rejected', 'Date'],
    ['Account 1100 is a control account', 'invalid', 'AccountNumber'],
  ])('that is refused with "%s" is %s', async (text, code, where) => {
    const { journals } = await journalsAt({ status: 500, body: refused(text) });

    await expect(journals.post(lines, signal())).rejects.toMatchObject({ code, where });
  });
});
