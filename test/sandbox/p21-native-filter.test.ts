import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find } from '../../sandbox/p21/native/odata/query.ts';
import { decimal, tableOf, text, time } from '../../sandbox/p21/native/odata/table.ts';

/** A record that the test can compare without any of the simulator's means: cents and milliseconds. */
type Thing = { readonly id: string; readonly name: string | null; readonly cents: bigint; readonly at: number };

const START = Date.UTC(2026, 0, 30);
const records = fc.array(
  fc.record({
    name: fc.option(fc.constantFrom('', "O'Hara", 'a', 'b', 'B', 'a and b', "('x')", 'name', 'Müller'), { nil: null }),
    cents: fc.bigInt({ min: -1_200n, max: 1_200n }),
    at: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 12 },
);

const printed = (cents: bigint, digits: string): string => {
  const figures = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${figures.slice(0, -2)}.${figures.slice(-2)}${digits}`;
};
/** The clock of a place that is five hours behind, as a test can reckon it by hand. */
const local = (instant: string): string => new Date(Date.parse(instant) - 5 * 3_600_000).toISOString().replace('Z', '');

const tableWith = (rows: readonly Thing[]) =>
  tableOf('things', () => rows, {
    id: text(({ id }) => id),
    name: text(({ name }) => name),
    amount: decimal(({ cents }) => printed(cents, '00')),
    changed: time(({ at }) => local(new Date(at).toISOString())),
  });

type Compared = string | bigint | number;
const operators = {
  eq: (a: Compared, b: Compared) => a === b,
  ne: (a: Compared, b: Compared) => a !== b,
  gt: (a: Compared, b: Compared) => a > b,
  ge: (a: Compared, b: Compared) => a >= b,
  lt: (a: Compared, b: Compared) => a < b,
  le: (a: Compared, b: Compared) => a <= b,
};
type Filter = { readonly written: string; readonly holds: (record: Thing) => boolean };

const operator = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le');
const byName = fc
  .tuple(operator, fc.constantFrom('', "O'Hara", 'a', 'b', "('x')", "''"))
  .map(([is, wanted]): Filter => ({
    written: `name ${is} '${wanted.replaceAll("'", "''")}'`,
    holds: ({ name }) => (name === null ? is === 'ne' : operators[is](name, wanted)),
  }));
const byAmount = fc
  .tuple(operator, fc.bigInt({ min: -1_200n, max: 1_200n }), fc.constantFrom('', '0', '00'))
  .map(([is, cents, digits]): Filter => ({
    written: `amount ${is} ${printed(cents, digits)}`,
    holds: (record) => operators[is](record.cents, cents),
  }));
const byTime = fc.tuple(operator, fc.integer({ min: 0, max: 5 }), fc.boolean()).map(([is, after, offset]): Filter => {
  const at = START + after;
  const instant = offset ? new Date(at + 3_600_000).toISOString().replace('Z', '+01:00') : new Date(at).toISOString();
  return { written: `changed ${is} ${instant}`, holds: (record) => operators[is](record.at, at) };
});

const { any } = fc.letrec<{ any: Filter; joined: Filter }>((tie) => ({
  any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, byName, byAmount, byTime, tie('joined')),
  joined: fc
    .tuple(fc.constantFrom('and', 'or'), fc.array(tie('any'), { minLength: 2, maxLength: 3 }))
    .map(([joint, parts]): Filter => ({
      written: `(${parts.map(({ written }) => written).join(` ${joint} `)})`,
      holds: (record) =>
        joint === 'and' ? parts.every(({ holds }) => holds(record)) : parts.some(({ holds }) => holds(record)),
    })),
}));
const things = records.map((rows) => rows.map((row, index) => ({ ...row, id: String(index), at: START + row.at })));
const idsOf = ({ rows }: ReturnType<typeof find>) => rows.map((row) => row('id'));

/** fast-check prints the seed of a failure. */
describe('a filter of the native Prophet 21 sandbox', () => {
  it('finds what a plain filter in memory finds, in the same order', () => {
    fc.assert(
      fc.property(things, any, (rows, { written, holds }) => {
        const found = find(tableWith(rows), { $filter: written }, local);

        expect(idsOf(found)).toEqual(rows.filter(holds).map(({ id }) => id));
      }),
      { numRuns: 500 },
    );
  });

  it('joins by and more closely than by or', () => {
    fc.assert(
      fc.property(things, byName, byAmount, byTime, (rows, a, b, c) => {
        const $filter = `${a.written} or ${b.written} and ${c.written}`;

        const found = find(tableWith(rows), { $filter }, local);

        const wanted = rows.filter((row) => a.holds(row) || (b.holds(row) && c.holds(row)));
        expect(idsOf(found)).toEqual(wanted.map(({ id }) => id));
      }),
    );
  });

  it('gives every row once, page after page, where the order is a whole one', () => {
    fc.assert(
      fc.property(things, fc.integer({ min: 1, max: 5 }), (rows, size) => {
        const page = (index: number) =>
          find(
            tableWith(rows),
            { $orderby: 'amount desc,name,id', $top: String(size), $skip: String(index * size) },
            local,
          );
        const pages = Array.from({ length: Math.ceil((rows.length + 1) / size) }, (_, index) => idsOf(page(index)));

        const sorted = [...rows].sort(
          (a, b) =>
            Number(b.cents - a.cents) ||
            Number(b.name === null) - Number(a.name === null) ||
            plainOrder(a.name ?? '', b.name ?? '') ||
            plainOrder(a.id, b.id),
        );
        expect(pages.flat()).toEqual(sorted.map(({ id }) => id));
        expect(pages.at(-1)?.length).toBeLessThan(size);
      }),
    );
  });
});

function plainOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
