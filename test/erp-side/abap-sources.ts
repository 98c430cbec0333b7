import { readFileSync, readdirSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

const folder = new URL('../../erp-side/sap-ecc/', import.meta.url);
export const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8');
export const files = (ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending));

/** An element: what stands in it by name, always as a list. */
export type Element = { readonly [name: string]: readonly (Element | string)[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  ignoreDeclaration: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: () => true,
});
/** @throws for what is not well-formed. */
export const parsed = (path: string): Element => parser.parse(read(path), true) as Element;

/** Whatever has this name, wherever it stands. */
function all(name: string, within: Element): readonly (Element | string)[] {
  return Object.entries(within).flatMap(([key, values]) => {
    const list = Array.isArray(values) ? values : [values];
    const own = key === name ? list : [];
    return [...own, ...list.flatMap((value) => (typeof value === 'string' ? [] : all(name, value)))];
  });
}
export const elements = (name: string, within: Element): readonly Element[] =>
  all(name, within).filter((found) => typeof found !== 'string');
export const texts = (name: string, within: Element): readonly string[] =>
  all(name, within).filter((found) => typeof found === 'string');
export const text = (name: string, within: Element): string => {
  const [first = ''] = within[name] ?? [];
  return typeof first === 'string' ? first : '';
};

export type FunctionModule = {
  readonly name: string;
  readonly remote: boolean;
  /** `IMPORTING IV_KEY ZQTC_IDEMP-IDEMP_KEY` and so on. */
  readonly parameters: readonly string[];
};
const kinds = [
  ['RSIMP', 'IMPORTING', 'TYP'],
  ['RSEXP', 'EXPORTING', 'TYP'],
  ['RSTBL', 'TABLES', 'DBSTRUCT'],
] as const;

/** As abapGit would create them. */
export const functionModules = (): readonly FunctionModule[] =>
  elements('item', parsed('src/zqtc.fugr.xml')).map((item) => ({
    name: text('FUNCNAME', item),
    remote: text('REMOTE_CALL', item) === 'R',
    parameters: kinds.flatMap(([element, kind, type]) =>
      elements(element, item).map((each) => `${kind} ${text('PARAMETER', each)} ${text(type, each)}`),
    ),
  }));

/** The same, as the comment at the head of the source shows it to a reader. */
export function parametersInSource(source: string): readonly string[] {
  let kind = '';
  return source.split('\n').flatMap((line) => {
    kind = /^\*"\s+(IMPORTING|EXPORTING|TABLES)$/.exec(line)?.[1] ?? kind;
    const found = /^\*"\s+(?:VALUE\((\w+)\) TYPE|(\w+) STRUCTURE)\s+(\S+)/.exec(line);
    return found ? [`${kind} ${found[1] ?? found[2]} ${found[3]}`] : [];
  });
}

/** Statements without comments and without what stands in quotes. */
export const statements = (source: string): readonly string[] =>
  source
    .split('\n')
    .filter((line) => !line.startsWith('*'))
    .map((line) => line.replaceAll(/'[^']*'/g, "''").replace(/".*/, ''))
    .join('\n')
    .split(/\.(?=\s)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/** Parameters that INTERFACE.md gives to each wrapper: what must be there, and what else may be. */
export function documented(): ReadonlyMap<
  string,
  { readonly must: readonly string[]; readonly may: readonly string[] }
> {
  const page = read('INTERFACE.md');
  const rows = page.matchAll(/^\| `(Z_QTC_\w+)`\s*\| (.*?)\s*\|$/gm);
  return new Map(
    [...rows].map(([, name = '', row = '']) => {
      const own: readonly string[] = row.replaceAll(/\([^)]*\)/g, '').match(/\b[IE][VST]_\w+/g) ?? [];
      const bapi = /parameters of `(\w+)`/.exec(row)?.[1];
      const standard = reading.has(name) ? [] : keyed;
      const of = bapi === undefined ? { taken: [], given: [] } : parametersOf(bapi, page);
      return [name, { must: unique([...own, ...standard, ...of.taken]), may: ['RETURN', ...of.given] }] as const;
    }),
  );
}

/** They write nothing, so they take no key of their own to be repeated by. */
const reading: ReadonlySet<string> = new Set(['Z_QTC_FIND', 'Z_QTC_CLEARINGS']);
const keyed = ['IV_KEY', 'IV_STRIPE_ID', 'EV_DOCUMENT', 'EV_REPEATED', 'RETURN'];
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** The names in the BAPI's paragraph; `_INX` stands for the name before it. */
function parametersOf(
  bapi: string,
  page: string,
): { readonly taken: readonly string[]; readonly given: readonly string[] } {
  const [, head = '', tail = ''] = /^(.*)(_[^_]+)$/.exec(bapi) ?? [];
  const paragraphs = page.split('\n').filter((line) => line.startsWith('- `BAPI'));
  const paragraph =
    paragraphs.find((line) => line.includes(`\`${bapi}\``)) ??
    paragraphs.find((line) => line.includes(head) && line.includes(`\`${tail}\``)) ??
    '';
  const [taken = '', ...given] = paragraph.split(/\b[Oo]ut\b/);
  return { taken: namesIn(taken), given: namesIn(given.join(' ')) };
}

function namesIn(words: string): readonly string[] {
  let last = '';
  const names = [...words.matchAll(/`([A-Z_][A-Z0-9_]*)`/g)].map(([, name = '']) => {
    if (name === '_INX') return last.replace(/_IN$/, '_INX');
    if (name.endsWith('_IN')) last = name;
    return name;
  });
  return unique(names.filter((name) => name.length > 5 && !/^(BAPI|_)/.test(name)));
}
