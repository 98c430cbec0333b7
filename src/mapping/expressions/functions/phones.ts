import { named } from './definition.ts';
import { phonePlans } from './phones-table.ts';
import { countryOf } from './places.ts';

/**
 * E.164 as well as can be told without a register of numbers: `+` or `00` says the country, else it is the one given.
 * Extensions fall away; what can't be a number of the country gives nothing.
 */
function phone(text: string, country: string | undefined): string | undefined {
  const written = text
    .slice(0, 60)
    .replace(/(?:ext|x|durchwahl|dw)\.?\s*\d+\s*$/i, '')
    .replace(/\(0\)/, '');
  if (/\p{L}/u.test(written)) return undefined;
  const digits = written.replace(/\D/g, '');
  if (/^\s*\(?\+/.test(written)) return international(digits);
  if (digits.startsWith('00')) return international(digits.slice(2));
  const plan = phonePlans[countryOf(country ?? '') ?? ''];
  if (!plan) return undefined;
  const [code, trunk, least, most] = plan;
  const number = trunk && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits;
  return number.length >= least && number.length <= most ? `+${code}${number}` : undefined;
}

/** The longest code that fits decides about the length; of an unknown country any length may be right. */
function international(digits: string): string | undefined {
  if (!/^[1-9]\d{6,14}$/.test(digits)) return undefined;
  const plans = Object.values(phonePlans).filter(([code]) => digits.startsWith(code));
  const [plan] = plans.sort((a, b) => b[0].length - a[0].length);
  if (!plan) return `+${digits}`;
  const [code, trunk, least, most] = plan;
  const rest = digits.slice(code.length);
  const number = trunk === '0' && rest.startsWith('0') ? rest.slice(1) : rest;
  return number.length >= least && number.length <= most ? `+${code}${number}` : undefined;
}

export const phones = [
  named({
    name: 'phone',
    takes: [
      { name: 'text', kind: 'text' },
      { name: 'country', kind: 'text', optional: true },
    ],
    gives: { is: 'text' },
    about: 'Number in E.164, of the country where the text names none; nothing where it can be no number',
    examples: [
      { text: '$phone("030 / 123 45 67", "DE")', gives: '+49301234567' },
      { text: '$phone("(415) 555-0132 ext. 7", "US")', gives: '+14155550132' },
      { text: '$phone("call me", "US")', gives: undefined },
    ],
    run: ([text, country]) => phone(text, country),
  }),
];
