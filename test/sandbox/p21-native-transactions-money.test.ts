import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addCustomer } from '../../sandbox/p21/customers.ts';
import { documentsOf } from '../../sandbox/p21/documents.ts';
import { definitionIn } from '../../sandbox/p21/native/definitions/definition.ts';
import { partIn } from '../../sandbox/p21/native/definitions/roles.ts';
import {
  changed,
  createSite,
  facadeOf,
  form,
  head,
  items,
  kit,
  list,
  receipt,
  receiptForm,
  reversalOf,
  startDesk,
  TODAY,
  TOMORROW,
  widget,
} from './p21-native-desk.ts';
import type { Desk } from './p21-native-desk.ts';

const memoForm = (changes: Record<string, string>) =>
  form('TABPAGE_1.memo', {
    memo_date: TODAY,
    currency_id: '1',
    po_no: 'SMEMO00000000001',
    memo_desc: 'Returned',
    stripe_id: 're_1',
    ...changes,
  });
const { payment_amount: _amount, receipt_date: _date, ...cash } = receipt;
const refundForm = (changes: Record<string, string>) =>
  form('TABPAGE_1.refund', {
    ...cash,
    refund_date: TODAY,
    refund_amount: '19.00',
    home_amount: '19.00',
    bank_amount: '19.00',
    check_number: 'SREFUND000000001',
    ...changes,
  });
const credit = (number: string) => form('TABPAGE_1.credit', { receipt_number: number }, ['receipt_number']);
const applied = (...rows: readonly Record<string, string>[]) => list('TP_INVOICES.invoices', rows, ['apply_desc']);
const apply = (invoice_no: string, amount_applied: string, apply_desc = 'SAPPLY0000000001') => ({
  apply_desc,
  invoice_no,
  amount_applied,
});

/** An invoice of 119.00, and cash of 119.00. */
async function started(desk: Desk) {
  await desk.post('Order', head({ fc_create_invoice: 'Y' }), items());
  const invoice = desk.documents().invoices[0]?.number ?? '';
  return { invoice, number: await desk.post('CashReceipts', receiptForm()) };
}

describe('cash in the native Prophet 21 sandbox', () => {
  it('comes in by the receipt’s window', async () => {
    const desk = await startDesk();

    const number = await desk.post(
      'CashReceipts',
      receiptForm({ currency_id: '2', payment_amount: '110.00', home_amount: '119.0000' }),
    );

    expect(desk.documents().cashReceipts).toMatchObject([
      {
        number,
        reference: 'SRECEIPT00000001',
        stripeId: 'ch_000000000000000000000001',
        currency: 'EUR',
        customer: '100001',
        account: '1010',
        date: TODAY,
        totalMinor: 11_000,
        homeMinor: 11_900,
        settlementMinor: 11_900,
        settlementCurrency: 'USD',
      },
    ]);
    expect(desk.erp.receipts.get(number).header.PaymentDesc).toBe('Charge of S-1001');
  });

  it('comes in by a window of another name with fields of other names', async () => {
    const desk = await startDesk({ services: { 'A/R Entry': 'ARCashReceiptEntry' } });
    const { check_number, payment_amount: amount, ...rest } = receipt;
    const entry = form('TP_RECEIPT.cash_receipt', {
      ...rest,
      check_no: String(check_number),
      receipt_amount: String(amount),
    });

    const number = await desk.post('A/R Entry', entry);

    expect(desk.documents().cashReceipts).toMatchObject([
      { number, reference: 'SRECEIPT00000001', totalMinor: 11_900 },
    ]);
    const definition = await desk.ask(`definition/${encodeURIComponent('A/R Entry')}`);
    expect(JSON.parse(definition.text)).toMatchObject({
      Name: 'A/R Entry',
      Template: { TransactionSet: { Name: 'A/R Entry' } },
    });
    expect(JSON.parse((await desk.ask('services')).text)).toEqual(['A/R Entry']);
  });

  it.each([
    ['an unknown customer', { customer_id: '999999', currency_id: '1' }, 'Invalid customer_id: 999999 does not exist'],
    ['an unknown account', { bank_account_no: '4711' }, 'Invalid bank_account_no: 4711 does not exist'],
    ['an account that is no bank', { bank_account_no: '4000' }, 'Invalid bank_account_no: 4000 does not exist'],
    ['an unknown currency of the bank', { bank_currency_id: '77' }, 'Invalid bank_currency_id: 77 does not exist'],
    ['a missing amount', { payment_amount: '' }, "'Payment Amount' is a required column."],
    ['amounts that contradict', { home_amount: '118.00' }, 'payment_amount and home_amount are both in USD'],
    ['a long description', { payment_desc: 'x'.repeat(61) }, 'Invalid payment_desc: Too big'],
    ['a number of its own', { receipt_number: '1' }, 'Column is disabled: receipt_number'],
  ])('is refused for %s', async (_, changes, message) => {
    const desk = await startDesk();

    expect(await desk.refusal('CashReceipts', receiptForm(changes))).toContain(message);
    expect(desk.documents().cashReceipts).toEqual([]);
  });

  it('is refused in a closed period', async () => {
    const desk = await startDesk({ closedPeriods: ['2026-02'] });

    expect(await desk.refusal('CashReceipts', receiptForm({ receipt_date: '2026-02-03' }))).toBe('Period 2 is closed');
  });

  it('goes out for a receipt or for a memo, and not beyond what is open', async () => {
    const desk = await startDesk();
    const { number, invoice } = await started(desk);
    await desk.post('OpenCreditApplication', credit(number), applied(apply(invoice, '100.00')));

    expect(
      await desk.refusal(
        'CustomerRefund',
        refundForm({ receipt_number: number, refund_amount: '19.01', home_amount: '19.01', bank_amount: '19.01' }),
      ),
    ).toContain('refund_amount exceeds what is open');
    const refund = await desk.post('CustomerRefund', refundForm({ receipt_number: number }));

    expect(desk.documents().customerRefunds).toMatchObject([
      { number: refund, reference: 'SREFUND000000001', totalMinor: 1_900, appliesTo: { ReceiptNo: number } },
    ]);
    expect(await desk.refusal('CustomerRefund', refundForm({}))).toBe("'Receipt Number' is a required column.");
    expect(await desk.refusal('CustomerRefund', refundForm({ credit_memo_no: '7' }))).toBe(
      'Invalid credit_memo_no: 7 does not exist',
    );
    expect(await desk.refusal('CustomerRefund', refundForm({ receipt_number: '7' }))).toBe(
      'Invalid receipt_number: 7 does not exist',
    );
  });
});

