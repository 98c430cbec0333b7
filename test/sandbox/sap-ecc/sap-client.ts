import { createClientAsync } from 'soap';
import { onTestFinished } from 'vitest';
import type { FaultSpec } from '../../../sandbox/faults.ts';
import { startSapSandbox } from '../../../sandbox/sap-ecc/server.ts';
import type { SapSandboxOptions } from '../../../sandbox/sap-ecc/server.ts';

export type Fields = Readonly<Record<string, unknown>>;
/** TABLES as the `soap` package gives them: rows below `item`, null when there are none. */
type Table = { readonly item: readonly Record<string, string>[] } | null;
type Reply = Readonly<Record<string, unknown>>;

const basic = `Basic ${Buffer.from('QUITTANCE:sandbox').toString('base64')}`;
export const paths = {
  stateless: '/sap/bc/soap/rfc',
  stateful: '/sap/bc/srt/rfc/sap/zquittance/100/zquittance/stateful',
};

/** A running system with one customer, and plain HTTP to it. */
export async function startSap(options: SapSandboxOptions = {}) {
  const sandbox = await startSapSandbox({
    customers: [{ CustomerId: '100001', CustomerName: 'Acme GmbH', Email: 'buyer@example.com' }],
    ...options,
  });
  onTestFinished(() => sandbox.close());
  const send = (method: string, path: string, body?: string | object, headers: Record<string, string> = {}) =>
    fetch(sandbox.url + path, {
      method,
      headers: {
        authorization: basic,
        'content-type': typeof body === 'string' ? 'application/xml' : 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
  const admin = async (path: string, body: object): Promise<void> => {
    const response = await send('POST', `/_sandbox/${path}`, body);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  return {
    ...sandbox,
    send,
    admin,
    fault: (spec: FaultSpec) => admin('faults', spec),
    rfc: await rfcOf(sandbox.url, paths.stateless),
  };
}
export type Sap = Awaited<ReturnType<typeof startSap>>;

/** The `soap` package, which knows nothing of us but the WSDL. It carries cookies only when told to. */
export async function rfcOf(url: string, path: string, wsdl = `${path}?wsdl`) {
  const client = await createClientAsync(url + wsdl, {
    wsdl_headers: { authorization: basic },
    disableCache: true,
    customDeserializer: { decimal: (text: string) => text },
  });
  client.addHttpHeader('authorization', basic);
  const call = async (name: string, params: Fields): Promise<Reply> => {
    const method = (client as unknown as Record<string, (input: Fields) => Promise<readonly [Reply]>>)[`${name}Async`];
    if (!method) throw new Error(`The WSDL has no ${name}`);
    const [reply] = await method.call(client, params);
    return reply;
  };
  return {
    call,
    rows: async (name: string, table: string, params: Fields) =>
      rowsIn(await call(name, { [table]: {}, ...params }), table),
    keepCookies: (): void => {
      const cookies = client.lastResponseHeaders?.['set-cookie'] as readonly string[] | undefined;
      client.addHttpHeader('cookie', (cookies ?? []).map((cookie) => cookie.split(';')[0]).join('; '));
    },
  };
}
export type Rfc = Awaited<ReturnType<typeof rfcOf>>;

export const rowsIn = (reply: Reply, table: string): readonly Record<string, string>[] =>
  (reply[table] as Table)?.item ?? [];
export const table = (...item: readonly Fields[]): Fields => ({ item });

/** RFC_READ_TABLE with its rows cut at the delimiter, blanks off. */
export async function readTable(rfc: Rfc, name: string, fields: string, where = ''): Promise<readonly string[][]> {
  const rows = await rfc.rows('RFC_READ_TABLE', 'DATA', {
    QUERY_TABLE: name,
    DELIMITER: '|',
    OPTIONS: table({ TEXT: where }),
    FIELDS: table(...fields.split(' ').map((FIELDNAME) => ({ FIELDNAME }))),
  });
  return rows.map((row) =>
    String(row['WA'])
      .split('|')
      .map((value) => value.trim()),
  );
}

export const orderOf = (changes: Fields = {}) => ({
  ORDER_HEADER_IN: {
    DOC_TYPE: 'TA',
    SALES_ORG: '1000',
    DISTR_CHAN: '10',
    DIVISION: '00',
    PURCH_NO_C: 'SORDER0000000001',
    ASS_NUMBER: 'SORDER0000000001',
    CURRENCY: 'EUR',
    ...changes,
  },
  ORDER_PARTNERS: table({ PARTN_ROLE: 'AG', PARTN_NUMB: '0000100001' }),
  ORDER_ITEMS_IN: table({ ITM_NUMBER: '000010', MATERIAL: 'W-100', TARGET_QTY: '1.000', TAX_CLASS1: '1' }),
  ORDER_SCHEDULES_IN: table({ ITM_NUMBER: '000010', SCHED_LINE: '0001', REQ_QTY: '1.000' }),
  ORDER_CONDITIONS_IN: table({
    ITM_NUMBER: '000010',
    COND_TYPE: 'PR00',
    COND_VALUE: '10.10',
    CURRENCY: changes['CURRENCY'] ?? 'EUR',
  }),
  RETURN: {},
});
