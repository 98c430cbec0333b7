import { expect, test } from 'vitest';
import { orderOf, paths, readTable, rfcOf, rowsIn, startSap } from './sap-client.ts';

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
