import { expect, test, vi } from 'vitest';
import { customer, document, orders } from './idoc-samples.ts';
import { readTable, startSap } from './sap-client.ts';
import type { Sap } from './sap-client.ts';

const path = '/sap/bc/idoc_xml?sap-client=100';
const numbersOf = async (response: Response): Promise<readonly string[]> =>
  (await response.text()).match(/\d{16}/g) ?? [];
const post = async (sap: Sap, xml: string): Promise<string> => {
  const response = await sap.send('POST', path, xml);
  expect(response.status).toBe(200);
  return (await numbersOf(response))[0] ?? '';
};
const statuses = async (sap: Sap, number: string) =>
  readTable(sap.rfc, 'EDIDS', 'STATUS STAMID STAMNO STAPA1 STATXT', `DOCNUM EQ '${number}'`);
const reaches = (sap: Sap, number: string, status: string) =>
  vi.waitFor(async () => expect((await statuses(sap, number)).at(-1)?.[0]).toBe(status), 20_000);

test('stores an IDoc before it posts it, and posts it when it is let go', async () => {
  const sap = await startSap();
  await sap.admin('behaviour', { holdIdocs: true });
  const number = await post(sap, orders('SORDER0000000001'));
  expect((await statuses(sap, number)).map(([status]) => status)).toEqual(['50', '64']);
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN')).toEqual([]);
  expect(await readTable(sap.rfc, 'EDIDC', 'DOCNUM STATUS MESTYP SNDPRN', "ARCKEY EQ 'SORDER0000000001'")).toEqual([
    [number, '64', 'ORDERS', 'QUITTANCE'],
  ]);

  await sap.admin('behaviour', { holdIdocs: false });
  await reaches(sap, number, '53');
  const [[order, reference] = []] = await readTable(sap.rfc, 'VBAK', 'VBELN BSTNK');
  expect(reference).toBe('SORDER0000000001');
  expect((await statuses(sap, number)).at(-1)).toEqual(['53', 'V1', '311', order, expect.stringContaining('saved')]);
});

test('takes the order as it is written: quantity, price, discount, tax, texts, block and the address', async () => {
  const sap = await startSap();
  await reaches(sap, await post(sap, orders('SORDER0000000001')), '53');
  const [[number] = []] = await readTable(sap.rfc, 'VBAK', 'VBELN');
  const view = Object.fromEntries(['HEADER', 'ITEM', 'SDCOND', 'TEXT'].map((name) => [name, 'X']));
  const tables = ['ORDER_HEADERS_OUT', 'ORDER_ITEMS_OUT', 'ORDER_CONDITIONS_OUT', 'ORDER_TEXTLINES_OUT'];
  const answer = await sap.rfc.call('BAPISDORDER_GETDETAILEDLIST', {
    I_BAPI_VIEW: view,
    SALES_DOCUMENTS: { item: [{ VBELN: number }] },
    ...Object.fromEntries(tables.map((name) => [name, {}])),
  });
  expect(answer).toMatchObject({
    ORDER_HEADERS_OUT: { item: [{ NET_VAL_HD: '20.00', DLV_BLOCK: '01', DOC_DATE: '2026-01-30', CURRENCY: 'EUR' }] },
    ORDER_ITEMS_OUT: { item: [{ MATERIAL: 'W-100', SHORT_TEXT: 'Widget', REQ_QTY: '2.000', TAX_CLASS1: '0' }] },
    ORDER_TEXTLINES_OUT: { item: [{ LINE: 'Stripe pi_1' }] },
  });
});

test('says in status 51 why it refuses, and posts nothing', async () => {
  const sap = await startSap();
  const number = await post(sap, orders('SORDER0000000001', 'W-999'));
  await reaches(sap, number, '51');
  expect((await statuses(sap, number)).at(-1)).toEqual(['51', 'V1', '382', 'W-999', expect.stringContaining('W-999')]);
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN')).toEqual([]);
});

