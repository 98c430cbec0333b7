import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, either, is, isOneOf, optionsOf } from '../../../../src/erp/sap-ecc/reading/conditions.ts';
import { readTable, readTableOf } from '../../../../src/erp/sap-ecc/reading/table.ts';
import type { Rfc } from '../../../../src/erp/sap-ecc/rfc.ts';
import { answerOf, fakeRfc } from './fake-rfc.ts';

const texts = (condition: Parameters<typeof optionsOf>[0]) => optionsOf(condition).map(({ TEXT }) => TEXT);
const people = { table: 'KNA1', fields: ['KUNNR', 'NAME1', 'NAME3'], where: is('LOEVM', '') } as const;

describe('conditions', () => {
  it('quote values and double the quotes in them', () => {
    expect(texts(all(is('BUKRS', '1000'), is('NAME1', "O'Neil")))).toEqual(["BUKRS EQ '1000' AND NAME1 EQ 'O''Neil'"]);
  });

  it('bracket alternatives', () => {
    expect(texts(all(is('A', '1'), either(is('B', '2', 'GT'), is('B', '3'))))).toEqual([
      "A EQ '1' AND ( B GT '2' OR B EQ '3' )",
    ]);
  });

  it('fill rows of 72 characters and tear no comparison apart', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 40 }), (values) => {
        const condition = isOneOf('VBELN', values);
        const rows = texts(condition);

        expect(rows.join(' ')).toBe(condition.join(' '));
        expect(rows.every((row) => row !== undefined && row.length <= 72)).toBe(true);
        for (const value of values)
          expect(rows.some((row) => row?.includes(`VBELN EQ '${value.replaceAll("'", "''")}'`))).toBe(true);
      }),
    );
  });

  it('refuse what does not fit into a row, and name only the field', () => {
    expect(() => texts(is('NAME1', 'x'.repeat(70)))).toThrow(
      expect.objectContaining({ code: 'invalid', where: 'NAME1' }) as Error,
    );
  });
});

describe('reading a table', () => {
  it('gives values without the blanks around them', async () => {
    const { rfc, called } = fakeRfc({ KNA1: [{ KUNNR: '0000000007', NAME1: 'Ada', NAME3: '' }] });

    expect(await readTable(rfc, people)).toEqual([{ KUNNR: '0000000007', NAME1: 'Ada', NAME3: '' }]);
    expect(called[0]).toMatchObject({
      name: 'RFC_READ_TABLE',
      parameters: { QUERY_TABLE: 'KNA1', DELIMITER: '|', FIELDS: [{ FIELDNAME: 'KUNNR' }, {}, {}] },
      asking: { write: false, tables: ['DATA'] },
    });
  });

  it('is not led astray by a delimiter within a value', async () => {
    const { rfc } = fakeRfc({ KNA1: [{ KUNNR: '7', NAME1: 'Ada | Co', NAME3: 'cus_1' }] });

    expect(await readTable(rfc, people)).toEqual([{ KUNNR: '7', NAME1: 'Ada | Co', NAME3: 'cus_1' }]);
  });

  it('goes on until a page is short', async () => {
    const rows = Array.from({ length: 1_001 }, (_, n) => ({ KUNNR: String(n) }));
    const { rfc, called } = fakeRfc({ KNA1: rows });

    expect((await readTable(rfc, people)).map(({ KUNNR }) => KUNNR)).toEqual(rows.map(({ KUNNR }) => KUNNR));
    expect(called.map(({ parameters }) => parameters['ROWSKIPS'])).toEqual(['0', '500', '1000']);
  });

  it('asks for many values in several calls, each value once', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ KUNNR: String(n), LOEVM: '' }));
    const { rfc, called } = fakeRfc({ KNA1: rows });
    const values = rows.map(({ KUNNR }) => KUNNR);

    expect(await readTableOf(rfc, people, 'KUNNR', [...values, ...values])).toHaveLength(60);
    expect(called).toHaveLength(3);
    expect(await readTableOf(rfc, people, 'KUNNR', [])).toEqual([]);
  });

  const answering = (line: string, places: readonly Readonly<Record<string, string>>[] = []): Rfc => ({
    call: async () => Promise.resolve(answerOf({ DATA: [{ WA: line }], FIELDS: places })),
  });

  it('goes by the delimiters where places are not told or blanks were lost', async () => {
    const places = people.fields.map((FIELDNAME, n) => ({ FIELDNAME, OFFSET: `00000${n * 3}`, LENGTH: '000002' }));

    for (const rfc of [answering('7|Ada|cus_1'), answering('|A |B', places)])
      expect(Object.keys((await readTable(rfc, people))[0] ?? {})).toEqual(people.fields);
    expect((await readTable(answering('|A |B', places), people))[0]).toEqual({ KUNNR: '', NAME1: 'A', NAME3: 'B' });
  });

  it('does not take an answer without rows and fields for an empty table', async () => {
    const silent: Rfc = { call: async () => Promise.resolve(answerOf({})) };

    await expect(readTable(silent, people)).rejects.toMatchObject({ code: 'unavailable', where: 'KNA1' });
  });

  it('gives up on a row with too many values rather than to guess', async () => {
    await expect(readTable(answering('7|Ada|Co|cus_1'), people)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
