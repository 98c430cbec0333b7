/** Quantities have at most four digits behind the point; counted in ten-thousandths they stay whole numbers. */
export function tenThousandths(text: string): number {
  const match = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match)
    throw new RangeError(`${text} is not a quantity; write digits, as in 2 or 0.5, with four behind the point at most`);
  const [, whole = '', fraction = ''] = match;
  return Number(whole + fraction.padEnd(4, '0'));
}

export function quantityText(count: number): string {
  const digits = String(count).padStart(5, '0');
  const fraction = digits.slice(-4).replace(/0+$/, '');
  return digits.slice(0, -4) + (fraction && `.${fraction}`);
}
