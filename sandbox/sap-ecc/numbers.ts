/** Prefix and width of what a number range gives. Numbers are consumed by whoever drew them, saved or not. */
const ranges = {
  customer: ['01', 10],
  address: ['02', 10],
  order: ['001', 10],
  delivery: ['008', 10],
  billing: ['009', 10],
  idoc: ['00000001', 16],
  change: ['00', 10],
  DR: ['18', 10],
  DG: ['16', 10],
  DZ: ['14', 10],
  DA: ['17', 10],
  SA: ['01', 10],
  AB: ['02', 10],
  RV: ['15', 10],
} as const;
export type NumberRange = keyof typeof ranges;

export function createNumbers() {
  const last = new Map<NumberRange, number>();
  return (range: NumberRange): string => {
    const number = (last.get(range) ?? 0) + 1;
    last.set(range, number);
    const [prefix, width] = ranges[range];
    return prefix + String(number).padStart(width - prefix.length, '0');
  };
}

export const isDocumentType = (type: string): type is 'DR' | 'DG' | 'DZ' | 'SA' | 'AB' =>
  ['DR', 'DG', 'DZ', 'SA', 'AB'].includes(type);

/** Conversion exit ALPHA: numbers get zeros in front, names stay. */
export const alpha = (text: string, width: number): string => (/^\d+$/.test(text) ? text.padStart(width, '0') : text);
export const withoutZeros = (text: string): string => (/^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text);

/** As the admin routes write an FI document: "1400000012-1000-2026". */
export const shownDocument = (key: string): string => `${key.slice(0, 10)}-${key.slice(10, 14)}-${key.slice(14)}`;
