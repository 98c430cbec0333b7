import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Reference } from '../../../../src/domain/documents.ts';
import { createOData } from '../../../../src/erp/sap-ecc/odata/client.ts';
import { createODataInterface } from '../../../../src/erp/sap-ecc/odata/interface.ts';
import { keyed } from '../../../../src/erp/sap-ecc/odata/wire.ts';
import { fakeSap, type Asked } from '../fake-sap.ts';
import { organisation } from '../idoc/everything.ts';
import { fakeSystem } from '../reading/fake-rfc.ts';

const service = '/sap/opu/odata/sap/ZQUITTANCE_SRV';
const signal = AbortSignal.timeout(20_000);
const Numbered = z.object({ Number: z.string() });
const json = (value: unknown) => JSON.stringify(value);
const refused = (code: string, message: string, errordetails: readonly object[] = []) =>
  json({ error: { code, message: { lang: 'en', value: message }, innererror: { errordetails } } });

type Given = ReturnType<Parameters<typeof fakeSap>[0]>;
const fetching = (number: number): Given => ({
  headers: {
    'x-csrf-token': `token-${number}`,
    'set-cookie': [`SAP_SESSIONID=s${number}; path=/; HttpOnly`, 'sap-usercontext=c'],
  },
  body: json({ d: {} }),
});
const wantsToken: Given = {
  status: 403,
  headers: { 'x-csrf-token': 'Required' },
  body: 'CSRF token validation failed',
};

/** A service that gives tokens one after the other, and does with every other request what the test wants. */
async function served(handler: (asked: Asked) => Given) {
  let tokens = 0;
  const { asked, door } = await fakeSap((one) =>
    one.headers['x-csrf-token'] === 'Fetch' ? fetching((tokens += 1)) : handler(one),
  );
  const writes = () => asked.filter(({ method }) => method !== 'GET');
  return { odata: createOData(door, service), asked, writes, door };
}

