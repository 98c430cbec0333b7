import { expect, test } from 'vitest';
import { readTable, startSap } from './sap-client.ts';
import type { Fields, Sap } from './sap-client.ts';

const service = '/sap/opu/odata/sap/ZQUITTANCE_SRV';
type Entity = Readonly<Record<string, unknown>> & { readonly __metadata: { readonly etag: string } };
type Errors = { readonly error: { code: string; message: { value: string }; innererror: { errordetails: Fields[] } } };

/** As a client that fetched a token and keeps its cookies. */
async function gateway(sap: Sap) {
  const get = (path: string, headers: Record<string, string> = {}) =>
    sap.send('GET', service + path, undefined, { accept: 'application/json', ...headers });
  const fetched = await get('/', { 'x-csrf-token': 'Fetch' });
  const own = {
    accept: 'application/json',
    'x-csrf-token': fetched.headers.get('x-csrf-token') ?? '',
    cookie: fetched.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  };
  const write = (method: string, path: string, body: object, headers: Record<string, string> = {}) =>
    sap.send(method, service + path, body, { ...own, ...headers });
  return {
    get,
    write,
    made: async (path: string, body: object): Promise<Entity> => {
      const response = await write('POST', path, body);
      const text = await response.text();
      if (response.status !== 201) throw new Error(`${response.status} ${text}`);
      return (JSON.parse(text) as { d: Entity }).d;
    },
    entity: async (path: string): Promise<Entity> => ((await (await get(path)).json()) as { d: Entity }).d,
    results: async (path: string) =>
      ((await (await get(path)).json()) as { d: { results: readonly Entity[] } }).d.results,
    refusal: async (response: Promise<Response>) => {
      const reply = await response;
      return { status: reply.status, ...((await reply.json()) as Errors).error };
    },
  };
}

const line = { Material: 'W-100', Quantity: '2.000', Price: '10.10', Discount: '0.20', TaxClassification: '1' };
const orderOf = (changes: object = {}) => ({
  Reference: 'SORDER0000000001',
  StripeId: 'pi_1',
  OrderType: 'TA',
  SalesOrganisation: '1000',
  DistributionChannel: '10',
  Division: '00',
  Customer: '100001',
  ShopOrder: 'A-1001',
  OrderDate: '2026-01-30T00:00:00',
  Currency: 'EUR',
  DeliveryBlock: '01',
  PaymentState: 'authorised',
  Notes: 'Please ring twice\nThanks',
  ShipToName: "O'Neill",
  ShipToCity: 'Bremen',
  ShipToCountry: 'DE',
  Items: [line],
  ...changes,
});
const documentOf = (reference: string, currency: string, amount: string, changes: object = {}) => ({
  Reference: reference,
  StripeId: 'ch_1',
  DocumentType: 'DZ',
  CompanyCode: '1000',
  DocumentDate: '2026-01-30T00:00:00',
  PostingDate: '2026-01-30T00:00:00',
  HeaderText: 'Receipt',
  Currency: currency,
  LedgerCurrency: 'EUR',
  Lines: [
    { AccountType: 'D', Account: '100001', Assignment: 'SORDER0000000001', Text: 'ch_1', Amount: `-${amount}` },
    { AccountType: 'S', Account: '113100', Text: 'ch_1', Amount: amount },
  ],
  ...changes,
});

test('serves the shipped EDMX', async () => {
  const sap = await startSap();
  expect(await (await sap.send('GET', `${service}/$metadata`)).text()).toContain('EntitySet Name="Clearings"');
});

test('writes nothing without the token of the session', async () => {
  const sap = await startSap();
  const { write } = await gateway(sap);
  for (const headers of [{ 'x-csrf-token': '' }, { 'x-csrf-token': 'guessed' }, { cookie: '' }]) {
    const response = await write('POST', '/SalesOrders', orderOf(), headers);
    expect([response.status, response.headers.get('x-csrf-token')]).toEqual([403, 'Required']);
  }
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN')).toEqual([]);
});

test('creates an order with its items, and gives it back the same', async () => {
  const sap = await startSap();
  const { made, entity, results } = await gateway(sap);
  const order = await made('/SalesOrders', orderOf());
  expect(order).toMatchObject({
    Customer: '0000100001',
    OrderDate: '/Date(1769731200000)/',
    NetAmount: '20.00',
    TaxAmount: '3.80',
    TotalAmount: '23.80',
    PaymentState: 'authorised',
    PaidOn: null,
    StripeId: 'pi_1',
    ShipToName: "O'Neill",
    Invoiced: false,
    Items: { results: [{ Item: '000010', Price: '10.10', Discount: '0.20', Quantity: '2.000' }] },
  });
  const number = String(order['Number']);
  expect(await entity(`/SalesOrders('${number}')?$expand=Items`)).toEqual(order);
  expect(await entity(`/SalesOrders('${number.replace(/^0+/, '')}')`)).toMatchObject({ Items: { __deferred: {} } });
  expect(await results("/SalesOrders?$filter=Reference eq 'SORDER0000000001'")).toHaveLength(1);
  expect(await results("/SalesOrders?$filter=Reference eq 'SORDER0000000002'")).toEqual([]);
  expect(await results(`/SalesOrders('${number}')/Items`)).toMatchObject([{ Material: 'W-100' }]);
});

