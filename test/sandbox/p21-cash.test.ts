import { describe, expect, it } from 'vitest';
import type { Body, Gateway } from './p21-gateway.ts';
import {
  balancesOf,
  booksOf,
  customerIn,
  invoiceOf,
  receiptOf,
  refundOf,
  refusalOf,
  startGateway,
  startSelling,
} from './p21-gateway.ts';

const receipts = '/api/v2/cashreceipts';
const refunds = '/api/v2/customerrefunds';
const invoice = (gateway: Gateway, customer: string, changes: Body = {}) =>
  gateway.post('/api/v2/invoices', invoiceOf(customer, changes));

describe('cash receipts of the Prophet 21 sandbox', () => {
  it('are unapplied deposits on the customer against the clearing account', async () => {
    const { gateway, customer } = await startSelling();

    const receipt = await gateway.post(receipts, receiptOf(customer));

    expect(receipt).toMatchObject({
      ReceiptNo: '5000001',
      UnappliedAmount: '119.00',
      RefundedAmount: '0.00',
      Status: 'unapplied',
      Applications: { list: [] },
    });
    expect(await gateway.list(`${receipts}?Reference=SRECEIPT00000001`)).toEqual([receipt]);
    expect(await gateway.list(`${receipts}?CustomerId=${customer}`)).toEqual([receipt]);
    expect(await gateway.get(`${receipts}/5000001`)).toEqual(receipt);
    expect(await balancesOf(gateway)).toEqual({ '1010': 11_900, '1100': -11_900 });
  });

  it('take money of customers on credit hold', async () => {
    const { gateway, customer } = await startSelling();
    await gateway.put(`/api/v2/customers/${customer}`, { CreditHold: 'Y' });

    expect(await gateway.post(receipts, receiptOf(customer))).toMatchObject({ Status: 'unapplied' });
  });

  it('hold document, settlement and home amounts, each in its currency', async () => {
    const { gateway } = await startSelling();
    const customer = await customerIn(gateway, 'JPY');
    const jpy = { Amount: '12000', CurrencyId: 'JPY', SettlementAmount: '71.50', SettlementCurrencyId: 'EUR' };

    const receipt = await gateway.post(receipts, receiptOf(customer, { ...jpy, LedgerAmount: '77.25' }));

    expect(receipt).toMatchObject({ ...jpy, LedgerAmount: '77.25', UnappliedAmount: '12000' });
    const books = await booksOf(gateway);
    expect(books.cash).toEqual([{ account: '1010', currency: 'EUR', minor: 7_150 }]);
    expect(books.openItems).toMatchObject([{ currency: 'JPY', openMinor: 12_000, openHomeMinor: 7_725 }]);
  });

  it.each([
    ['an unknown customer', { CustomerId: '42' }, '500 Customer 42 does not exist'],
    ['a settlement that contradicts the amount', { SettlementAmount: '118.00' }, '400 Amount and SettlementAmount'],
    ['a home amount that contradicts the amount', { LedgerAmount: '118.00' }, '400 Amount and LedgerAmount'],
    [
      'a home amount that contradicts the settlement',
      { Amount: '110.00', CurrencyId: 'EUR', LedgerAmount: '1.00' },
      '400 SettlementAmount and LedgerAmount',
    ],
    ['nothing', { Amount: '0', SettlementAmount: '0', LedgerAmount: '0' }, '400 Amount must be more than nought'],
    ['an account that is no bank', { BankAccount: '6000' }, '500 BankAccount 6000 is not a bank account'],
    ['a control account', { BankAccount: '1100' }, '500 BankAccount 1100 is not a bank account'],
    ['a blocked account', { BankAccount: '9999' }, '500 Account 9999 is blocked'],
    ['an unknown account', { BankAccount: '42' }, '500 Account 42 does not exist'],
    ['an account of another currency', { BankAccount: '1013' }, '500 BankAccount 1013 is kept in EUR'],
    ['a closed period', { ReceiptDate: '2025-12-31' }, '500 Period 12 of 2025 is closed'],
    ['an unknown currency', { CurrencyId: 'XXX' }, '500 Currency XXX'],
    ['a check number that is too long', { CheckNumber: 'c'.repeat(31) }, '400'],
    [
      'applications beyond the receipt',
      { Applications: { list: [{ InvoiceNo: '3000001', Amount: '119.01' }] } },
      '500 The receipt has only 119.00',
    ],
  ])('refuse %s, and leave nothing behind', async (_what, changes, message) => {
    const { gateway, customer } = await startSelling({ accounts: [euroClearing], closedPeriods: ['2025-12'] });
    await invoice(gateway, customer, { Lines: { list: [{ ItemId: 'W-100', UnitQuantity: '1', UnitPrice: '500' }] } });
    const before = await booksOf(gateway);

    expect(await refusalOf(gateway.call('POST', receipts, receiptOf(customer, changes)))).toContain(message);

    expect(await gateway.list(receipts)).toEqual([]);
    expect(await booksOf(gateway)).toEqual(before);
  });

  it('are reversed once, with reason and reference, and are out of the books then', async () => {
    const { gateway, customer } = await startSelling();
    const { ReceiptNo, ReceiptDate } = await gateway.post(receipts, receiptOf(customer));
    const body = { Reason: 'wrong customer', Reference: 'SUNDO00000000001', Date: ReceiptDate };

    const reversed = await gateway.post(`${receipts}/${String(ReceiptNo)}/reverse`, body);

    expect(reversed).toMatchObject({
      Status: 'reversed',
      UnappliedAmount: '0.00',
      ReversalReason: 'wrong customer',
      ReversalReference: 'SUNDO00000000001',
      ReversalDate: ReceiptDate,
    });
    expect(await balancesOf(gateway)).toEqual({});
    expect(await refusalOf(gateway.call('POST', `${receipts}/${String(ReceiptNo)}/reverse`, body))).toContain(
      'already',
    );
  });
});