describe('a write', () => {
  const created: Given = { status: 201, body: json({ d: { Number: '0000004711' } }) };

  it('carries a token with its cookies, fetched once for all', async () => {
    const { odata, asked, writes } = await served(() => created);
    await odata.create('SalesOrders', Numbered, { Reference: 'R' }, signal);
    await odata.create('SalesOrders', Numbered, { Reference: 'R' }, signal);

    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${service}/`,
      `POST ${service}/SalesOrders`,
      `POST ${service}/SalesOrders`,
    ]);
    expect(writes()[0]?.headers).toMatchObject({
      'x-csrf-token': 'token-1',
      cookie: 'SAP_SESSIONID=s1; sap-usercontext=c',
      authorization: 'Basic c2FwOnNlY3JldA==',
    });
  });

  it('is sent again once, with another token, when SAP no longer takes the one it has', async () => {
    const { odata, writes } = await served(({ headers }) =>
      headers['x-csrf-token'] === 'token-1' ? wantsToken : created,
    );

    expect(await odata.create('SalesOrders', Numbered, {}, signal)).toEqual({ Number: '0000004711' });
    expect(writes().map(({ headers }) => [headers['x-csrf-token'], headers.cookie])).toEqual([
      ['token-1', 'SAP_SESSIONID=s1; sap-usercontext=c'],
      ['token-2', 'SAP_SESSIONID=s2; sap-usercontext=c'],
    ]);
  });

  it('is unauthorized, and not tried a third time, when no token is ever good', async () => {
    const { odata, writes } = await served(() => wantsToken);

    await expect(odata.create('SalesOrders', Numbered, {}, signal)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(writes()).toHaveLength(2);
  });

  it('never leaves without a token: that it could not be fetched is no unknown outcome', async () => {
    const { asked, door } = await fakeSap(() => ({ status: 500, body: '<html>Dump</html>' }));

    await expect(createOData(door, service).create('SalesOrders', Numbered, {}, signal)).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each([
    ['a page in place of JSON', { status: 200, body: '<html>Logon</html>' }],
    ['an error of the server', { status: 500, body: refused('V1/382', 'quoted') }],
    ['no capacity', { status: 503, body: '<html>No work process</html>' }],
    ['a success without a key', { status: 201, body: json({ d: {} }) }],
  ])('has an unknown outcome that is answered by %s', async (_what, answer) => {
    const { odata } = await served(() => answer);

    await expect(odata.create('SalesOrders', Numbered, {}, signal)).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it.each([
    ['V1/382', 'invalid', 'Material'],
    ['MC/601', 'busy', undefined],
    ['ZQTC/010', 'rejected', 'Amount'],
    ['XY/999', 'rejected', undefined],
  ])('that is refused with %s is %s', async (code, meaning, where) => {
    const { odata } = await served(() => ({ status: 400, body: refused(code, 'No') }));

    await expect(odata.create('SalesOrders', Numbered, {}, signal)).rejects.toMatchObject({ code: meaning, where });
  });

  it('is refused by a cause among the details, not by the cover over it', async () => {
    const details = [
      { code: 'RW/609', message: 'Error in document', severity: 'error' },
      { code: 'F5/201', message: 'Posting period 012 2025 is not open', severity: 'error' },
      { code: 'F5/702', message: 'Only told', severity: 'info' },
    ];
    const { odata } = await served(() => ({ status: 400, body: refused('RW/609', 'Error in document', details) }));

    await expect(odata.create('FinancialDocuments', Numbered, {}, signal)).rejects.toMatchObject({
      code: 'rejected',
      where: 'Date',
      message: expect.stringMatching(/Posting period 012 2025 is not open \(F5 201\)$/) as string,
    });
  });

  it('is refused although the status says success', async () => {
    const { odata } = await served(() => ({ status: 200, body: refused('F5/201', 'Closed') }));

    await expect(odata.create('FinancialDocuments', Numbered, {}, signal)).rejects.toMatchObject({ code: 'rejected' });
  });
});

describe('a read', () => {
  it('names its key and filter, and the client that it is for', async () => {
    const { odata, asked } = await served(({ path }) => ({
      body: json({ d: path.endsWith(')') ? { Number: '1' } : { results: [{ Number: '1' }] } }),
    }));
    await odata.get(keyed('SalesOrders', "4711'A"), Numbered, { $expand: 'Items' }, signal);
    await odata.list('SalesOrders', Numbered, { $filter: "Reference eq 'R'" }, signal);

    expect(asked.map(({ path, query }) => [decodeURIComponent(path), Object.fromEntries(query)])).toEqual([
      [`${service}/SalesOrders('4711''A')`, { 'sap-client': '100', 'sap-language': 'EN', $expand: 'Items' }],
      [`${service}/SalesOrders`, { 'sap-client': '100', 'sap-language': 'EN', $filter: "Reference eq 'R'" }],
    ]);
  });

  it('follows a list to its end, and never to another host', async () => {
    const { odata, asked } = await served(({ query }) => ({
      body: query.has('$skiptoken')
        ? json({ d: { results: [{ Number: '2' }] } })
        : json({ d: { results: [{ Number: '1' }], __next: 'http://evil.example/SalesOrders?$skiptoken=1' } }),
    }));

    expect(await odata.list('SalesOrders', Numbered, { $filter: "Reference eq 'R'" }, signal)).toEqual([
      { Number: '1' },
      { Number: '2' },
    ]);
    expect(asked[1]?.query.get('$filter')).toBe("Reference eq 'R'");
  });

  it('of what is not there is not-found; of a service that is not there unavailable', async () => {
    const absent = await served(() => ({ status: 404, body: refused('/IWBEP/CM_MGW_RT/020', 'Not found') }));
    const inactive = await served(() => ({ status: 404, body: '<html>No service</html>' }));

    await expect(absent.odata.get('SalesOrders', Numbered, {}, signal)).rejects.toMatchObject({ code: 'not-found' });
    await expect(inactive.odata.get('SalesOrders', Numbered, {}, signal)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

describe('a setting of an order', () => {
  const order = (etag: string, DeliveryBlock: string) => ({
    body: json({
      d: {
        __metadata: { etag },
        Number: '0000004711',
        Reference: 'R000000000000001',
        Customer: '0000100500',
        Currency: 'EUR',
        DeliveryBlock,
        PaidOn: '/Date(1769731200000)/',
        TotalAmount: '119.0700',
        Items: { results: [] },
      },
    }),
  });

  /** Gives the order with the next ETag at every read, and answers the PATCHes in turn. */
  async function changing(patches: readonly number[], blocks: readonly string[]) {
    let [read, sent] = [0, 0];
    const { door, writes } = await served(({ method }) => {
      if (method === 'GET') return order(`W/"${(read += 1)}"`, blocks[read - 1] ?? blocks.at(-1) ?? '');
      return { status: patches[sent++] ?? 204 };
    });
    const { system } = fakeSystem({}, {}, organisation);
    const none = () => Promise.reject(new Error('Nothing is encoded here'));
    return { erp: createODataInterface({ system, odata: createOData(door, service), encode: none }), writes };
  }

  it('is written on the ETag that was read, and read back', async () => {
    const { erp, writes } = await changing([204], ['', '01']);
    await erp.hold('4711', 'Review');

    expect(writes().map(({ method, path, headers, body }) => [method, path, headers['if-match'], body])).toEqual([
      ['PATCH', `${service}/SalesOrders('0000004711')`, 'W/"1"', json({ DeliveryBlock: '01' })],
    ]);
  });

  it('is made on the order as it stands now when somebody was quicker', async () => {
    const { erp, writes } = await changing([412, 204], ['', '', '01']);
    await erp.hold('4711', 'Review');

    expect(writes().map(({ headers }) => headers['if-match'])).toEqual(['W/"1"', 'W/"2"']);
  });

  it('is busy when somebody was quicker twice', async () => {
    const { erp, writes } = await changing([412, 412], ['']);

    await expect(erp.hold('4711', 'Review')).rejects.toMatchObject({ code: 'busy' });
    expect(writes()).toHaveLength(2);
  });

  it('is not taken on trust: SAP must show it afterwards', async () => {
    const { erp, writes } = await changing([204], ['']);

    await expect(erp.hold('4711', 'Review')).rejects.toMatchObject({ code: 'conflict' });
    expect(writes()).toHaveLength(1);
  });

  it('of somebody else is not taken away', async () => {
    const { erp, writes } = await changing([], ['07']);

    await expect(erp.release('4711')).rejects.toMatchObject({ code: 'rejected' });
    expect(writes()).toHaveLength(0);
  });

  it('reads amounts and days as SAP writes them', async () => {
    const { erp } = await changing([], ['']);

    expect(await erp.read('sales-order', '4711')).toMatchObject({
      number: '4711',
      customer: '100500',
      reference: 'R000000000000001' as Reference,
      total: { minor: 119_07, currency: 'EUR' },
    });
  });
});