describe('applications in the native Prophet 21 sandbox', () => {
  it('are rows of the receipt, and taken back by a row of nought', async () => {
    const desk = await startDesk();
    const { number, invoice } = await started(desk);

    await desk.post('OpenCreditApplication', credit(number), applied(apply(invoice, '100.00')));
    expect(desk.documents().cashReceipts).toMatchObject([
      { unappliedMinor: 1_900, applications: [{ invoiceNo: invoice, reference: 'SAPPLY0000000001' }] },
    ]);
    await desk.post(
      'OpenCreditApplication',
      credit(number),
      applied({ ...apply(invoice, '0'), unapply_desc: 'SUNAPPLY00000001' }),
    );

    expect(desk.documents().cashReceipts).toMatchObject([{ unappliedMinor: 11_900, applications: [] }]);
    expect(desk.erp.receipts.get(number).applications[0]?.undone).toEqual({ reference: 'SUNAPPLY00000001' });
  });

  it('that are there already stay one, and don’t become others', async () => {
    const desk = await startDesk();
    const { number, invoice } = await started(desk);
    const post = (amount: string) => [credit(number), applied(apply(invoice, amount))] as const;

    await desk.post('OpenCreditApplication', ...post('100.00'));
    await desk.post('OpenCreditApplication', ...post('100.00'));

    expect(desk.erp.receipts.get(number).applications).toHaveLength(1);
    expect(await desk.refusal('OpenCreditApplication', ...post('99.00'))).toBe('Column is disabled: amount_applied');
  });

  it('happen whole or not at all, and not beyond what is open', async () => {
    const desk = await startDesk();
    const { number, invoice } = await started(desk);
    await desk.post('OpenCreditApplication', credit(number), applied(apply(invoice, '10.00')));
    const before = desk.documents();
    const refusal = async (...rows: readonly Record<string, string>[]) =>
      desk.refusal('OpenCreditApplication', credit(number), applied(...rows));

    expect(await refusal(apply(invoice, '0'), apply(invoice, '200.00', 'SAPPLY2'))).toContain(
      'amount_applied exceeds what is open',
    );
    expect(await refusal(apply(invoice, '1.00', 'SAPPLY2'), apply('7', '1.00', 'SAPPLY3'))).toBe(
      'Invalid invoice_no: 7 does not exist',
    );
    expect(await refusal(apply(invoice, '1.00', 'SAPPLY2'), apply(invoice, '0', 'SAPPLY3'))).toBe(
      'Invalid apply_desc: SAPPLY3 does not exist',
    );
    expect(desk.documents()).toEqual(before);
  });

  it('need the receipt by its key', async () => {
    const desk = await startDesk();
    const { number, invoice } = await started(desk);

    const unkeyed = form('TABPAGE_1.credit', { receipt_number: number });

    expect(await desk.refusal('OpenCreditApplication', unkeyed, applied(apply(invoice, '1.00')))).toBe(
      'Column is disabled: receipt_number',
    );
    expect(await desk.refusal('OpenCreditApplication', credit('7'), applied(apply(invoice, '1.00')))).toBe(
      'Invalid receipt_number: 7 does not exist',
    );
  });

  it('keep a receipt from being reversed', async () => {
    const desk = await startDesk();
    const { number, invoice } = await started(desk);
    await desk.post('OpenCreditApplication', credit(number), applied(apply(invoice, '1.00')));

    expect(await desk.refusal('ReverseARPayment', reversalOf(number))).toContain('unapply it before');
    const unkeyed = form('TABPAGE_1.payment', { receipt_number: number, reversal_date: TODAY, reversal_desc: 'Twice' });
    expect(await desk.refusal('ReverseARPayment', unkeyed)).toBe('Column is disabled: receipt_number');
  });
});

