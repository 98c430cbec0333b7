import type { CustomerChange } from '../../port.ts';

/** Printable letters of Windows-1252 (M: the code page of the database), and what only moves on. */
const held = /^[\t\n\r\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/u;

/**
 * As a `varchar` column gives it back: without a mark that it has no letter for, else `?`. What is sent otherwise comes back
 * as another text, and a change that stands would look like one that doesn't.
 */
export const inCodePage = (text: string): string =>
  held.test(text) ? text : Array.from(text.normalize('NFC'), letterIn).join('');

function letterIn(letter: string): string {
  if (held.test(letter)) return letter;
  const bare = letter.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return held.test(bare) ? bare : '?';
}

/** A change of which every text can be held. */
export const changeInCodePage = ({ address, ...change }: CustomerChange): CustomerChange => ({
  ...(textsOf(change) as CustomerChange),
  ...(address !== undefined && { address: address && textsOf(address) }),
});

const textsOf = <T extends object>(texts: T): T =>
  Object.fromEntries(
    Object.entries(texts).map(([field, value]) => [field, typeof value === 'string' ? inCodePage(value) : value]),
  ) as T;
