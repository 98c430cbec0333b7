import { named } from './definition.ts';
import { countryOf } from './places.ts';
import { vatChecksums, vatFormats } from './vat-ids-table.ts';

/** The letters that a country's VAT ids begin with. */
const lettersOf = (country: string): string => (country === 'GR' ? 'EL' : country);

/** Without spaces and signs, with the country's letters; nothing where format or checksum is wrong. */
function vatId(text: string, country: string | undefined): string | undefined {
  const written = text
    .slice(0, 60)
    .toUpperCase()
    .replace(/[\s.\-/]/g, '');
  const own = lettersOf(written.slice(0, 2));
  if (Object.hasOwn(vatFormats, own) && right(own, written.slice(2))) return own + written.slice(2);
  const letters = lettersOf(countryOf(country ?? '') ?? '');
  return Object.hasOwn(vatFormats, letters) && right(letters, written) ? letters + written : undefined;
}

function right(letters: string, rest: string): boolean {
  if (!vatFormats[letters]?.test(rest)) return false;
  const checksum = Object.hasOwn(vatChecksums, letters) ? vatChecksums[letters] : undefined;
  return !checksum || checksum(Array.from(rest, Number), rest);
}

export const vatIds = [
  named({
    name: 'vatId',
    takes: [
      { name: 'text', kind: 'text' },
      { name: 'country', kind: 'text', optional: true },
    ],
    gives: { is: 'text' },
    about: "VAT id with its country's letters and without spaces; nothing where its format or checksum is wrong",
    examples: [
      { text: '$vatId("de 136 695 976")', gives: 'DE136695976' },
      { text: '$vatId("136695976", "Germany")', gives: 'DE136695976' },
      { text: '$vatId("DE136695977")', gives: undefined },
    ],
    run: ([text, country]) => vatId(text, country),
  }),
];
