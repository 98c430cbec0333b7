import { named } from './definition.ts';
import { countryCodes, otherCountryNames, states } from './places-table.ts';

/** Small letters without accents, signs and double spaces: as names are compared. */
const bare = (text: string): string =>
  text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}|['’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl'];
let known: ReadonlyMap<string, string> | undefined;

/** Made when it is first needed: names of 250 countries in six languages. */
function countries(): ReadonlyMap<string, string> {
  if (known) return known;
  const names = new Map<string, string>();
  for (const language of languages) {
    const inLanguage = new Intl.DisplayNames([language], { type: 'region' });
    for (const [two] of countryCodes) names.set(bare(inLanguage.of(two) ?? two), two);
  }
  for (const [two, three] of countryCodes) names.set(two.toLowerCase(), two).set(three.toLowerCase(), two);
  for (const [name, two] of Object.entries(otherCountryNames)) names.set(name, two);
  known = names;
  return names;
}

export const countryOf = (text: string): string | undefined => countries().get(bare(text));

const stateNames = new Map(Object.entries(states).map(([country, text]) => [country, namesOf(text)] as const));

function namesOf(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [, code = '', written = ''] of text.matchAll(/([A-Z]{2,3}):(.*?)(?= [A-Z]{2,3}:|$)/g)) {
    for (const name of written.split('|')) names.set(bare(name), code);
    names.set(code.toLowerCase(), code);
  }
  return names;
}

/** `CA`, `US-CA` and `California` are one. */
export function stateOf(country: string, text: string): string | undefined {
  const two = countryOf(country) ?? '';
  const name = bare(text);
  return stateNames.get(two)?.get(name.replace(new RegExp(`^${two.toLowerCase()} `), ''));
}

export const places = [
  named({
    name: 'country',
    takes: [{ name: 'text', kind: 'text' }],
    gives: { is: 'text' },
    about:
      'ISO code of two letters, from a code or a name in English, German, French, Spanish, Italian or Dutch; else nothing',
    examples: [
      { text: '$country("Deutschland")', gives: 'DE' },
      { text: '$country("U.S.A.")', gives: 'US' },
      { text: '$country("Atlantis")', gives: undefined },
    ],
    run: ([text]) => countryOf(text),
  }),
  named({
    name: 'state',
    takes: [
      { name: 'country', kind: 'text' },
      { name: 'text', kind: 'text', optional: true },
    ],
    gives: { is: 'text' },
    about: 'Code of a state in the US, Canada, Australia or Germany, from its code or name; else nothing',
    examples: [
      { text: '$state("US", "california")', gives: 'CA' },
      { text: '$state("Canada", "Québec")', gives: 'QC' },
      { text: '$state("DE", "Bavaria")', gives: 'BY' },
    ],
    run: ([country, text]) => (text === undefined ? undefined : stateOf(country, text)),
  }),
];