test('gives the same document for the same reference, with 201', async () => {
  const sap = await startSap();
  const { made } = await gateway(sap);
  const first = await made('/SalesOrders', orderOf());
  expect((await made('/SalesOrders', orderOf()))['Number']).toBe(first['Number']);
  const document = await made('/FinancialDocuments', documentOf('SRECEIPT00000001', 'EUR', '10.10'));
  const again = await made('/FinancialDocuments', documentOf('SRECEIPT00000001', 'EUR', '10.10'));
  expect(again['Document']).toBe(document['Document']);
  expect(await readTable(sap.rfc, 'BKPF', 'XBLNR')).toHaveLength(1);
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN')).toHaveLength(1);
});

test('keeps the document whose answer was lost, and finds it by its reference', async () => {
  const sap = await startSap();
  const { write, results } = await gateway(sap);
  await sap.fault({ kind: 'reset-after-commit', match: { method: 'POST', path: 'SalesOrders' } });
  await expect(write('POST', '/SalesOrders', orderOf())).rejects.toThrow();
  expect(await results("/SalesOrders?$filter=Reference eq 'SORDER0000000001'")).toHaveLength(1);
});

test('tells every message of a refusal, the cause first, and keeps nothing', async () => {
  const sap = await startSap({ closedPeriods: ['2026-01'] });
  const { write, refusal } = await gateway(sap);
  const order = await refusal(write('POST', '/SalesOrders', orderOf({ Items: [{ ...line, Material: 'W-999' }] })));
  expect(order).toMatchObject({ status: 400, code: 'V1/382', message: { value: expect.stringContaining('W-999') } });
  const document = await refusal(write('POST', '/FinancialDocuments', documentOf('SRECEIPT00000001', 'EUR', '10.10')));
  expect(document.code).toBe('F5/201');
  const codes = document.innererror.errordetails.map((detail) => detail['code']);
  expect([codes[0], ...new Set(codes)]).toEqual(['RW/609', 'RW/609', 'F5/201']);
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN')).toEqual([]);
});

