import { MappingFault } from './fault.ts';

/** Digits in groups, as cards are printed; not a part of an id such as `pi_3Nx…`. */
const groupsOfDigits = /(?<![\p{L}\d_])\d+(?:[\s\p{Pd}]{1,2}\d+)*(?![\p{L}\d_])/gu;

/**
 * Whether a text holds something that could be a card's number: 13 to 19 digits, alone or as neighbouring groups (an
 * expiry date may follow), that start as payment cards do and add up as Luhn's do.
 */
export const cardLike = (text: string): boolean =>
  [...text.normalize('NFKC').matchAll(groupsOfDigits)].some(([found]) => neighbours(found.split(/\D+/)).some(isCard));

const neighbours = (groups: readonly string[]): readonly string[] =>
  groups.flatMap((_, from) =>
    groups.slice(from, from + 19).map((_, more) => groups.slice(from, from + more + 1).join('')),
  );

const isCard = (digits: string): boolean => /^[2-6]\d{12,18}$/.test(digits) && addsUp(digits);

/** Path of the first text in a source that looks like a card's number; a key that looks like one is counted, not named. */
export function cardIn(source: unknown, path = ''): string | undefined {
  if (typeof source === 'string') return cardLike(source) ? path : undefined;
  if (typeof source !== 'object' || source === null) return undefined;
  for (const [index, [key, value]] of Object.entries(source).entries()) {
    const counted = Array.isArray(source) || cardLike(key);
    const found = cardIn(value, counted ? `${path}[${index}]` : (path && `${path}.${key}`) || key);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Texts = { readonly metadata: Readonly<Record<string, string>>; readonly description?: string | undefined };

/**
 * A card's number never reaches the ERP, a log or a history: whoever typed it into a text must take it out at Stripe.
 * @throws MappingFault that names the field and never its value
 */
export function refuseCards({ metadata, description }: Texts): void {
  if (description !== undefined && cardLike(description)) throw refusal('description');
  Object.entries(metadata).forEach(([key, value], index) => {
    if (cardLike(value)) throw refusal(cardLike(key) ? `metadata[${index}]` : `metadata.${key}`);
    if (cardLike(key)) throw refusal(`metadata[${index}]`);
  });
}

const refusal = (where: string) =>
  new MappingFault(where, `The payment's ${where} looks like it holds a card number. Remove it at Stripe, then retry`);

/** From the right, every second digit counts twice; a whole number of tens is a card. */
function addsUp(digits: string): boolean {
  const total = Array.from(digits, Number)
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2))
    .reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0);
  return total % 10 === 0;
}
