/** How many digits an ERP's quantities have before and behind the point at the most. */
type Digits = { readonly whole: number; readonly fraction: number };

/** A quantity counted in its smallest part, so that it stays a whole number; nothing for text that is no quantity. */
export function smallestParts(text: string, { whole, fraction }: Digits): number | undefined {
  const match = new RegExp(String.raw`^(\d{1,${whole}})(?:\.(\d{1,${fraction}}))?$`).exec(text);
  return match ? Number(`${match[1]}${(match[2] ?? '').padEnd(fraction, '0')}`) : undefined;
}

/** With three digits behind the point: `2000` -> `2`, `500` -> `0.5`. */
export function partsText(count: number, { fraction }: Digits): string {
  const digits = String(count).padStart(fraction + 1, '0');
  const behind = digits.slice(-fraction).replace(/0+$/, '');
  return digits.slice(0, -fraction) + (behind && `.${behind}`);
}