test('refuses a number for an amount, an unknown property and an unknown address', async () => {
  const sap = await startSap();
  const { write, get } = await gateway(sap);
  const statuses = await Promise.all([
    write('POST', '/SalesOrders', orderOf({ Items: [{ ...line, Price: 10.1 }] })),
    write('POST', '/SalesOrders', orderOf({ Total: '1.00' })),
    get("/SalesOrders('4711')"),
    get('/Invoices'),
    get('/SalesOrders?$filter=startswith(Reference,%27S%27)'),
    get('/SalesOrders', { accept: 'application/xml' }),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([400, 400, 404, 404, 400, 406]);
});

test('changes an order only for who has seen its last state', async () => {
  const sap = await startSap();
  const { made, write, entity, refusal } = await gateway(sap);
  const order = await made('/SalesOrders', orderOf());
  const path = `/SalesOrders('${String(order['Number'])}')`;
  expect((await refusal(write('PATCH', path, { DeliveryBlock: '' }))).status).toBe(428);

  const paid = { DeliveryBlock: '', PaymentState: 'paid', PaidOn: '2026-01-31T00:00:00' };
  const seen = { 'if-match': order.__metadata.etag };
  expect((await write('PATCH', path, paid, seen)).status).toBe(204);
  expect((await refusal(write('PATCH', path, { DeliveryBlock: '01' }, seen))).status).toBe(412);
  const changed = await entity(path);
  expect(changed).toMatchObject({
    DeliveryBlock: '',
    PaymentState: 'paid',
    PaidOn: '/Date(1769817600000)/',
    Notes: 'Please ring twice\nThanks',
    StripeId: 'pi_1',
  });
  const merge = { 'if-match': changed.__metadata.etag, 'x-http-method': 'MERGE' };
  expect((await write('POST', path, { DeliveryBlock: '01' }, merge)).status).toBe(204);
  expect(await entity(path)).toMatchObject({ DeliveryBlock: '01', PaymentState: 'paid' });
});

test('reduces an item, adds one once, and rejects all of them', async () => {
  const sap = await startSap();
  const { made, write, entity, results } = await gateway(sap);
  const order = await made('/SalesOrders', orderOf());
  const path = `/SalesOrders('${String(order['Number'])}')`;
  const etag = async () => ({ 'if-match': (await entity(path)).__metadata.etag });
  const item = `/SalesOrderItems(Order='${String(order['Number'])}',Item='000010')`;
  expect((await write('PATCH', item, { Quantity: '1.000', Discount: '0.10' }, await etag())).status).toBe(204);
  expect((await write('PATCH', item, { Quantity: '2.000' }, { 'if-match': order.__metadata.etag })).status).toBe(412);

  const rounding = {
    Order: order['Number'],
    Material: 'ROUNDING',
    Quantity: '1.000',
    Price: '0.01',
    TaxClassification: '0',
  };
  const added = await made('/SalesOrderItems', { ...rounding, LineReference: 'SROUND0000000001' });
  expect(await made('/SalesOrderItems', { ...rounding, LineReference: 'SROUND0000000001' })).toEqual(added);
  expect((await results(`${path}/Items`)).map((row) => [row['Item'], row['Quantity'], row['NetAmount']])).toEqual([
    ['000010', '1.000', '10.00'],
    ['000020', '1.000', '0.01'],
  ]);

  expect((await write('PATCH', path, { CancelReference: 'SCANCEL000000001' }, await etag())).status).toBe(204);
  expect(await entity(path)).toMatchObject({
    CancelReference: 'SCANCEL000000001',
    NetAmount: '0.00',
    DeliveryStatus: '',
  });
  expect(new Set((await results(`${path}/Items`)).map((row) => row['RejectionReason']))).toEqual(new Set(['00']));
});

test('creates a customer once', async () => {
  const sap = await startSap();
  const { made, results } = await gateway(sap);
  const customer = {
    Reference: 'SCUSTOMER0000001',
    StripeId: 'cus_1',
    Name: 'Bee Ltd',
    City: 'Leeds',
    Country: 'GB',
    Language: 'E',
    Currency: 'GBP',
    Email: 'bee@example.com',
  };
  const first = await made('/Customers', customer);
  expect((await made('/Customers', customer))['Number']).toBe(first['Number']);
  expect(await results("/Customers?$filter=Reference eq 'SCUSTOMER0000001'")).toMatchObject([customer]);
});

test.each([
  ['JPY', '1191', '7.38'],
  ['KWD', '119.073', '358.41'],
])('posts %s %s to the digit, with the ledger amount that it is told', async (currency, amount, ledger) => {
  const sap = await startSap();
  const { made } = await gateway(sap);
  const { Lines } = documentOf('', currency, amount);
  const sides = [`-${ledger}`, ledger];
  const document = await made(
    '/FinancialDocuments',
    documentOf('SRECEIPT00000001', currency, amount, {
      Lines: Lines.map((one, index) => ({ ...one, LedgerAmount: sides[index] })),
    }),
  );
  const { results } = document['Lines'] as { results: readonly Fields[] };
  expect(
    results
      .map((one) => [one['AccountType'], one['Account'], one['Amount'], one['LedgerAmount']])
      .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
  ).toEqual([
    ['D', '0000100001', `-${amount}`, `-${ledger}`],
    ['S', '0000113100', amount, ledger],
  ]);
});

test('clears, resets and reverses', async () => {
  const sap = await startSap();
  const { made, write, entity, results } = await gateway(sap);
  const credit = await made('/FinancialDocuments', documentOf('SRECEIPT00000001', 'EUR', '100.00'));
  const invoice = documentOf('SINVOICE00000001', 'EUR', '-100.00', { DocumentType: 'DR' });
  const sides = [
    { ...invoice.Lines[0], Amount: '100.00' },
    { ...invoice.Lines[1], Account: '800000', TaxCode: 'A0', Amount: '-100.00' },
  ];
  const debit = await made('/FinancialDocuments', { ...invoice, Lines: sides });
  const clearing = await made('/Clearings', {
    Reference: 'SCLEAR0000000001',
    Customer: '100001',
    Credit: credit['Document'],
    Debit: debit['Document'],
    Amount: '60.00',
    Currency: 'EUR',
    PostingDate: '2026-01-31T00:00:00',
  });
  const key = String(credit['Document']);
  expect(await results(`/Clearings?$filter=Credit eq '${key}'`)).toMatchObject([
    { Clearing: clearing['Clearing'], Amount: '60.00', ResetDocument: '' },
  ]);
  const open = await readTable(sap.rfc, 'BSID', 'SHKZG WRBTR REBZG', "KUNNR EQ '0000100001'");
  expect(open).toEqual([
    ['H', '40.00', key.slice(0, 10)],
    ['S', '40.00', String(debit['Document']).slice(0, 10)],
  ]);
  expect(
    await readTable(sap.rfc, 'BSAD', 'WRBTR', `AUGBL EQ '${String(clearing['Clearing']).slice(0, 10)}'`),
  ).not.toEqual([]);

  const path = `/Clearings('${String(clearing['Clearing'])}')`;
  const reset = { ResetReference: 'SRESET0000000001', PostingDate: '2026-01-31T00:00:00' };
  expect((await write('PATCH', path, reset, { 'if-match': (await entity(path)).__metadata.etag })).status).toBe(204);
  expect((await entity(path))['ResetDocument']).not.toBe('');
  const reversal = { Reference: 'SREVERSE00000001', Document: key, PostingDate: '2026-01-31T00:00:00', Reason: '01' };
  const made2 = await made('/Reversals', reversal);
  expect(await results(`/Reversals?$filter=Document eq '${key}' and Reference eq 'SREVERSE00000001'`)).toHaveLength(1);
  expect((await entity(`/FinancialDocuments('${key}')`))['ReversedBy']).toBe(made2['ReversalDocument']);
});
