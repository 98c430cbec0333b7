/** Letters that Unicode does not take apart into a plain one and its mark. */
const plain: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', þ: 'th', ð: 'd' };
/** What a company is by law says little about which one it is, and is left out as often as not. */
const legalForms = new Set(
  'ab ag as bv co corp corporation gmbh inc incorporated kg limited llc ltd nv oy plc sa sarl sas srl ug'.split(' '),
);

/** The words of a text, without marks, capitals, order and repetitions. */
const wordsOf = (text: string): readonly string[] => {
  const bare = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ßæœøđłþð]/g, (letter) => plain[letter] ?? letter)
    .replace(/\p{M}/gu, '');
  return [...new Set(bare.match(/[\p{L}\p{N}]+/gu) ?? [])].sort();
};

/** `Müller & Söhne GmbH` and `SOHNE, MULLER` are one; empty where nothing is left. */
export function normalName(text: string): string {
  const words = wordsOf(text);
  const telling = words.filter((word) => !legalForms.has(word));
  return (telling.length > 0 ? telling : words).join(' ');
}

export const normalDescription = (text: string): string => wordsOf(text).join(' ');

/** `sw1a 1aa` and `SW1A1AA` are one, `12345-6789` is `12345`. */
export const normalPostcode = (text: string): string => {
  const bare = text.normalize('NFKC').toUpperCase();
  return (/^\s*(\d{5})-\d{4}\s*$/.exec(bare)?.[1] ?? bare).replace(/[^\p{L}\p{N}]/gu, '');
};

/** An item's number or a SKU: case and outer blanks are how it was typed. */
export const normalNumber = (text: string): string => text.normalize('NFKC').trim().toUpperCase();