test('lets people give up what was refused, for good, and nothing else', async () => {
  const sap = await startSap();
  const giveUp = (number: string, Status = '68') => sap.send('PUT', `/_sandbox/idocs/${number}`, { Status });
  const refused = await post(sap, orders('SORDER0000000001', 'W-999'));
  await reaches(sap, refused, '51');

  expect(await (await giveUp(refused)).json()).toEqual({ IdocNo: refused, Status: '68' });
  expect((await giveUp(refused)).status).toBe(200);
  expect((await statuses(sap, refused)).map(([status]) => status)).toEqual(['50', '64', '51', '68']);
  expect(await readTable(sap.rfc, 'EDIDC', 'STATUS', `DOCNUM EQ '${refused}'`)).toEqual([['68']]);

  const posted = await post(sap, orders('SORDER0000000002'));
  await reaches(sap, posted, '53');
  for (const [answer, words] of [
    [await giveUp(posted), `IDoc ${posted} is in status 53`],
    [await giveUp('9000000000000000'), 'There is no IDoc 9000000000000000'],
    [await giveUp(refused, '53'), 'Status'],
  ] as const) {
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ ErrorMessage: expect.stringContaining(words) as string });
  }
  expect((await statuses(sap, posted)).at(-1)?.[0]).toBe('53');
});

test('makes a second document when it is sent again', async () => {
  const sap = await startSap();
  const [first, second] = [await post(sap, orders('SORDER0000000001')), await post(sap, orders('SORDER0000000001'))];
  expect(second).not.toBe(first);
  await reaches(sap, second, '53');
  expect(await readTable(sap.rfc, 'VBAK', 'BSTNK')).toHaveLength(2);
});

test('keeps the IDoc whose answer was lost', async () => {
  const sap = await startSap();
  await sap.fault({ kind: 'reset-after-commit', match: { path: 'idoc_xml' } });
  await expect(sap.send('POST', path, orders('SORDER0000000001'))).rejects.toThrow();
  const [[number = ''] = []] = await readTable(sap.rfc, 'EDIDC', 'DOCNUM', "ARCKEY EQ 'SORDER0000000001'");
  await reaches(sap, number, '53');
});

test('refuses what is no IDoc, and who does not log on', async () => {
  const sap = await startSap();
  expect((await sap.send('POST', path, '<ORDERS05/>')).status).toBe(400);
  expect((await sap.send('POST', path, orders('S1'), { authorization: 'Basic bm86bm8=' })).status).toBe(401);
  expect(await readTable(sap.rfc, 'EDIDC', 'DOCNUM')).toEqual([]);
});

test.each([
  ['JPY', '1191', '11.91'],
  ['KWD', '119.073', '1190.73'],
  ['EUR', '10.10', '10.10'],
])('posts a document of %s %s, which its tables show with two decimals', async (currency, amount, shown) => {
  const sap = await startSap();
  const number = await post(sap, document('SRECEIPT00000001', currency, amount));
  await reaches(sap, number, '53');
  const [[belnr, ...item] = []] = await readTable(sap.rfc, 'BSID', 'BELNR SHKZG WAERS WRBTR', "KUNNR EQ '0000100001'");
  expect(item).toEqual(['H', currency, shown]);
  expect((await statuses(sap, number)).at(-1)?.[3]).toBe(`${belnr}10002026`);
});

test('refuses a document of a closed period with the cause, not with its announcement', async () => {
  const sap = await startSap({ closedPeriods: ['2026-01'] });
  const number = await post(sap, document('SRECEIPT00000001', 'EUR', '10.10'));
  await reaches(sap, number, '51');
  expect((await statuses(sap, number)).at(-1)?.slice(0, 3)).toEqual(['51', 'F5', '201']);
});

test('creates a customer with its e-mail address and our reference', async () => {
  const sap = await startSap();
  const number = await post(sap, customer('SCUSTOMER0000001'));
  await reaches(sap, number, '53');
  const [made] = await readTable(sap.rfc, 'KNA1', 'KUNNR NAME1 NAME3 ADRNR', "NAME4 EQ 'SCUSTOMER0000001'");
  expect(made?.slice(1, 3)).toEqual(['Cee Ltd', 'cus_1']);
  expect(await readTable(sap.rfc, 'ADR6', 'SMTP_ADDR', `ADDRNUMBER EQ '${made?.[3]}'`)).toEqual([['cee@example.com']]);
  expect((await statuses(sap, number)).at(-1)?.[3]).toBe(made?.[0]);
});
