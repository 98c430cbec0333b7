import { expect, test } from 'vitest';
import { orderOf, paths, readTable, rfcOf, rowsIn, startSap, table } from './sap-client.ts';

/** A receipt of the customer into the Stripe clearing account. */
const receiptOf = (currency: string, amount: string) => ({
  DOCUMENTHEADER: {
    BUS_ACT: 'RFBU',
    USERNAME: 'QUITTANCE',
    COMP_CODE: '1000',
    DOC_DATE: '2026-01-30',
    PSTNG_DATE: '2026-01-30',
    DOC_TYPE: 'DZ',
    REF_DOC_NO: 'SRECEIPT00000001',
  },
  ACCOUNTRECEIVABLE: table({ ITEMNO_ACC: '0000000001', CUSTOMER: '0000100001', ALLOC_NMBR: 'SORDER0000000001' }),
  ACCOUNTGL: table({ ITEMNO_ACC: '0000000002', GL_ACCOUNT: '0000113100' }),
  CURRENCYAMOUNT: table(
    { ITEMNO_ACC: '0000000001', CURR_TYPE: '00', CURRENCY: currency, AMT_DOCCUR: `-${amount}` },
    { ITEMNO_ACC: '0000000002', CURR_TYPE: '00', CURRENCY: currency, AMT_DOCCUR: amount },
  ),
  RETURN: {},
});

test('a create without commit vanishes on the stateless path, and stays with one in a session', async () => {
  const sap = await startSap();
  const lost = await sap.rfc.call('BAPI_SALESORDER_CREATEFROMDAT2', orderOf());
  expect(rowsIn(lost, 'RETURN').at(-1)).toMatchObject({ TYPE: 'S', ID: 'V1', NUMBER: '311' });
  await sap.rfc.call('BAPI_TRANSACTION_COMMIT', { WAIT: 'X' });
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN')).toEqual([]);

  const session = await rfcOf(sap.url, paths.stateful, '/sap/bc/srt/wsdl/zquittance');
  const made = await session.call('BAPI_SALESORDER_CREATEFROMDAT2', orderOf());
  session.keepCookies();
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN')).toEqual([]);
  await session.call('BAPI_TRANSACTION_COMMIT', { WAIT: 'X' });
  expect(await readTable(sap.rfc, 'VBAK', 'VBELN BSTNK KUNNR', "BSTNK EQ 'SORDER0000000001'")).toEqual([
    [made['SALESDOCUMENT'], 'SORDER0000000001', '0000100001'],
  ]);
});

test('gives no table that the request does not name', async () => {
  const sap = await startSap();
  const { RETURN: _none, ...order } = orderOf();
  expect(Object.keys(await sap.rfc.call('BAPI_SALESORDER_CREATEFROMDAT2', order))).not.toContain('RETURN');
});

test.each([
  ['TABLE_NOT_AVAILABLE', 'USR02', 'BNAME', ''],
  ['FIELD_NOT_VALID', 'KNA1', 'STCD1', ''],
  ['OPTION_NOT_VALID', 'KNA1', 'KUNNR', "KUNNR EQ '1"],
])('answers %s with a fault', async (exception, name, fields, where) => {
  const sap = await startSap();
  await expect(readTable(sap.rfc, name, fields, where)).rejects.toThrow(exception);
});

test('shows customers, their addresses and the customising', async () => {
  const sap = await startSap({ closedPeriods: ['2025-12'] });
  const [address] = await readTable(sap.rfc, 'KNA1', 'ADRNR NAME1', "KUNNR EQ '0000100001'");
  expect(address?.[1]).toBe('Acme GmbH');
  expect(await readTable(sap.rfc, 'ADR6', 'ADDRNUMBER SMTP_ADDR', "SMTP_SRCH EQ 'BUYER@EXAMPLE.COM'")).toEqual([
    [address?.[0], 'buyer@example.com'],
  ]);
  expect(await readTable(sap.rfc, 'T001', 'BUKRS WAERS')).toEqual([['1000', 'EUR']]);
  expect(await readTable(sap.rfc, 'T001B', 'FRPE1 FRYE1 TOPE1 TOYE1', "MKOAR EQ 'D'")).toEqual([
    ['001', '2026', '012', '2099'],
  ]);
  expect(await readTable(sap.rfc, 'SKB1', 'MITKZ XOPVW', "SAKNR EQ '0000140000' OR SAKNR EQ '0000113100'")).toEqual([
    ['', 'X'],
    ['D', ''],
  ]);
});

test.each([
  ['EUR', '10.10', '10.10'],
  ['JPY', '1191', '11.91'],
  ['KWD', '119.073', '1190.73'],
])('posts %s %s in a session, true to the digit; tables show it with two decimals', async (currency, amount, shown) => {
  const sap = await startSap();
  const session = await rfcOf(sap.url, paths.stateful);
  const posted = await session.call('BAPI_ACC_DOCUMENT_POST', receiptOf(currency, amount));
  session.keepCookies();
  expect(rowsIn(posted, 'RETURN')[0]).toMatchObject({ TYPE: 'S', ID: 'RW', NUMBER: '605' });
  expect(await readTable(sap.rfc, 'BSID', 'BELNR')).toEqual([]);
  await session.call('BAPI_TRANSACTION_COMMIT', { WAIT: 'X' });

  const open = await sap.rfc.rows('BAPI_AR_ACC_GETOPENITEMS', 'LINEITEMS', {
    COMPANYCODE: '1000',
    CUSTOMER: '0000100001',
    KEYDATE: '2026-12-31',
  });
  expect(open).toMatchObject([{ CURRENCY: currency, AMT_DOCCUR: amount, DB_CR_IND: 'H', PSTNG_DATE: '2026-01-30' }]);
  const where = "KUNNR EQ '0000100001' AND BUDAT GE '20260101'";
  expect(await readTable(sap.rfc, 'BSID', 'BELNR WAERS SHKZG WRBTR ZUONR', where)).toEqual([
    [String(posted['OBJ_KEY']).slice(0, 10), currency, 'H', shown, 'SORDER0000000001'],
  ]);
  expect(await readTable(sap.rfc, 'BSIS', 'SHKZG WRBTR', "HKONT EQ '0000113100'")).toEqual([['S', shown]]);
});

test('shows a document and its reversal naming each other', async () => {
  const sap = await startSap();
  const day = { COMP_CODE: '1000', PSTNG_DATE: '2026-01-31', REASON_REV: '01' };
  const { EV_DOCUMENT: key } = await sap.rfc.call('Z_QTC_DOCUMENT_POST', {
    ...receiptOf('EUR', '10.10'),
    IV_KEY: 'SRECEIPT00000001',
  });
  await sap.rfc.call('Z_QTC_DOCUMENT_REVERSE', {
    IV_KEY: 'SREVERSE00000001',
    REVERSAL: { OBJ_TYPE: 'BKPFF', OBJ_KEY: key, OBJ_KEY_R: key, ...day },
    BUS_ACT: 'RFBU',
  });
  const [first, second] = await readTable(sap.rfc, 'BKPF', 'BELNR STBLG');
  expect([first?.[1], second?.[1]]).toEqual([second?.[0], first?.[0]]);
});
