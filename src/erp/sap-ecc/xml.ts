import { XMLParser } from 'fast-xml-parser';
import type { Fields, Parameters } from './rfc.ts';

/** An element as it was read: text, or elements by name. Table rows are always a list. */
export type Node = string | { readonly [name: string]: Node | readonly Node[] };

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const functions = 'urn:sap-com:document:sap:rfc:functions';

/** One function call. Tables that are only named come back filled; those that are not named don't come back. */
export function envelope(functionName: string, parameters: Parameters, tables: readonly string[] = []): string {
  const asked = tables.filter((name) => !(name in parameters)).map((name) => element(name, ''));
  const given = Object.entries(parameters).map(([name, value]) => element(name, content(value)));
  const call = element(`urn:${functionName}`, [...given, ...asked].join(''));
  return (
    `<?xml version="1.0" encoding="utf-8"?>` +
    `<soapenv:Envelope xmlns:soapenv="${soap}" xmlns:urn="${functions}">` +
    `${element('soapenv:Body', call)}</soapenv:Envelope>`
  );
}

/** `/` of a namespace is written `_-` in XML. */
const element = (name: string, inner: string): string => {
  const tag = name.replaceAll('/', '_-');
  return inner === '' ? `<${tag}/>` : `<${tag}>${inner}</${tag}>`;
};

function content(value: Parameters[string]): string {
  if (typeof value === 'string') return escaped(value);
  return isTable(value) ? value.map((row) => element('item', fields(row))).join('') : fields(value);
}

const isTable = (value: Fields | readonly Fields[]): value is readonly Fields[] => Array.isArray(value);
const fields = (row: Fields): string =>
  Object.entries(row)
    .map(([name, value]) => element(name, escaped(value)))
    .join('');

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Control characters can't be written in XML at all, and mean nothing to anybody: a blank stands for each. */
export const escaped = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u001F\u007F\uFFFE\uFFFF]/g, ' ').replaceAll(/[&<>"]/g, (mark) => marks[mark] ?? '');

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  // Amounts and numbers stay the text that they are, and RFC_READ_TABLE counts its blanks.
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === 'item',
});

/** Nothing, where the text is not XML, or not all of it: half an answer must not be taken for a whole one without rows. */
export function parsed(text: string): Node | undefined {
  try {
    const document = parser.parse(text, true) as Node;
    return typeof document === 'string' || Object.keys(document).length === 0 ? undefined : document;
  } catch {
    return undefined;
  }
}

/** The element of that name below another; nothing, where there is none. */
export function child(node: Node | undefined, name: string): Node | undefined {
  if (typeof node !== 'object') return undefined;
  const found = node[name];
  return found === undefined || isList(found) ? undefined : found;
}

export const textOf = (node: Node | undefined): string => (typeof node === 'string' ? node : '');

export function fieldsOf(node: Node | undefined): Fields {
  if (typeof node !== 'object') return {};
  const named = Object.entries(node).filter(([name]) => name !== '#text');
  return Object.fromEntries(named.map(([name, value]) => [name, typeof value === 'string' ? value : '']));
}

export function rowsOf(node: Node | undefined): readonly Fields[] {
  if (typeof node !== 'object') return [];
  const rows = node['item'];
  return rows !== undefined && isList(rows) ? rows.map(fieldsOf) : [];
}

const isList = (value: Node | readonly Node[]): value is readonly Node[] => Array.isArray(value);
