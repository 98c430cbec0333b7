/**
 * Takes out of free text what must never be kept: e-mail addresses, card numbers, credentials. Error texts of other
 * systems and whatever people type pass through here before they are logged or stored.
 */
export const scrub = (text: string): string =>
  patterns.reduce((clean, [pattern, mask]) => clean.replaceAll(pattern, mask), maskCards(text));

/** Whether a number in the text could be a payment card's: 13 to 19 digits, grouped or not, with a right check digit. */
export const hasCardNumber = (text: string): boolean => maskCards(text) !== text;

/** Every repetition has an upper bound, so that no text, however hostile, takes more than linear time. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/@:]{1,256}:[^\s/@]{1,256}@/g, '$1[credentials]@'],
  [/\b(?:sk|rk|pk)_(?:live|test)_\w{1,512}/g, '[stripe key]'],
  [/\bwhsec_[\w+/=-]{1,512}/g, '[webhook secret]'],
  [/\b(Bearer|Basic)\s{1,4}[\w.~+/=-]{6,4096}/gi, '$1 [credentials]'],
  [/[^\s@<>"'(),;:=[\]{}\\]{1,256}@[^\s@<>"'(),;:=[\]{}\\]{1,256}/g, '[e-mail]'],
];

/** Payment cards begin with 2 to 6: a time in milliseconds, which begins with 1, is none. */
const digitGroups = /(?<![\d\p{L}])\d+(?:[ \u00a0.-]{1,2}\d+)*(?![\d\p{L}])/gu;
const mask = '[card]';

const maskCards = (text: string): string => text.replace(digitGroups, (run) => maskWithin(run));

/** Any whole groups side by side may be the card: `no. 12 4242 4242 4242 4242` holds one from its second group on. */
function maskWithin(run: string): string {
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({
    digits,
    from: index,
    to: index + digits.length,
  }));
  for (const [first, { from }] of groups.entries()) {
    let digits = '';
    for (const group of groups.slice(first, first + 19)) {
      digits += group.digits;
      if (digits.length > 19) break;
      if (isCard(digits)) return `${run.slice(0, from)}${mask}${maskWithin(run.slice(group.to))}`;
    }
  }
  return run;
}

const isCard = (digits: string): boolean => /^[2-6]\d{12,18}$/.test(digits) && hasCheckDigit(digits);

/** ISO/IEC 7812-1: from the right, every second digit counts double, and its own two digits are added. */
function hasCheckDigit(digits: string): boolean {
  const values = Array.from(digits, Number).reverse();
  const sum = values.reduce((total, value, place) => total + (place % 2 === 0 ? value : doubled(value)), 0);
  return sum % 10 === 0;
}

const doubled = (digit: number): number => (digit > 4 ? digit * 2 - 9 : digit * 2);
