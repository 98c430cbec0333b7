/** Records of RFC 4180: fields in quotes may hold commas, line ends and doubled quotes. Nothing for an open quote. */
export function readCsv(text: string): readonly (readonly string[])[] | undefined {
  const records: string[][] = [];
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length || record.length > 0) {
    const match = field.exec(text);
    if (!match) return undefined;
    const [, quoted, bare = '', end] = match;
    record.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
