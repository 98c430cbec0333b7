import { ExpressionFault } from '../fault.ts';
import { transliterate } from './characters.ts';
import { named } from './definition.ts';

const text = { name: 'text', kind: 'text' } as const;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const partsOf = (value: string): readonly string[] => Array.from(graphemes.segment(value), ({ segment }) => segment);

const clean = (value: string): string =>
  value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}]/gu, (sign) => (sign === joiner ? sign : ''))
    .replace(/ {2,}/g, ' ')
    .trim();
/** Holds emoji of several signs together. */
const joiner = '\u200d';

const capital = (value: string): string =>
  value
    .toLowerCase()
    .replace(/(^|[\s\-'’./(])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

type Cut = (value: string, max: number) => string;
const cuts: Readonly<Record<string, Cut>> = { end: fromTheStart, word: wholeWords, middle: bothEnds };

/** As many whole graphemes as `max` characters (UTF-16 units, as the ERPs count) have room for. */
function fromTheStart(value: string, max: number): string {
  if (value.length <= max) return value;
  let result = '';
  // No more of a long text than can matter.
  for (const part of partsOf(value.slice(0, max + 64))) {
    if (result.length + part.length > max) break;
    result += part;
  }
  return result.trimEnd();
}

function wholeWords(value: string, max: number): string {
  const start = fromTheStart(value, max);
  if (start.length === value.length || /^\s/.test(value.slice(start.length))) return start;
  const space = start.search(/\s+\S*$/);
  return space > 0 ? start.slice(0, space) : start;
}

function bothEnds(value: string, max: number): string {
  if (value.length <= max) return value;
  if (max < 3) return fromTheStart(value, max);
  const start = fromTheStart(value, Math.ceil((max - 1) / 2));
  let end = '';
  for (const part of partsOf(value.slice(-(max + 64))).toReversed()) {
    if (start.length + 1 + part.length + end.length > max) break;
    end = part + end;
  }
  return `${start}~${end.trimStart()}`;
}

function cut(value: string, max: number, rule: string): string {
  const by = Object.hasOwn(cuts, rule) ? cuts[rule] : undefined;
  if (!by) throw new ExpressionFault('failed', `$cut knows the rules ${Object.keys(cuts).join(', ')}`);
  if (max < 0) throw new ExpressionFault('failed', '$cut needs a length that is not negative');
  return by(value, max);
}

export const texts = [
  named({
    name: 'clean',
    takes: [text],
    gives: { is: 'text' },
    about: 'Without control characters and invisible signs; white space becomes one space, none at the ends',
    examples: [
      { text: '$clean("  Ada \\t Lovelace\\n")', gives: 'Ada Lovelace' },
      { text: '$clean(order.nothing)', gives: undefined },
    ],
    run: ([value]) => clean(value),
  }),
  named({
    name: 'upper',
    takes: [text],
    gives: { is: 'text' },
    about: 'In capital letters',
    examples: [{ text: '$upper("straße 5a")', gives: 'STRASSE 5A' }],
    run: ([value]) => value.toUpperCase(),
  }),
  named({
    name: 'lower',
    takes: [text],
    gives: { is: 'text' },
    about: 'In small letters',
    examples: [{ text: '$lower("Ada@Example.COM")', gives: 'ada@example.com' }],
    run: ([value]) => value.toLowerCase(),
  }),
  named({
    name: 'capital',
    takes: [text],
    gives: { is: 'text' },
    about: 'Each word with a capital letter, the others small',
    examples: [
      { text: '$capital("ADA LOVELACE")', gives: 'Ada Lovelace' },
      { text: '$capital("jean-luc o\'neill")', gives: "Jean-Luc O'Neill" },
    ],
    run: ([value]) => capital(value),
  }),
  named({
    name: 'transliterate',
    takes: [text, { name: 'characters', kind: 'text', optional: true }],
    gives: { is: 'text' },
    about: "In the ERP's character set, or in the one named: unicode, latin1, ascii. What has no counterpart becomes ?",
    examples: [
      { text: '$transliterate("Łódź")', gives: 'Lódz' },
      { text: '$transliterate("Jürgen Groß", "ascii")', gives: 'Juergen Gross' },
      { text: '$transliterate("Νίκος Šimić €5", "ascii")', gives: 'Nikos Simic EUR5' },
    ],
    run: ([value, characters], around) => transliterate(value, characters ?? around.characters),
  }),
  named({
    name: 'cut',
    takes: [text, { name: 'max', kind: 'whole' }, { name: 'rule', kind: 'text', optional: true }],
    gives: { is: 'text' },
    about:
      'At most `max` characters. Rule: end (default) cuts at the end, word at the last whole word, middle keeps both ends around a ~',
    examples: [
      { text: '$cut("Widget, extra large", 14)', gives: 'Widget, extra' },
      { text: '$cut("Widget, extra large", 11, "word")', gives: 'Widget,' },
      { text: '$cut("INV-2026-000123", 9, "middle")', gives: 'INV-~0123' },
    ],
    run: ([value, max, rule]) => cut(value, max, rule ?? 'end'),
  }),
];