describe('applications of the Prophet 21 sandbox', () => {
  const deposited = async () => {
    const { gateway, customer } = await startSelling();
    const { InvoiceNo } = await invoice(gateway, customer);
    const { ReceiptNo } = await gateway.post(receipts, receiptOf(customer));
    return { gateway, customer, InvoiceNo, path: `${receipts}/${String(ReceiptNo)}` };
  };

  it('pay an invoice from a deposit', async () => {
    const { gateway, InvoiceNo, path } = await deposited();

    const receipt = await gateway.post(`${path}/apply`, { InvoiceNo, Amount: '119.00', Reference: 'SAPPLY0000000001' });

    expect(receipt).toMatchObject({
      Status: 'applied',
      UnappliedAmount: '0.00',
      Applications: {
        list: [
          { InvoiceNo, Amount: '119.00', Reference: 'SAPPLY0000000001', RealisedDifference: '0.00', Unapplied: 'N' },
        ],
      },
    });
    expect(await gateway.get(`/api/v2/invoices/${String(InvoiceNo)}`)).toMatchObject({
      AmountPaid: '119.00',
      OpenAmount: '0.00',
      Status: 'paid',
    });
    expect((await booksOf(gateway)).openItems).toEqual([]);
  });

  it('applied twice under one reference apply twice', async () => {
    const { gateway, InvoiceNo, path } = await deposited();
    const body = { InvoiceNo, Amount: '50.00', Reference: 'SAPPLY0000000001' };

    await gateway.post(`${path}/apply`, body);

    expect(await gateway.post(`${path}/apply`, body)).toMatchObject({ Status: 'partial', UnappliedAmount: '19.00' });
  });

  it('are taken back, whole, and stay visible', async () => {
    const { gateway, InvoiceNo, path } = await deposited();
    await gateway.post(`${path}/apply`, { InvoiceNo, Amount: '50.00', Reference: 'SAPPLY0000000001' });
    const body = { InvoiceNo, Amount: '50.00', Reference: 'SUNDO00000000001' };
    const unapply = (changes: Body) => gateway.call('POST', `${path}/unapply`, { ...body, ...changes });

    expect(await refusalOf(unapply({ Amount: '49.00' }))).toContain('500 Cash receipt 5000001 has no live application');
    expect(await refusalOf(unapply({ ApplicationReference: 'SOTHER' }))).toContain('no live application');
    const receipt = await gateway.post(`${path}/unapply`, { ...body, ApplicationReference: 'SAPPLY0000000001' });

    expect(receipt).toMatchObject({
      Status: 'unapplied',
      Applications: { list: [{ Unapplied: 'Y', UnapplyReference: 'SUNDO00000000001' }] },
    });
    expect(await gateway.get(`/api/v2/invoices/${String(InvoiceNo)}`)).toMatchObject({ OpenAmount: '119.00' });
    expect(await refusalOf(unapply({}))).toContain('no live application');
  });

  it('stand in the way of a reversal', async () => {
    const { gateway, InvoiceNo, path } = await deposited();
    await gateway.post(`${path}/apply`, { InvoiceNo, Amount: '1.00' });

    const body = { Reason: 'wrong', Date: '2026-01-30' };

    expect(await refusalOf(gateway.call('POST', `${path}/reverse`, body))).toContain('unapply it before');
  });

  it.each([
    ['more than the receipt has', { Amount: '119.01' }, '500 The receipt has only 119.00 unapplied'],
    ['an unknown invoice', { InvoiceNo: '42' }, '500 Invoice 42 does not exist'],
    ['nothing', { Amount: '0.00' }, '400 Amount must be more than nought'],
    ['less than nothing', { Amount: '-5.00' }, '400 Amount must be more than nought'],
    ['a closed period', { Date: '2025-12-31' }, '500 Period 12 of 2025 is closed'],
  ])('refuse %s', async (_what, changes, message) => {
    const { gateway, InvoiceNo, path } = await deposited();
    await gateway.admin('periods', { Period: '2025-12', Open: 'N' });

    const reply = gateway.call('POST', `${path}/apply`, { InvoiceNo, Amount: '10.00', ...changes });

    expect(await refusalOf(reply)).toContain(message);
  });

  it('refuse more than the invoice has open, other customers, other currencies and reversed receipts', async () => {
    const { gateway, customer, InvoiceNo, path } = await deposited();
    const second = String((await gateway.post(receipts, receiptOf(customer)))['ReceiptNo']);
    const stranger = await customerIn(gateway);
    const foreign = await invoice(gateway, customer, { CurrencyId: 'EUR' });
    const strange = await invoice(gateway, stranger);
    await gateway.post(`${path}/apply`, { InvoiceNo, Amount: '100.00' });
    const apply = (number: unknown) =>
      refusalOf(gateway.call('POST', `${receipts}/${second}/apply`, { InvoiceNo: number, Amount: '20.00' }));

    expect(await apply(InvoiceNo)).toBe('500 Invoice 3000001 has only 19.00 open');
    expect(await apply(foreign['InvoiceNo'])).toBe('500 Invoice 3000002 is in EUR');
    expect(await apply(strange['InvoiceNo'])).toBe('500 Invoice 3000003 is of another customer');
    await gateway.post(`${receipts}/${second}/reverse`, {
      Reason: 'wrong',
      Date: new Date().toISOString().slice(0, 10),
    });
    expect(await apply(InvoiceNo)).toBe('500 Cash receipt 5000002 is reversed');
  });

  it('post the realised exchange difference by themselves, and take it back with the application', async () => {
    const gateway = await startGateway();
    const customer = await customerIn(gateway, 'EUR');
    const { InvoiceNo } = await invoice(gateway, customer, { CurrencyId: 'EUR' });
    const cash = { Amount: '119.00', CurrencyId: 'EUR', SettlementAmount: '130.00', LedgerAmount: '130.00' };
    const { ReceiptNo } = await gateway.post(receipts, receiptOf(customer, cash));
    const before = await balancesOf(gateway);
    const body = { InvoiceNo, Amount: '119.00' };

    const applied = await gateway.post(`${receipts}/${String(ReceiptNo)}/apply`, body);

    expect(applied).toMatchObject({ Applications: { list: [{ RealisedDifference: '1.48' }] } });
    expect(await balancesOf(gateway)).toEqual({ '1010': 13_000, '2200': -2_052, '4000': -10_800, '7100': -148 });
    await gateway.post(`${receipts}/${String(ReceiptNo)}/unapply`, body);
    expect(await balancesOf(gateway)).toEqual(before);
  });
});

