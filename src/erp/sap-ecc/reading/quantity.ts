/** SAP's quantities have three digits behind the point; counted in thousandths they stay whole numbers. */
export function thousandths(text: string): number {
  const match = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text.trim() === '' ? '0' : text.trim());
  if (!match) throw new RangeError(`"${text}" is not a quantity as SAP writes it, as in 2.000`);
  const [, whole = '', fraction = ''] = match;
  return Number(whole + fraction.padEnd(3, '0'));
}

/** `2000` -> `2`, `500` -> `0.5`. */
export function quantityText(count: number): string {
  const digits = String(count).padStart(4, '0');
  const fraction = digits.slice(-3).replace(/0+$/, '');
  return digits.slice(0, -3) + (fraction && `.${fraction}`);
}
