import type { RfcFunctions } from '../function.ts';
import { RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { RfcException } from '../messages.ts';
import type { Fields, Params } from '../params.ts';
import { at, rowsIn, textIn } from '../params.ts';
import { ReadTableError } from './errors.ts';
import { readTable } from './read.ts';
import { tablesOf } from './tables.ts';

/** Reads the database, so that even a session doesn't see what it has not committed yet. */
export const readTableFunctions: RfcFunctions = {
  RFC_READ_TABLE: {
    returns: RETURN_TABLE,
    run: (params, luw) => {
      const { fields, data } = asException(() => read(params, luw));
      return {
        messages: [],
        tables: {
          OPTIONS: rowsIn(params, 'OPTIONS'),
          FIELDS: fields.map(described),
          DATA: data.map((line) => ({ WA: line })),
        },
      };
    },
  },
};

const read = (params: Params, { erp }: Luw) => {
  const name = textIn(params, 'QUERY_TABLE').trim();
  return readTable(name, tablesOf(erp)[name], {
    delimiter: textIn(params, 'DELIMITER').slice(0, 1),
    options: rowsIn(params, 'OPTIONS').map((row) => at(row, 'TEXT')),
    fields: rowsIn(params, 'FIELDS').map((row) => at(row, 'FIELDNAME')),
    skip: countIn(params, 'ROWSKIPS'),
    count: countIn(params, 'ROWCOUNT'),
    noData: textIn(params, 'NO_DATA') === 'X',
  });
};

const countIn = (params: Params, name: string): number => Math.max(0, Number.parseInt(textIn(params, name), 10) || 0);

const described = ({ name, type, offset, length }: ReturnType<typeof readTable>['fields'][number]): Fields => ({
  FIELDNAME: name,
  OFFSET: String(offset).padStart(6, '0'),
  LENGTH: String(length).padStart(6, '0'),
  TYPE: type,
  FIELDTEXT: name,
});

function asException<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ReadTableError) throw new RfcException(error.exception, error.message);
    throw error;
  }
}
