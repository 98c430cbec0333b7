import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type { Fields, Params } from './params.ts';

const RFC = 'urn:sap-com:document:sap:rfc:functions';
const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  isArray: (name) => name === 'item',
});
const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true });

export type RfcCall = { readonly name: string; readonly params: Params };
type Element = { readonly [name: string]: string | Element | readonly (string | Element)[] };

/** Nothing, when it is no SOAP 1.1 envelope with one function in it. */
export function readCall(xml: string): RfcCall | undefined {
  if (!xml.includes(ENVELOPE) || !xml.includes(RFC)) return undefined;
  const root = parsed(xml);
  const body = elementIn(elementIn(root, 'Envelope'), 'Body');
  const [name] = Object.keys(body ?? {}).filter((key) => key !== '#text');
  if (body === undefined || name === undefined) return undefined;
  return { name: name.replaceAll('_-', '/'), params: paramsOf(elementIn(body, name) ?? {}) };
}

function parsed(xml: string): Element | undefined {
  try {
    return parser.parse(xml, true) as Element;
  } catch {
    return undefined;
  }
}

function elementIn(parent: Element | undefined, name: string): Element | undefined {
  const child = parent?.[name];
  return typeof child === 'object' && !Array.isArray(child) ? (child as Element) : undefined;
}

const paramsOf = (element: Element): Params =>
  Object.fromEntries(
    Object.entries(element)
      .filter(([name]) => name !== '#text')
      .map(([name, value]) => [name, paramOf(value)]),
  );

function paramOf(value: Element[string]): Params[string] {
  if (typeof value === 'string') return value.trim() === '' ? '' : value;
  if (Array.isArray(value)) return paramOf((value as readonly Element[])[0] ?? '');
  const items = (value as Element)['item'];
  if (Array.isArray(items)) return (items as readonly (string | Element)[]).map(fieldsOf);
  return fieldsOf(value as Element);
}

const fieldsOf = (value: string | Element): Fields =>
  typeof value === 'string'
    ? {}
    : Object.fromEntries(
        Object.entries(value).flatMap(([name, field]) =>
          name === '#text' || typeof field !== 'string' ? [] : [[name, field] as const],
        ),
      );

/** Where the call came in decides how the answer's element is called. */
export type Dialect = 'soap-rfc' | 'srt';

export function printAnswer(name: string, answer: Params, dialect: Dialect): string {
  const element = `${name.replaceAll('/', '_-')}${dialect === 'srt' ? 'Response' : '.Response'}`;
  const prefix = dialect === 'srt' ? 'n0' : 'rfc';
  const content = Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, Array.isArray(value) ? { item: value as unknown } : value]),
  );
  return envelope({ [`${prefix}:${element}`]: { [`@_xmlns:${prefix}`]: RFC, ...content } });
}

export function printFault(name: string, exception: string, text: string, dialect: Dialect): string {
  const detail =
    dialect === 'srt'
      ? { [`n0:${name}.Exception`]: { '@_xmlns:n0': RFC, Name: exception, Text: text } }
      : { 'rfc:Error': { '@_xmlns:rfc': 'urn:sap-com:document:sap:soap:functions', type: exception, message: text } };
  return envelope({
    'SOAP-ENV:Fault': {
      faultcode: 'SOAP-ENV:Server',
      faultstring: dialect === 'srt' ? exception : text,
      detail,
    },
  });
}

const envelope = (body: object): string =>
  '<?xml version="1.0" encoding="utf-8"?>' +
  builder.build({ 'SOAP-ENV:Envelope': { '@_xmlns:SOAP-ENV': ENVELOPE, 'SOAP-ENV:Body': body } });