describe('customer refunds of the Prophet 21 sandbox', () => {
  it('pay a deposit back', async () => {
    const { gateway, customer } = await startSelling();
    const { ReceiptNo } = await gateway.post(receipts, receiptOf(customer));

    const refund = await gateway.post(refunds, refundOf(customer, { ReceiptNo }));

    expect(refund).toMatchObject({ RefundNo: '6000001', Status: 'paid', AppliesTo: { ReceiptNo } });
    expect(await gateway.list(`${refunds}?Reference=SREFUND000000001`)).toEqual([refund]);
    expect(await gateway.get(`${refunds}/6000001`)).toEqual(refund);
    expect(await gateway.get(`${receipts}/${String(ReceiptNo)}`)).toMatchObject({
      UnappliedAmount: '79.00',
      RefundedAmount: '40.00',
      Status: 'partial',
    });
    expect(await balancesOf(gateway)).toEqual({ '1010': 7_900, '1100': -7_900 });
  });

  it('settle a credit memo, which leaves the customer at nought', async () => {
    const { gateway, customer } = await startSelling();
    const { InvoiceNo, InvoiceDate } = await invoice(gateway, customer);
    const Applications = { list: [{ InvoiceNo, Amount: '119.00' }] };
    await gateway.post(receipts, receiptOf(customer, { Applications }));
    const memo = { InvoiceNo, CreditMemoDate: InvoiceDate, CurrencyId: 'USD', Amount: '40.00' };
    const { CreditMemoNo } = await gateway.post('/api/v2/creditmemos', memo);

    await gateway.post(refunds, refundOf(customer, { CreditMemoNo }));

    expect(await gateway.get(`/api/v2/creditmemos/${String(CreditMemoNo)}`)).toMatchObject({ Status: 'applied' });
    expect(await balancesOf(gateway)).toEqual({ '1010': 7_900, '2200': -1_261, '4000': -6_639 });
    expect((await booksOf(gateway)).openItems).toEqual([]);
  });

  it('refuse more than is open, unknown documents, other customers and other currencies', async () => {
    const { gateway, customer } = await startSelling();
    const { ReceiptNo } = await gateway.post(receipts, receiptOf(customer));
    const stranger = await customerIn(gateway);
    const hundred = { Amount: '119.01', SettlementAmount: '119.01', LedgerAmount: '119.01' };
    const post = (body: Body) => refusalOf(gateway.call('POST', refunds, body));

    expect(await post(refundOf(customer, { ReceiptNo }, hundred))).toBe('500 Document 5000001 has only 119.00 open');
    expect(await post(refundOf(customer, { ReceiptNo: '42' }))).toContain('500 AppliesTo names a document');
    expect(await post(refundOf(customer, {}))).toContain('400');
    expect(await post(refundOf(stranger, { ReceiptNo }))).toBe('500 Document 5000001 is of another customer');
    expect(await post(refundOf(customer, { ReceiptNo }, { CurrencyId: 'EUR' }))).toBe('500 Document 5000001 is in USD');
    expect(await gateway.list(refunds)).toEqual([]);
  });
});

const euroClearing = { number: '1013', description: 'Stripe clearing EUR', kind: 'bank' as const, currency: 'EUR' };
