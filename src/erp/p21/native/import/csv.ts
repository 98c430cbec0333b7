/** RFC 4180: one line of names and one of values. */
export const csv = (fields: readonly { readonly name: string; readonly value: string }[]): string =>
  [fields.map(({ name }) => name), fields.map(({ value }) => value)]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('');

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
