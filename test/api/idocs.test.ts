import { afterEach, describe, expect, it } from 'vitest';
import { createApi } from '../../src/api/app.ts';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const idoc = (...types: readonly string[]): string =>
  `<?xml version="1.0"?><FILE>${types
    .map(
      (type) =>
        `<IDOC BEGIN="1"><EDI_DC40 SEGMENT="1"><DOCNUM>0000000000001234</DOCNUM><MESTYP>${type}</MESTYP></EDI_DC40></IDOC>`,
    )
    .join('')}</FILE>`;
const basic = `Basic ${Buffer.from('sap:key-1').toString('base64')}`;

async function listening(refresh: () => Promise<void> = async () => {}) {
  const [refreshed, counted, lines]: [string[], string[], object[]] = [[], [], []];
  const server = createApi({
    keys: [{ reference: 'env:KEY', read: () => 'key-1' }],
    companies: ['acme', 'globex'],
    sapCompanies: ['globex'],
    put: async () => 'new',
    wake: async () => {},
    refresh: async (company) => {
      refreshed.push(company);
      await refresh();
    },
    ask: () => Promise.resolve('new' as const),
    countIdoc: (type, outcome) => void counted.push(`${type} ${outcome}`),
    log: { error: (fields) => void lines.push(fields) },
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(async () => {
    const closed = once(server, 'close');
    server.close();
    await closed;
  });
  const send = async (body: string, { company = 'globex', authorization = basic } = {}) => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/idocs/sap/${company}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', authorization },
      body,
    });
    return { status: response.status, body: (await response.json()) as { error?: string; idocs?: unknown } };
  };
  return { send, refreshed, counted, lines };
}

describe('POST /idocs/sap/<company>', () => {
  it.each(['ORDRSP', 'INVOIC'])('has the ERP read at once when an %s comes', async (type) => {
    const { send, refreshed, counted } = await listening();
    expect(await send(idoc(type))).toEqual({ status: 200, body: { idocs: [{ type, outcome: 'woken' }] } });
    expect([refreshed, counted]).toEqual([['globex'], [`${type} woken`]]);
  });

  it('has it read once for many in one file', async () => {
    const { send, refreshed, counted } = await listening();
    await send(idoc('INVOIC', 'INVOIC', 'DEBMAS'));
    expect([refreshed, counted]).toEqual([['globex'], ['INVOIC woken', 'INVOIC woken', 'DEBMAS acknowledged']]);
  });

  it.each([
    ['DEBMAS', 'DEBMAS acknowledged'],
    ['MATMAS', 'MATMAS acknowledged'],
    ['ZQTC_OWN', 'other unknown'],
  ])('takes %s and wakes nobody', async (type, count) => {
    const { send, refreshed, counted } = await listening();
    expect(await send(idoc(type))).toMatchObject({ status: 200 });
    expect([refreshed, counted]).toEqual([[], [count]]);
  });

  it('takes a key as bearer token too, and nobody without one', async () => {
    const { send, refreshed } = await listening();
    expect(await send(idoc('INVOIC'), { authorization: 'Bearer key-1' })).toMatchObject({ status: 200 });
    for (const authorization of ['', 'Basic key-1', `Basic ${Buffer.from('key-1:other').toString('base64')}`])
      expect(await send(idoc('INVOIC'), { authorization })).toMatchObject({ status: 401 });
    expect(refreshed).toHaveLength(1);
  });

  it('knows only companies on SAP', async () => {
    const { send } = await listening();
    for (const company of ['acme', 'nobody'])
      expect(await send(idoc('INVOIC'), { company })).toEqual({
        status: 404,
        body: { error: `There is no company ${company} on SAP ECC` },
      });
  });

  it.each([
    ['is not XML', 'IDOC 1234', 400, 'The body is not XML'],
    ['is cut off', idoc('INVOIC').slice(0, -7), 400, 'The body is not XML'],
    ['is empty', '', 400, 'The body is not XML'],
    ['is another XML', '<html><body/></html>', 400, 'The body is no IDoc'],
    ['has an IDoc without its type', idoc('INVOIC', ''), 400, 'The body is no IDoc'],
    ['has entities', `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${idoc('&b;')}`, 400, 'has a DOCTYPE'],
    ['is as deep as a well', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`, 400, 'The body is no IDoc'],
    ['is larger than 1 MB', idoc('INVOIC').padEnd(1_100_000), 413, 'larger than 1 MB'],
  ])('refuses a body that %s', async (_, body, status, error) => {
    const { send, refreshed } = await listening();
    const answer = await send(body);
    expect(answer).toMatchObject({ status, body: { error: expect.stringContaining(error) as string } });
    expect(refreshed).toEqual([]);
  });

  it('answers 503 and counts nothing when nobody can be woken', async () => {
    const { send, counted, lines } = await listening(() => Promise.reject(new Error('Temporal is away')));
    expect(await send(idoc('INVOIC'))).toMatchObject({ status: 503 });
    expect(counted).toEqual([]);
    expect(lines).toHaveLength(1);
  });
});