describe('credit memos in the native Prophet 21 sandbox', () => {
  it('are by amount, or by lines', async () => {
    const desk = await startDesk();
    const { invoice } = await started(desk);
    const line = { user_line_no: '010', item_id: 'W-100', unit_quantity: '1', unit_price: '10.005' };

    const byAmount = await desk.post('ARCreditMemo', memoForm({ invoice_reference_no: invoice, memo_amount: '11.90' }));
    const byLines = await desk.post(
      'ARCreditMemo',
      memoForm({ invoice_reference_no: invoice }),
      items([{ ...line, tax_group_id: 'STD19' }]),
    );

    expect(desk.documents().creditMemos).toMatchObject([
      { number: byAmount, reference: 'SMEMO00000000001', stripeId: 're_1', invoiceNo: invoice, totalMinor: 1_190 },
      { number: byLines, totalMinor: 1_191 },
    ]);
    expect(desk.erp.creditMemos.get(byAmount).reason).toBe('Returned');
  });

  it.each([
    ['more than the invoice has left', { memo_amount: '119.01' }, 'memo_amount exceeds what is open'],
    ['an unknown invoice', { memo_amount: '1.00', invoice_reference_no: '7' }, 'Invalid invoice_reference_no: 7 does'],
    ['neither amount nor lines', {}, "'Memo Amount' is a required column."],
  ])('are refused for %s', async (_, changes, message) => {
    const desk = await startDesk();
    const { invoice } = await started(desk);

    expect(await desk.refusal('ARCreditMemo', memoForm({ invoice_reference_no: invoice, ...changes }))).toContain(
      message,
    );
  });

  it('don’t take an amount beside lines', async () => {
    const desk = await startDesk();
    const { invoice } = await started(desk);
    const line = { item_id: 'W-100', unit_quantity: '1', unit_price: '1' };

    expect(
      await desk.refusal(
        'ARCreditMemo',
        memoForm({ invoice_reference_no: invoice, memo_amount: '1.00' }),
        items([line], []),
      ),
    ).toBe('Column is disabled: memo_amount');
  });
});

describe('a day of the shop', () => {
  it('leaves the same books by the facade and by the native dialect', async () => {
    const desk = await startDesk();
    const other = createSite();
    for (const { erp } of [desk.site, other]) addCustomer(erp, { CustomerName: 'Euro Ltd', CurrencyId: 'EUR' });

    await nativeDay(desk);
    facadeDay(facadeOf(other));

    const facade = facadeOf(other);
    expect(byNumber(desk.documents())).toEqual(byNumber(documentsOf(other.erp)));
    expect(facadeOf(desk.site)('get', '/_sandbox/books')).toEqual(facade('get', '/_sandbox/books'));
    expect(facade('get', '/_sandbox/books')).toMatchObject({ trialBalanceMinor: 0 });
    expect(desk.documents().cashReceipts).toHaveLength(3);
  });
});

