import { named } from './definition.ts';

/** Words that belong to the family name behind them. */
const particles = new Set(
  'van von de der den del della di da dos das du la le ten ter zu zur zum af av bin ibn al el'.split(' '),
);
/** Titles before a name and what may follow it. */
const titles = /^(?:(?:mr|mrs|ms|miss|mx|dr|prof|herr|frau|sir|dame|ing|dipl-ing|mag)\.?\s+)+/i;
const suffix = /,?\s+(?:jr|sr|ii|iii|iv|ph\.?d|md|esq|mba)\.?$/i;

type Name = { readonly first?: string; readonly last: string };

/** `Lovelace, Ada` as well as `Ada Lovelace`; a single word is a last name. */
function splitName(text: string): Name {
  const name = text.replace(/\s+/g, ' ').trim().replace(titles, '').replace(suffix, '');
  const [last = '', first] = name.split(/,\s*/, 2);
  if (first) return { first, last };
  const words = last.split(' ');
  let from = words.length - 1;
  while (from > 1 && particles.has(words[from - 1]?.toLowerCase() ?? '')) from--;
  const before = words.slice(0, from).join(' ');
  return before ? { first: before, last: words.slice(from).join(' ') } : { last };
}

type Street = { readonly street: string; readonly number?: string };
const number = String.raw`\d+(?:\s?[a-zA-Z](?![\p{L}\d]))?(?:\s?[-/–]\s?\d+\s?[a-zA-Z]?(?![\p{L}\d]))?`;
const behind = new RegExp(String.raw`^(.*[\p{L}.)])[\s,]+(?:n[°ºo]\.?\s?)?(${number})$`, 'u');
const ahead = new RegExp(String.raw`^(${number})[\s,]+(.*\p{L}.*)$`, 'u');

/** The number stands behind (`Hauptstr. 5a`) or ahead (`12 Main St`); where there is none, all is the street. */
function splitStreet(text: string): Street {
  const line = text.replace(/\s+/g, ' ').trim().slice(0, longest);
  const after = behind.exec(line);
  if (after) return { street: (after[1] ?? '').replace(/,$/, ''), number: after[2] ?? '' };
  const before = ahead.exec(line);
  return before ? { street: before[2] ?? '', number: before[1] ?? '' } : { street: line };
}
const longest = 500;

export const people = [
  named({
    name: 'splitName',
    takes: [{ name: 'name', kind: 'text' }],
    gives: { is: 'object', fields: { first: { is: 'text' }, last: { is: 'text' } } },
    about: 'First and last name; particles go with the last, titles fall away. A single word is the last name',
    examples: [
      { text: '$splitName("Dr. Ada Maria Lovelace")', gives: { first: 'Ada Maria', last: 'Lovelace' } },
      { text: '$splitName("Ludwig van Beethoven").last', gives: 'van Beethoven' },
      { text: '$splitName("Lovelace, Ada")', gives: { first: 'Ada', last: 'Lovelace' } },
    ],
    run: ([name]) => splitName(name.slice(0, longest)),
  }),
  named({
    name: 'splitStreet',
    takes: [{ name: 'line', kind: 'text' }],
    gives: { is: 'object', fields: { street: { is: 'text' }, number: { is: 'text' } } },
    about: 'Street and house number, whichever stands first; the whole line is the street where there is no number',
    examples: [
      { text: '$splitStreet("Hauptstraße 5a")', gives: { street: 'Hauptstraße', number: '5a' } },
      { text: '$splitStreet("12-14 Main Street")', gives: { street: 'Main Street', number: '12-14' } },
      { text: '$splitStreet("Marktplatz")', gives: { street: 'Marktplatz' } },
    ],
    run: ([line]) => splitStreet(line),
  }),
];
