import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, parseCsv } from '../../src/cli/matching/csv.ts';

const read = (text: string) => [...parseCsv(text, 'review.csv')].map(({ cells }) => cells);

describe('a CSV file', () => {
  it('gives back every cell that was written, formulas, quotes and line ends included', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^['=+\-@\t\r\n",; a]{0,6}$/));
    const cells = fc.array(text, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (records) => {
        const written = [['one', 'two'], ...records];
        expect(read(written.map(csvLine).join(''))).toEqual(written);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])('never begins a cell so that %j runs as a formula', (text) =>
    expect(csvLine([text, 'x'])).toMatch(/^"?'/),
  );

  it('is read with a byte order mark, with semicolons, and with any ends of lines', () =>
    expect(read('\uFEFFa;b\r\n1;"2;3"\n\n4;5')).toEqual([
      ['a', 'b'],
      ['1', '2;3'],
      ['4', '5'],
    ]));

  it.each([
    ['a,b\n1,"2', 'review.csv:2:3 This quote is never closed'],
    ['a,b\n"x\ny"z,2', 'review.csv:3:3 Something follows a closing quote: a quote within a cell is written twice'],
    ['a,b\n1,2"', 'review.csv:2:4 A quote stands inside a cell without quotes: write "a ""quoted"" word"'],
  ])('that is broken is refused with its place: %j', (text, message) => expect(() => read(text)).toThrow(message));
});
