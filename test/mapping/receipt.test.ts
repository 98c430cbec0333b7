import { describe, expect, it } from 'vitest';
import type { Reference } from '../../src/domain/documents.ts';
import { money } from '../../src/domain/money.ts';
import { mapReceipt, type ReceiptInput } from '../../src/mapping/receipt.ts';
import { faultOf } from './fault-of.ts';

const input: ReceiptInput = {
  company: 'acme',
  charge: 'ch_1',
  amount: money(13_000, 'USD'),
  settled: { txn: 'txn_1', settlement: money(11_900, 'EUR'), bookedOn: '2026-01-30' },
  customer: '10001',
  clearingAccounts: { EUR: '1010' },
  ledgerCurrency: 'EUR',
  date: '2026-01-30',
};

describe('a receipt', () => {
  it('holds what was paid, what was settled and what the ledger gets', () => {
    expect(mapReceipt(input)).toEqual({
      kind: 'cash-receipt',
      customer: '10001',
      stripeId: 'ch_1',
      amount: money(13_000, 'USD'),
      settlement: money(11_900, 'EUR'),
      ledger: money(11_900, 'EUR'),
      account: '1010',
      date: '2026-01-30',
      text: 'Stripe ch_1 txn_1',
      extra: {},
    });
  });

  it('keeps the day on which Stripe booked it in its text when that period is closed', () => {
    const { date, text } = mapReceipt({ ...input, date: '2026-02-01' });
    expect([date, text]).toEqual(['2026-02-01', 'Stripe ch_1 txn_1 of 2026-01-30']);
  });

  it('names the order that it is for, where one stands', () => {
    expect(mapReceipt({ ...input, order: '4711' })).toMatchObject({ order: '4711' });
    expect(mapReceipt(input)).not.toHaveProperty('order');
  });

  it('names the reference of our order or direct invoice that it is for, where one stands', () => {
    const sale = 'R000000000000001' as Reference;
    expect(mapReceipt({ ...input, sale })).toMatchObject({ sale });
    expect(mapReceipt(input)).not.toHaveProperty('sale');
  });

  it('is refused where the ledger has another currency than the settlement', () => {
    const fault = faultOf(() => mapReceipt({ ...input, ledgerCurrency: 'USD' }));
    expect(fault).toMatchObject({ code: 'invalid', where: 'settlement.currency' });
  });

  it('names the clearing account that is lacking, with an example', () => {
    const fault = faultOf(() => mapReceipt({ ...input, clearingAccounts: { USD: '1011' } }));
    expect(fault.where).toBe('companies.acme.clearing_accounts.EUR');
    expect(fault.message).toContain('clearing_accounts: { EUR: "1010" }');
  });
});
