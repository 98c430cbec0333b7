import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterOf } from '../../../../src/erp/p21/native/filter.ts';
import { tableOf } from '../../../../src/erp/p21/native/tables.ts';

const { columns } = tableOf('oe_hdr');
const eq = (column: string, value: string) => ({ column, is: 'eq', value }) as const;

/** As OData reads it: everything up to the quote that is not doubled. */
function readBack(filter: string): { readonly text: string; readonly rest: string } {
  const literal = /^po_no eq '((?:[^']|'')*)'/.exec(filter);
  return { text: (literal?.[1] ?? '').replaceAll("''", "'"), rest: filter.slice(literal?.[0].length) };
}

describe('a filter', () => {
  it.each([
    ['po_no', "O'Neil", "po_no eq 'O''Neil'"],
    ['order_no', '1013938', "order_no eq '1013938'"],
    ['customer_id', '100198', 'customer_id eq 100198'],
    ['customer_id', '-1.5', 'customer_id eq -1.5'],
    ['order_date', '2026-01-30T10:15:00+01:00', 'order_date eq 2026-01-30T09:15:00.000Z'],
    ['order_date', '2026-01-30T09:15:00.123456Z', 'order_date eq 2026-01-30T09:15:00.123Z'],
  ])('writes %s %s by the type of its column', (column, value, filter) => {
    expect(filterOf(columns, [eq(column, value)])).toBe(filter);
  });

  it('knows a customer number as text in invoices, and as a number everywhere else', () => {
    expect(filterOf(tableOf('invoice_hdr').columns, [eq('customer_id', '1')])).toBe("customer_id eq '1'");
    expect(filterOf(tableOf('customer').columns, [eq('customer_id', '1')])).toBe('customer_id eq 1');
  });

  it('asks for all conditions, or for one of a list', () => {
    expect(
      filterOf(columns, [
        eq('delete_flag', 'N'),
        [eq('customer_id', '1'), eq('customer_id', 'ABC'), eq('customer_id', '2')],
        { column: 'date_last_modified', is: 'ge', value: '2026-01-30T00:00:00Z' },
      ]),
    ).toBe(
      "delete_flag eq 'N' and (customer_id eq 1 or customer_id eq 2) and date_last_modified ge 2026-01-30T00:00:00.000Z",
    );
    expect(filterOf(columns, [])).toBe('');
  });

  it.each(['ABC', '', ' 1', '01', '1e3', '1.', '0x1', '1 or 1 eq 1', '9'.repeat(29)])(
    'means no row when a number column is to be "%s"',
    (value) => {
      expect(filterOf(columns, [eq('customer_id', value)])).toBeUndefined();
      expect(filterOf(columns, [[eq('customer_id', value)]])).toBeUndefined();
    },
  );

  it('means no row when a list has nothing to choose from', () => {
    expect(filterOf(columns, [[]])).toBeUndefined();
  });

  it('can not compare a number with a word, a time with a day, nor a column that is not there', () => {
    const wrong = [
      { column: 'customer_id', is: 'gt', value: 'ABC' },
      { column: 'order_date', is: 'eq', value: '2026-01-30' },
      { column: 'order_date', is: 'ge', value: '2026-01-30T09:15:00' },
      { column: 'order_date', is: 'ge', value: '2026-13-30T09:15:00Z' },
      { column: 'po_no eq 1 or po_no', is: 'eq', value: 'x' },
    ] as const;

    for (const condition of wrong)
      expect(() => filterOf(columns, [condition])).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('holds whatever text there is, and nothing of it gets out of its quotes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '"', '&', '%', '+', '\\', '#', ' ', '\u0000', '日', '𝒳', 'x') }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const filter = filterOf(columns, [eq('po_no', value)]) ?? '';
        expect(readBack(decodeURIComponent(encodeURIComponent(filter)))).toEqual({ text: value, rest: '' });
      }),
    );
  });

  it('means no row when a text holds half a character', () => {
    expect(filterOf(columns, [eq('po_no', 'x\uD800')])).toBeUndefined();
  });
});
