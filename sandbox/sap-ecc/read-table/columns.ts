/** How the ABAP dictionary keeps a field; it decides how RFC_READ_TABLE writes it. */
export type ColumnType = 'C' | 'N' | 'D' | 'T' | 'P';

export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  /** Of the text that is given out, in characters. */
  readonly length: number;
};

/**
 * A field of a row. An amount is whole minor units of its currency: CURR fields are stored as if every currency had two
 * decimals, so the digits stay and only the point moves (1191 JPY reads 11.91, 119.073 KWD reads 1190.73).
 */
export type Value = string | bigint;
export type Row = Readonly<Record<string, Value>>;

/** Width of a CURR field with 13 digits, its thousands separators, its point and its sign behind. */
const AMOUNT_WIDTH = 16;
const types: Readonly<Record<string, ColumnType>> = { C: 'C', N: 'N', D: 'D', T: 'T', P: 'P' };
const fixedLengths: Partial<Record<ColumnType, number>> = { D: 8, T: 6, P: AMOUNT_WIDTH };

/** Reads `KUNNR C10, BUDAT D, WRBTR P`: names, dictionary types, lengths where the type leaves them open. */
export const columns = (notation: string): readonly Column[] =>
  notation
    .trim()
    .split(/\s*,\s*/)
    .map(columnOf);

function columnOf(notation: string): Column {
  const [, name = '', letter = '', digits] = /^(\w+) ([CNDTP])(\d*)$/.exec(notation) ?? [];
  const type = types[letter];
  if (!type) throw new RangeError(`"${notation}" is no column; write it as in "KUNNR C10"`);
  return { name, type, length: fixedLengths[type] ?? Number(digits) };
}

/** Amounts stand right, with their sign behind; everything else stands left. */
export function written(column: Column, value: Value | undefined): string {
  if (typeof value === 'bigint') return amountText(value).padStart(column.length);
  const text = (value || initial[column.type]).slice(0, column.length);
  return column.type === 'N' ? text.padStart(column.length, '0') : text.padEnd(column.length);
}

const initial: Readonly<Record<ColumnType, string>> = { C: '', N: '', D: '00000000', T: '000000', P: '0.00 ' };

function amountText(stored: bigint): string {
  const figures = (stored < 0n ? -stored : stored).toString().padStart(3, '0');
  return `${figures.slice(0, -2)}.${figures.slice(-2)}${stored < 0n ? '-' : ' '}`;
}
