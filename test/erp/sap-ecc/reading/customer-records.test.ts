import { expect, it } from 'vitest';
import { createMasterData } from '../../../../src/erp/sap-ecc/reading/master-data.ts';
import { fakeSystem, type Tables } from './fake-rfc.ts';

const blank = {
  NAME2: '',
  NAME3: '',
  NAME4: '',
  STRAS: '',
  PSTLZ: '',
  REGIO: '',
  TELF1: '',
  STCEG: '',
  AUFSD: '',
  LOEVM: '',
};
const kunnr = (number: number): string => String(number).padStart(10, '0');
const customer = (number: number, ERDAT: string) => ({
  KUNNR: kunnr(number),
  NAME1: `Customer ${number}`,
  ORT01: 'Berlin',
  LAND1: 'DE',
  ADRNR: kunnr(900 + number),
  ERDAT,
  ...blank,
});
const change = (OBJECTCLAS: string, OBJECTID: string, UDATE: string, UTIME: string) => ({
  OBJECTCLAS,
  OBJECTID,
  CHANGENR: '1',
  UDATE,
  UTIME,
});
const tables: Tables = {
  KNA1: [1, 2, 3, 4, 5].map((number) => customer(number, number === 5 ? '20260130' : '20250101')),
  KNB1: [1, 2, 3, 5].map((number) => ({ KUNNR: kunnr(number), BUKRS: '1000', LOEVM: '' })),
  KNKK: [{ KUNNR: kunnr(2), KKBER: '1000', CRBLB: 'X' }],
  CDHDR: [
    change('DEBI', kunnr(1), '20260130', '101500'),
    change('DEBI', kunnr(1), '20260129', '230000'),
    change('KLIM', `${kunnr(2)}1000`, '20260130', '103000'),
    change('ADRESSE', `BP  ${kunnr(903)}`, '20260130', '100000'),
    change('DEBI', kunnr(4), '20260130', '120000'),
    change('MATERIAL', kunnr(3), '20260131', '120000'),
  ],
};
// The clock of the system is that of Berlin, an hour ahead in January.
const { system } = fakeSystem(tables);
const masters = createMasterData(system);

async function since(time: string) {
  const found = [];
  for await (const { number, changedAt, blocked } of masters.customerRecords({ since: time })) {
    found.push([number, changedAt.slice(0, 16), blocked]);
  }
  return found;
}

it('finds who changed by any of the objects of a customer, by the clock of the system, in our company code alone', async () => {
  expect(await since('2026-01-30T09:00:00.000Z')).toEqual([
    ['5', '2026-01-29T23:00', false],
    ['3', '2026-01-30T09:00', false],
    ['1', '2026-01-30T09:15', false],
    ['2', '2026-01-30T09:30', true],
  ]);
  expect((await since('2026-01-30T09:15:01.000Z')).map(([number]) => number)).toEqual(['5', '2']);
});

it('tells the day of creation of one without change documents', async () => {
  const created = { ...tables, CDHDR: [] };

  expect(await createMasterData(fakeSystem(created).system).customer('1')).toEqual({
    number: '1',
    name: 'Customer 1',
    address: { city: 'Berlin', country: 'DE' },
    blocked: false,
    changedAt: '2024-12-31T23:00:00.000Z',
  });
});
