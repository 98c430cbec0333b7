import { describe, expect, it } from 'vitest';
import { customerIn, invoiceOf, orderOf, receiptOf, refundOf, TODAY, widget } from './p21-gateway.ts';
import { number, startNative } from './p21-native.ts';

const day = `${TODAY}T00:00:00.000`;

describe('tables of the native Prophet 21 sandbox', () => {
  it('show the order of the gateway, its lines and its tax, decimals with four digits and times without a zone', async () => {
    const site = await startNative();
    const customer = await customerIn(site.gateway);
    const order = await site.gateway.post(
      '/api/v2/salesorders',
      orderOf(customer, {
        PaymentStatus: 'captured',
        PaymentDate: TODAY,
        Hold: 'Y',
        UserDefined: { quittance_mark: 'x' },
      }),
    );
    const where = { $filter: `order_no eq '${String(order['OrderNo'])}'` };

    const [header] = await site.rows('oe_hdr', where);

    expect(header).toMatchObject({
      order_no: order['OrderNo'],
      company_id: 'ACME',
      customer_id: number(customer),
      po_no: 'SORDER0000000001',
      job_name: 'S-1001',
      order_date: day,
      currency_id: number('1'),
      approved: 'N',
      cancel_flag: 'N',
      front_counter: 'N',
    });
    expect(header?.['date_last_modified']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    expect(await site.rows('oe_line', where)).toMatchObject([
      {
        line_no: number('1'),
        item_id: 'W-100',
        unit_quantity: number('1.0000'),
        extended_price: number('100.0000'),
        tax_group_id: 'STD19',
        qty_allocated: number('1.0000'),
        qty_shipped: number('0.0000'),
      },
    ]);
    expect(await site.rows('oe_hdr_tax', where)).toEqual([
      { order_no: order['OrderNo'], jurisdiction_id: 'STD19', tax_amount: number('19.0000') },
    ]);
    expect(await site.rows('oe_hdr_ud', where)).toEqual([
      {
        order_no: order['OrderNo'],
        quittance_stripe_id: 'pi_0000000000000000000000001',
        quittance_payment_state: 'captured',
        quittance_paid_on: TODAY,
        quittance_mark: 'x',
      },
    ]);
  });

  it('show what shipping made of an order: its invoice, with the reference of the order', async () => {
    const site = await startNative();
    const customer = await customerIn(site.gateway);
    const { OrderNo } = await site.gateway.post('/api/v2/salesorders', orderOf(customer));
    const { InvoiceNo } = await site.gateway.admin('ship', { OrderNo });

    expect(await site.rows('invoice_hdr', { $filter: `order_no eq '${String(OrderNo)}'` })).toMatchObject([
      {
        invoice_no: InvoiceNo,
        po_no: 'SORDER0000000001',
        company_no: 'ACME',
        customer_id: customer,
        invoice_type: 'IN',
        invoice_reference_no: null,
        invoice_date: day,
        total_amount: number('119.0000'),
        amount_paid: number('0.0000'),
        paid_in_full_flag: 'N',
      },
    ]);
    expect(await site.rows('oe_line', { $select: 'qty_shipped,qty_invoiced' })).toEqual([
      { qty_shipped: number('1.0000'), qty_invoiced: number('1.0000') },
    ]);
    expect(await site.rows('invoice_line', { $select: 'invoice_no,item_id,extended_price' })).toEqual([
      { invoice_no: InvoiceNo, item_id: 'W-100', extended_price: number('100.0000') },
    ]);
  });

  it('show credit memos as invoices below nought, with the invoice that they credit', async () => {
    const site = await startNative();
    const customer = await customerIn(site.gateway);
    const { InvoiceNo } = await site.gateway.post('/api/v2/invoices', invoiceOf(customer));
    const memo = { InvoiceNo, CreditMemoDate: TODAY, CurrencyId: 'USD', Lines: { list: [widget] }, Reference: 'SMEMO' };
    const { CreditMemoNo } = await site.gateway.post('/api/v2/creditmemos', memo);

    expect(await site.rows('invoice_hdr', { $filter: "invoice_type eq 'CM'" })).toMatchObject([
      {
        invoice_no: CreditMemoNo,
        po_no: 'SMEMO',
        invoice_reference_no: InvoiceNo,
        total_amount: number('-119.0000'),
        amount_paid: number('-119.0000'),
        paid_in_full_flag: 'Y',
      },
    ]);
    expect(await site.rows('invoice_line', { $filter: `invoice_no eq '${String(CreditMemoNo)}'` })).toMatchObject([
      { unit_quantity: number('-1.0000'), extended_price: number('-100.0000') },
    ]);
  });

  it('show receipts with their payment, their applications and what was taken back', async () => {
    const site = await startNative();
    const customer = await customerIn(site.gateway);
    const { InvoiceNo } = await site.gateway.post('/api/v2/invoices', invoiceOf(customer));
    const { ReceiptNo } = await site.gateway.post(
      '/api/v2/cashreceipts',
      receiptOf(customer, { StripeId: 'ch_1', PaymentDesc: 'Shop order' }),
    );
    const path = `/api/v2/cashreceipts/${String(ReceiptNo)}`;
    await site.gateway.post(`${path}/apply`, { InvoiceNo, Amount: '19.00', Reference: 'SAPPLY1' });
    await site.gateway.post(`${path}/apply`, { InvoiceNo, Amount: '40.00', Reference: 'SAPPLY2' });
    await site.gateway.post(`${path}/unapply`, { InvoiceNo, Amount: '19.00', Reference: 'SUNDO' });
    const where = { $filter: `receipt_number eq ${String(ReceiptNo)}` };

    expect(await site.rows('ar_receipts', where)).toMatchObject([
      {
        customer_id: number(customer),
        amount: number('119.0000'),
        unapplied_amount: number('79.0000'),
        home_amount: number('119.0000'),
        bank_account_no: '1010',
        bank_currency_id: number('1'),
        bank_amount: number('119.0000'),
        reversed_flag: 'N',
        reversal_desc: null,
      },
    ]);
    expect(await site.rows('ar_payment_details', where)).toMatchObject([
      { check_number: 'SRECEIPT00000001', payment_desc: 'Shop order', payment_account_id: 'ch_1' },
    ]);
    expect(await site.rows('ar_receipts_detail', { ...where, $orderby: 'sequence_no' })).toMatchObject([
      { amount: number('0.0000'), apply_desc: 'SAPPLY1', unapply_desc: 'SUNDO' },
      { amount: number('40.0000'), apply_desc: 'SAPPLY2', unapply_desc: null },
    ]);
    const target = { ReceiptNo };
    await site.gateway.post('/api/v2/customerrefunds', refundOf(customer, target));
    expect(await site.rows('ar_refunds', where)).toMatchObject([
      { check_number: 'SREFUND000000001', amount: number('40.0000'), credit_memo_no: null },
    ]);
  });

  it('show the masters: company, currencies, accounts, periods, items and stock', async () => {
    const site = await startNative({ closedPeriods: ['2026-01'], items: [{ ItemId: 'RARE', QuantityOnHand: '3' }] });
    const customer = await customerIn(site.gateway);
    const rare = { list: [{ ...widget, ItemId: 'RARE', UnitQuantity: '2' }] };
    await site.gateway.post('/api/v2/salesorders', orderOf(customer, { Lines: rare }));

    expect(await site.rows('company')).toEqual([
      {
        company_id: 'ACME',
        company_name: 'Acme Supply',
        home_currency_id: number('1'),
        ar_account_no: '1100',
        ap_account_no: '2000',
      },
    ]);
    expect(await site.rows('currency_hdr', { $filter: 'currency_id le 5', $orderby: 'currency_id' })).toMatchObject(
      ['USD', 'EUR', 'JPY', 'KWD', 'GBP'].map((currency_code) => ({ currency_code })),
    );
    expect(await site.rows('currency_hdr', { $filter: "currency_code eq 'EUR'", $select: 'exchange_rate' })).toEqual([
      { exchange_rate: number('1.0800000000') },
    ]);
    expect(await site.rows('chart_of_accts', { $filter: "account_type eq 'R'" })).toMatchObject([
      { account_no: '4000', company_no: 'ACME', delete_flag: 'N' },
      { account_no: '4010' },
      { account_no: '4020' },
    ]);
    expect(await site.rows('bank_accounts', { $filter: "account_no eq '1010'" })).toHaveLength(1);
    const month = (period: string) => ({ $filter: `year_for_period eq 2026 and period eq ${period}` });
    expect(await site.rows('periods', month('1'))).toMatchObject([
      { beginning_date: '2026-01-01T00:00:00.000', ending_date: '2026-01-31T00:00:00.000', period_closed: 'Y' },
    ]);
    expect(await site.rows('periods', month('2'))).toMatchObject([{ period_closed: 'N' }]);
    const [item] = await site.rows('inv_mast', { $filter: "item_id eq 'RARE'" });
    const uid = String(item?.['inv_mast_uid']).slice(1);
    expect(await site.rows('inv_loc', { $filter: `inv_mast_uid eq ${uid}` })).toMatchObject([
      { qty_on_hand: number('3.0000'), qty_allocated: number('2.0000') },
    ]);
  });

  it('give times by the clock of the place, and are asked for them by instants', async () => {
    const site = await startNative({ native: { timeZone: 'Asia/Tokyo' } });
    await customerIn(site.gateway);
    const { OrderNo } = await site.gateway.post('/api/v2/salesorders', orderOf(await customerIn(site.gateway)));
    const shown = await site.gateway.get(`/api/v2/salesorders/${String(OrderNo)}`);
    const instant = String(shown['DateLastModified']);
    const found = (operator: string) => site.rows('oe_hdr', { $filter: `date_last_modified ${operator} ${instant}` });

    const [order] = await found('eq');

    expect(new Date(`${String(order?.['date_last_modified'])}+09:00`).toISOString()).toBe(instant);
    expect(await found('ge')).toHaveLength(1);
    expect(await found('gt')).toEqual([]);
  });
});

describe('OData of the native Prophet 21 sandbox', () => {
  it('answers 404 for a quoted number, for bare text and for a bare number on text', async () => {
    const site = await startNative();

    for (const $filter of ["customer_id eq '1'", 'customer_name eq Acme', 'customer_name eq 1']) {
      expect(await site.refusal('customer', { $filter })).toMatch(/^404 404 .*incompatible types/);
    }
  });

  it('names tables and columns that are not there', async () => {
    const site = await startNative();

    expect(await site.refusal('oe_header')).toBe("404 404 Resource not found for the segment 'oe_header'.");
    for (const query of [{ $filter: "nme eq 'x'" }, { $select: 'nme' }, { $orderby: 'nme' }]) {
      expect(await site.refusal('customer', query)).toMatch(/^400 400 Could not find a property named 'nme' on type/);
    }
  });

  it.each([
    "customer_name eq 'x' and",
    "(customer_name eq 'x'",
    "customer_name eq 'x')",
    "customer_name is 'x'",
    'customer_id eq now()',
    "contains(customer_name,'x')",
    '',
    "customer_name eq 'x' customer_name eq 'y'",
    'customer_name eq "x"',
  ])('answers 400 for a filter that it cannot read: %s', async ($filter) => {
    const site = await startNative();

    expect(await site.refusal('customer', { $filter })).toMatch(/^400 400 /);
  });

  it('gives pages without a next link, 5000 rows at most', async () => {
    const site = await startNative();
    for (const name of ['A', 'B', 'C', 'D', 'E']) {
      await site.gateway.post('/api/v2/customers', { CustomerName: name, CurrencyId: 'USD' });
    }
    const page = (skip: string) =>
      site.rows('customer', { $orderby: 'customer_name desc', $top: '2', $skip: skip, $select: 'customer_name' });

    const pages = [await page('0'), await page('2'), await page('4')];

    expect(pages.map((rows) => rows.map((row) => row['customer_name']))).toEqual([['E', 'D'], ['C', 'B'], ['A']]);
    const counted = await site.table('customer', { $count: 'true', $top: '2' });
    expect(counted.body).toMatchObject({ '@odata.count': number('5') });
    expect(Object.keys(counted.body as object)).not.toContain('@odata.nextLink');
    expect(await site.refusal('customer', { $top: '5001' })).toContain("The limit of '5000'");
  });

  it('orders by one column after the other', async () => {
    const site = await startNative();
    for (const [CustomerName, Reference] of [
      ['A', 'S2'],
      ['B', 'S1'],
      ['A', 'S1'],
    ]) {
      await site.gateway.post('/api/v2/customers', { CustomerName, Reference, CurrencyId: 'USD' });
    }

    const rows = await site.rows('customer', {
      $orderby: 'legacy_id desc, customer_name asc',
      $select: 'legacy_id,customer_name',
    });

    expect(rows.map((row) => Object.values(row).join(' '))).toEqual(['S2 A', 'S1 A', 'S1 B']);
  });

  it('refuses a table that the user may not read', async () => {
    const site = await startNative({ native: { forbidden: { tables: ['gl'] } } });

    expect(await site.refusal('gl')).toBe('403 403 User quittance has no Dataservice permission for table gl');
    expect(await site.rows('customer')).toEqual([]);
  });
});
