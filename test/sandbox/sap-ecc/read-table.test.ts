import { expect, test } from 'vitest';
import { columns } from '../../../sandbox/sap-ecc/read-table/columns.ts';
import { readTable } from '../../../sandbox/sap-ecc/read-table/read.ts';

const items = {
  columns: columns('KUNNR C10, BUDAT D, BUZEI N3, WAERS C5, WRBTR P, SGTXT C50'),
  rows: () => [
    { KUNNR: '0000100001', BUDAT: '20260115', BUZEI: '1', WAERS: 'EUR', WRBTR: 11_907n, SGTXT: "pi_1 O'Neill" },
    { KUNNR: '0000100001', BUDAT: '20260201', BUZEI: '2', WAERS: 'JPY', WRBTR: 1_191n, SGTXT: 'pi_2' },
    { KUNNR: '0000100002', BUDAT: '20260301', BUZEI: '3', WAERS: 'KWD', WRBTR: -119_073n, SGTXT: '' },
  ],
};
const usual = { delimiter: '|', options: [], fields: ['BUZEI'], skip: 0, count: 0, noData: false };
const read = (request: Partial<typeof usual> | { options: string[] }) =>
  readTable('BSID', items, { ...usual, ...request });
const found = (...options: string[]) => read({ options }).data;

test.each([
  ["KUNNR EQ '0000100001'", ['001', '002']],
  ["KUNNR NE '0000100001'", ['003']],
  ["BUDAT GE '20260201'", ['002', '003']],
  ["BUDAT GT '20260201'", ['003']],
  ["BUDAT LE '20260201'", ['001', '002']],
  ["BUDAT LT '20260201'", ['001']],
  ["BUDAT = '20260201'", ['002']],
  ["SGTXT LIKE 'pi%'", ['001', '002']],
  ["SGTXT LIKE 'pi_2'", ['002']],
  ["SGTXT EQ 'pi_1 O''Neill'", ['001']],
  ["SGTXT EQ ''", ['003']],
  ["WAERS EQ 'EUR  '", ['001']],
  ["WRBTR EQ '11.91'", ['002']],
  ["WRBTR LT '0.00'", ['003']],
  ["WAERS EQ 'EUR' OR WAERS EQ 'JPY' AND BUDAT LT '20260101'", ['001']],
  ["( WAERS EQ 'EUR' OR WAERS EQ 'JPY' ) AND BUDAT GE '20260201'", ['002']],
  ["(WAERS EQ 'EUR') or (waers eq 'KWD')", ['001', '003']],
])('finds by %s', (options, expected) => {
  expect(found(options)).toEqual(expected);
});

test('joins the rows of OPTIONS with a blank, so that a condition may go on in the next one', () => {
  expect(found("KUNNR EQ '0000100001'", "AND ( WAERS EQ 'JPY'", "OR WAERS EQ 'KWD' )")).toEqual(['002']);
});

test('breaks a literal that runs over the end of a row, because of the blank', () => {
  expect(found("KUNNR EQ '00001", "00001'")).toEqual([]);
});

test.each([
  ["KUNNR EQ '0000100001", 'OPTION_NOT_VALID'],
  ['KUNNR EQ 0000100001', 'OPTION_NOT_VALID'],
  ["KUNNR IS '0000100001'", 'OPTION_NOT_VALID'],
  ["( KUNNR EQ '1'", 'OPTION_NOT_VALID'],
  ["KUNNR EQ '1' KUNNR", 'OPTION_NOT_VALID'],
  ['KUNNR EQ', 'OPTION_NOT_VALID'],
  [`SGTXT EQ '${'x'.repeat(72)}'`, 'OPTION_NOT_VALID'],
  ["NAME1 EQ 'x'", 'FIELD_NOT_VALID'],
])('refuses %s', (options, exception) => {
  expect(() => found(options)).toThrow(exception);
});

test('moves the point of amounts to two decimals, right-justified, the sign behind', () => {
  expect(read({ fields: ['WAERS', 'WRBTR'] }).data).toEqual([
    'EUR  |         119.07',
    'JPY  |          11.91',
    'KWD  |        1190.73-',
  ]);
});

test('tells where each field stands, the delimiter counted', () => {
  expect(read({ fields: ['KUNNR', 'WRBTR'] }).fields).toEqual([
    { name: 'KUNNR', type: 'C', offset: 0, length: 10 },
    { name: 'WRBTR', type: 'P', offset: 11, length: 16 },
  ]);
  expect(read({ fields: ['KUNNR', 'BUZEI'], delimiter: '' }).data[0]).toBe('0000100001001');
});

test('skips and counts rows, and gives the fields alone', () => {
  expect(read({ skip: 1, count: 1 }).data).toEqual(['002']);
  expect(read({ skip: 2 }).data).toEqual(['003']);
  expect(read({ noData: true, fields: [] })).toMatchObject({ data: [], fields: { length: 6 } });
});

test('refuses unknown tables and fields, and rows wider than 512', () => {
  expect(() => readTable('USR02', undefined, usual)).toThrow('TABLE_NOT_AVAILABLE');
  expect(() => read({ fields: ['NAME1'] })).toThrow('FIELD_NOT_VALID');
  const wide = { columns: columns('A C256, B C256'), rows: () => [] };
  expect(readTable('WIDE', wide, { ...usual, fields: [], delimiter: '' }).fields).toHaveLength(2);
  expect(() => readTable('WIDE', wide, { ...usual, fields: [] })).toThrow('DATA_BUFFER_EXCEEDED');
});

test('takes what is not set for its initial value: days and digits of noughts, text of blanks', () => {
  const table = { columns: columns('AUGDT D, REBZJ N4, XBLNR C16'), rows: () => [{ AUGDT: '', REBZJ: '' }] };
  const options = ["AUGDT EQ '00000000' AND REBZJ EQ '0000' AND XBLNR EQ ''"];
  expect(readTable('BSID', table, { ...usual, fields: [], options }).data).toEqual(['00000000|0000|']);
});