/** The sandbox lists by the time of the last change, which is a matter of milliseconds. */
const byNumber = (documents: ReturnType<typeof documentsOf>) =>
  Object.entries(documents).map(([kind, list]) => [kind, list.toSorted((a, b) => a.number.localeCompare(b.number))]);

async function nativeDay(desk: Desk): Promise<void> {
  const ship = (OrderNo: string) => facadeOf(desk.site)('post', '/_sandbox/ship', { OrderNo });
  const first = await desk.post('Order', head({ approved: 'N' }), items([widget, { ...kit, unit_quantity: '3' }]));
  await desk.post('Order', changed(first, { approved: 'Y', ufc_quittance_payment_state: 'captured' }));
  await desk.post('Order', changed(first), items([{ user_line_no: '020', unit_quantity: '1', unit_price: '19.995' }]));
  ship(first);
  const second = await desk.post('Order', head({ po_no: 'SORDER0000000002' }), items());
  await desk.post('Order', changed(second, { cancel_flag: 'Y' }));
  const euros = { customer_id: '100002', ship_to_id: '100002', currency_id: '2' };
  const orderInEuros = form('TABPAGE_1.order', {
    ...euros,
    sales_loc_id: '10',
    source_loc_id: '10',
    order_date: TODAY,
    requested_date: TOMORROW,
    po_no: 'SINVOICE00000001',
    fc_create_invoice: 'Y',
  });
  await desk.post('Order', orderInEuros, items());

  const [big, foreign] = desk.erp.invoices
    .all()
    .map(({ number }) => number)
    .sort();
  const number = await desk.post('CashReceipts', receiptForm());
  await desk.post(
    'OpenCreditApplication',
    credit(number),
    applied(apply(big ?? '', '50.00', 'A1'), apply(big ?? '', '20.00', 'A2')),
  );
  await desk.post(
    'OpenCreditApplication',
    credit(number),
    applied({ ...apply(big ?? '', '0', 'A1'), unapply_desc: 'U1' }),
  );
  const inEuros = form('TABPAGE_1.receipt', {
    ...receipt,
    customer_id: '100002',
    currency_id: '2',
    home_amount: '130.00',
    bank_amount: '130.00',
  });
  const euroReceipt = await desk.post('CashReceipts', inEuros);
  await desk.post('OpenCreditApplication', credit(euroReceipt), applied(apply(foreign ?? '', '119.00')));
  const wrong = await desk.post('CashReceipts', receiptForm({ check_number: 'SRECEIPT00000009' }));
  await desk.post('ReverseARPayment', reversalOf(wrong, 'Twice'));
  await desk.post('ARCreditMemo', memoForm({ invoice_reference_no: big ?? '', memo_amount: '11.90' }));
  await desk.post('CustomerRefund', refundForm({ receipt_number: number }));
}

