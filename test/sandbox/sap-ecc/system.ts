import { XMLParser } from 'fast-xml-parser';
import { onTestFinished } from 'vitest';
import type { FaultSpec } from '../../../sandbox/faults.ts';
import { startSapSandbox } from '../../../sandbox/sap-ecc/server.ts';
import type { SapSandboxOptions } from '../../../sandbox/sap-ecc/server.ts';

type Rows = readonly Readonly<Record<string, string>>[];
export type Reply = {
  readonly status: number;
  readonly xml: string;
  /** A parameter without structure. */
  text(name: string): string;
  row(name: string): Readonly<Record<string, string>>;
  rows(name: string): Rows;
  /** "S V1 311", or "E F5102" where the row has a code only. */
  readonly messages: readonly string[];
};
type Call = (functionName: string, parameters: string) => Promise<Reply>;

const parser = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  isArray: (name) => name === 'item',
});
export const basic = (name = 'QUITTANCE', password = 'sandbox') =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

export const envelope = (functionName: string, parameters: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:sap-com:document:sap:rfc:functions"><soapenv:Body><urn:${functionName}>${parameters}</urn:${functionName}></soapenv:Body></soapenv:Envelope>`;

/** A running system for one test, called with XML that was written by hand. */
export async function startSystem(options: SapSandboxOptions = {}) {
  const sandbox = await startSapSandbox(options);
  onTestFinished(() => sandbox.close());
  const post = (path: string, xml: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${sandbox.url}${path}?sap-client=100&sap-language=EN`, {
      method: 'POST',
      headers: { authorization: basic(), 'content-type': 'text/xml; charset=utf-8', soapaction: '""', ...headers },
      body: xml,
      signal: AbortSignal.timeout(20_000),
    });
  const call: Call = async (name, parameters) => readReply(await post('/sap/bc/soap/rfc', envelope(name, parameters)));
  const admin = async (path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> => {
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  };

  return {
    ...sandbox,
    post,
    call,
    admin,
    fault: (spec: FaultSpec) => admin('faults', spec),
    /** Calls that carry the cookies of the first answer. */
    session: () => {
      const jar = new Map<string, string>();
      const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const inSession: Call = async (name, parameters) => {
        const path = '/sap/bc/srt/rfc/sap/zquittance/100/zquittance/stateful';
        const response = await post(path, envelope(name, parameters), jar.size > 0 ? { cookie: cookie() } : {});
        for (const line of response.headers.getSetCookie()) {
          const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          jar.set(key, value);
        }
        return readReply(response);
      };
      const logoff = () =>
        fetch(`${sandbox.url}/sap/public/bc/icf/logoff`, { headers: { authorization: basic(), cookie: cookie() } });
      return { call: inSession, logoff, jar };
    },
  };
}
export type System = Awaited<ReturnType<typeof startSystem>>;

async function readReply(response: Response): Promise<Reply> {
  const xml = await response.text();
  const body = xml.startsWith('<?xml') ? answerIn(xml) : {};
  const rows = (name: string): Rows => {
    const value = body[name];
    return typeof value === 'object' ? ((value as { item?: Rows }).item ?? []) : [];
  };
  const row = (name: string) => (typeof body[name] === 'object' ? (body[name] as Rows[number]) : {});
  const returned = rows('RETURN').length > 0 ? rows('RETURN') : [row('RETURN')];
  return {
    status: response.status,
    xml,
    text: (name) => (typeof body[name] === 'string' ? body[name] : ''),
    row,
    rows,
    messages: returned
      .filter(({ TYPE }) => TYPE)
      .map(({ TYPE, ID, NUMBER, CODE }) => (CODE === undefined ? `${TYPE} ${ID} ${NUMBER}` : `${TYPE} ${CODE}`)),
  };
}

function answerIn(xml: string): Readonly<Record<string, unknown>> {
  const { Envelope } = parser.parse(xml) as { Envelope: { Body: Record<string, Record<string, unknown>> } };
  return Object.values(Envelope.Body)[0] ?? {};
}

/** `<NAME><A>1</A></NAME>`; a list makes a table. */
export const element = (name: string, value: Rows | Readonly<Record<string, string>> = []): string => {
  const fields = (row: Readonly<Record<string, string>>) =>
    Object.entries(row)
      .map(([key, text]) => `<${key}>${text}</${key}>`)
      .join('');
  const content = Array.isArray(value)
    ? (value as Rows).map((row) => `<item>${fields(row)}</item>`).join('')
    : fields(value as Readonly<Record<string, string>>);
  return `<${name}>${content}</${name}>`;
};
const flags = (row: Readonly<Record<string, string>>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, keys.includes(key) ? value : 'X']));

export type OrderLine = {
  readonly MATERIAL: string;
  readonly REQ_QTY: string;
  readonly price: string;
  readonly discount?: string;
  readonly TAX_CLASS1?: string;
};
/** 100.00 at 19 per cent: 119.00. */
export const widget: OrderLine = { MATERIAL: 'W-100', REQ_QTY: '1', price: '100.00', TAX_CLASS1: '1' };

/** Parameters of BAPI_SALESORDER_CREATEFROMDAT2. */
export function orderOf(
  header: Readonly<Record<string, string>> = {},
  lines: readonly OrderLine[] = [widget],
  customer = '0000000001',
): string {
  const whole = {
    DOC_TYPE: 'OR',
    SALES_ORG: '1000',
    DISTR_CHAN: '10',
    DIVISION: '00',
    PURCH_NO_C: 'SORDER0000000001',
    NAME: 'S-1001',
    CURRENCY: 'EUR',
    ASS_NUMBER: 'SORDER0000000001',
    ...header,
  };
  const number = (index: number) => String((index + 1) * 10).padStart(6, '0');
  const items = lines.map(({ MATERIAL, REQ_QTY, TAX_CLASS1 = '1' }, index) => ({
    ITM_NUMBER: number(index),
    MATERIAL,
    TARGET_QTY: REQ_QTY,
    TAX_CLASS1,
  }));
  const schedules = lines.map(({ REQ_QTY }, index) => ({ ITM_NUMBER: number(index), SCHED_LINE: '0001', REQ_QTY }));
  const conditions = lines.flatMap(({ price, discount }, index) => [
    { ITM_NUMBER: number(index), COND_TYPE: 'PR00', COND_VALUE: price, CURRENCY: whole.CURRENCY },
    ...(discount
      ? [{ ITM_NUMBER: number(index), COND_TYPE: 'RB00', COND_VALUE: discount, CURRENCY: whole.CURRENCY }]
      : []),
  ]);
  const keys = ['ITM_NUMBER', 'SCHED_LINE', 'COND_TYPE'];
  return [
    element('ORDER_HEADER_IN', whole),
    element('ORDER_HEADER_INX', { UPDATEFLAG: 'I', ...flags(whole, []) }),
    element('ORDER_ITEMS_IN', items),
    element(
      'ORDER_ITEMS_INX',
      items.map((row) => ({ ...flags(row, keys), UPDATEFLAG: 'I' })),
    ),
    element('ORDER_PARTNERS', [{ PARTN_ROLE: 'AG', PARTN_NUMB: customer }]),
    element('ORDER_SCHEDULES_IN', schedules),
    element(
      'ORDER_SCHEDULES_INX',
      schedules.map((row) => ({ ...flags(row, keys), UPDATEFLAG: 'I' })),
    ),
    element('ORDER_CONDITIONS_IN', conditions),
    element(
      'ORDER_CONDITIONS_INX',
      conditions.map((row) => ({ ...flags(row, keys), UPDATEFLAG: 'I' })),
    ),
    element('ORDER_TEXT', [
      { ITM_NUMBER: '000000', TEXT_ID: '0001', LANGU: 'E', TEXT_LINE: 'Stripe pi_0000000000000000000000001' },
      { ITM_NUMBER: '000000', TEXT_ID: '0001', LANGU: 'E', TEXT_LINE: 'Payment succeeded on 2026-01-30' },
    ]),
    element('RETURN'),
  ].join('');
}
export const TODAY = new Date().toISOString().slice(0, 10);
