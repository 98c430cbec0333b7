/** `19`, `19.0` and `19.00` are one rate. */
export const plainRate = (rate: string): string =>
  rate
    .trim()
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