function facadeDay(facade: ReturnType<typeof facadeOf>): void {
  const api = '/api/v2';
  const sale = {
    CustomerId: '100001',
    WebReferenceNo: 'S-1001',
    Taker: 'SHOP',
    CurrencyId: 'USD',
    OrderDate: TODAY,
    Reference: 'SORDER0000000001',
  };
  const line = { ItemId: 'W-100', UnitQuantity: '1', UnitPrice: '100.00', TaxCode: 'STD19' };
  const lines = [line, { ...line, ItemId: 'W-300', UnitPrice: '20.00', UnitQuantity: '3' }];
  const numberOf = (document: unknown, field: string) => String((document as Record<string, unknown>)[field]);
  const order = (body: object) => numberOf(facade('post', `${api}/salesorders`, body), 'OrderNo');
  const change = (method: string, OrderNo: string, what: string, body: object) =>
    facade(method, `${api}/salesorders/{OrderNo}/${what}`, body, { OrderNo });

  const first = order({ ...sale, Hold: 'Y', Lines: { list: lines } });
  change('post', first, 'release', {});
  change('put', first, 'payment', { PaymentStatus: 'captured' });
  change('put', first, 'lines', { Lines: { list: [{ LineNo: 2, UnitQuantity: '1', DiscountAmount: '0.00' }] } });
  facade('post', '/_sandbox/ship', { OrderNo: first });
  const second = order({ ...sale, Reference: 'SORDER0000000002', Lines: { list: [line] } });
  change('post', second, 'cancel', { Reason: 'Cancelled' });
  const foreign = numberOf(
    facade('post', `${api}/invoices`, {
      CustomerId: '100002',
      CurrencyId: 'EUR',
      InvoiceDate: TODAY,
      Reference: 'SINVOICE00000001',
      Lines: { list: [line] },
    }),
    'InvoiceNo',
  );
  const big = String(BigInt(foreign) - 1n);

  const cashIn = {
    CustomerId: '100001',
    ReceiptDate: TODAY,
    Reference: 'SRECEIPT00000001',
    CurrencyId: 'USD',
    Amount: '119.00',
    LedgerAmount: '119.00',
    BankAccount: '1010',
    SettlementCurrencyId: 'USD',
    SettlementAmount: '119.00',
    PaymentDesc: 'Charge of S-1001',
    StripeId: 'ch_000000000000000000000001',
  };
  const pay = (body: object) => numberOf(facade('post', `${api}/cashreceipts`, body), 'ReceiptNo');
  const at = (ReceiptNo: string, what: string, body: object) =>
    facade('post', `${api}/cashreceipts/{ReceiptNo}/${what}`, body, { ReceiptNo });
  const number = pay(cashIn);
  at(number, 'apply', { InvoiceNo: big, Amount: '50.00', Reference: 'A1' });
  at(number, 'apply', { InvoiceNo: big, Amount: '20.00', Reference: 'A2' });
  at(number, 'unapply', { InvoiceNo: big, Amount: '50.00', Reference: 'U1', ApplicationReference: 'A1' });
  const euros = { CustomerId: '100002', CurrencyId: 'EUR', LedgerAmount: '130.00', SettlementAmount: '130.00' };
  at(pay({ ...cashIn, ...euros }), 'apply', { InvoiceNo: foreign, Amount: '119.00', Reference: 'SAPPLY0000000001' });
  at(pay({ ...cashIn, Reference: 'SRECEIPT00000009' }), 'reverse', { Reason: 'Twice', Date: TODAY });
  facade('post', `${api}/creditmemos`, {
    InvoiceNo: big,
    CreditMemoDate: TODAY,
    CurrencyId: 'USD',
    Amount: '11.90',
    Reason: 'Returned',
    Reference: 'SMEMO00000000001',
    StripeId: 're_1',
  });
  const { ReceiptDate: _, ...rest } = cashIn;
  const out = { Amount: '19.00', LedgerAmount: '19.00', SettlementAmount: '19.00', Reference: 'SREFUND000000001' };
  facade('post', `${api}/customerrefunds`, { ...rest, ...out, Date: TODAY, AppliesTo: { ReceiptNo: number } });
}

describe('definitions of services', () => {
  const files = readdirSync(new URL('../../sandbox/p21/native/definitions', import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, definitionIn(file), partIn(file)] as const);
  /** Columns that are there without a field of the books behind them. */
  const others = new Set([
    'company_id',
    'sales_loc_id',
    'source_loc_id',
    'ship_to_id',
    'requested_date',
    'approved',
    'cancel_flag',
    'fc_create_invoice',
    'ufc_channel',
  ]);

  it.each(files)('%s: its template has the elements and fields that it defines', (_, { file, elements }) => {
    const [template] = file.Template.TransactionSet.Transactions;
    const fieldsOf = template.DataElements.map(({ Name, Rows }) => [Name, Rows[0]?.Edits.map((edit) => edit.Name)]);

    expect(fieldsOf).toEqual([...elements].map(([name, { fields }]) => [name, [...fields.keys()]]));
    expect(file.Template.TransactionSet.Name).toBe(file.Name);
  });

  it.each(files)(
    '%s names what is implemented, and all of it',
    (_, { elements }, { form: head, lines, key, fields }) => {
      const defined = new Set([...elements.values()].flatMap((element) => [...element.fields.keys()]));
      const implemented = new Set([key, ...Object.values(fields)]);

      expect([...defined].filter((field) => !implemented.has(field) && !others.has(field))).toEqual([]);
      expect([...implemented].filter((field) => !defined.has(field))).toEqual([]);
      expect(elements.get(head)?.type).toBe('Form');
      if (lines !== undefined) expect(elements.get(lines)?.type).toBe('List');
    },
  );

  it('are served blank as well: with all fields, and with those that are required', async () => {
    const desk = await startDesk();
    const rowsOf = async (path: string) => (await desk.ask(path)).text;

    expect(await rowsOf('defaults/Order')).toContain('"Name":"approved","Value":"ON"');
    expect(await rowsOf('basics/Order')).not.toContain('approved');
    expect(await rowsOf('basics/Order')).toContain('"Name":"customer_id"');
  });
});
