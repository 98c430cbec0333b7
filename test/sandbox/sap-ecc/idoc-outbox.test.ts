import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { parseIdocs } from '../../../sandbox/sap-ecc/idoc/idoc-xml.ts';
import type { Idoc } from '../../../sandbox/sap-ecc/idoc/idoc-xml.ts';
import { orderOf, startSap } from './sap-client.ts';

/** A partner that is away for the first requests. */
async function startPartner(away = 0) {
  const received: Idoc[] = [];
  let requests = 0;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      requests += 1;
      const welcome = requests > away && req.headers.authorization === 'Bearer key';
      if (welcome) received.push(...parseIdocs(Buffer.concat(chunks).toString('utf8')));
      res.writeHead(welcome ? 202 : 503).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/idocs/sap/acme`;
  return { idocsTo: { url, authorization: 'Bearer key' }, received, requests: () => requests };
}
/** It begins again after each failed attempt, and a busy machine makes all of that slower. */
const soon = (holds: () => void): Promise<void> => vi.waitFor(holds, 20_000);
const messageOf = ({ control }: Idoc) => control['MESTYP'];
const numbersIn = ({ segments }: Idoc) => segments.map(({ fields }) => [fields['QUALF'], fields['BELNR']]);

test('tells of a new order and of its invoice, by both numbers', async () => {
  const partner = await startPartner();
  const sap = await startSap({ idocsTo: partner.idocsTo });
  const { EV_DOCUMENT: order } = await sap.rfc.call('Z_QTC_ORDER_CREATE', { ...orderOf(), IV_KEY: 'SORDER0000000001' });
  await soon(() => expect(partner.received.map(messageOf)).toEqual(['ORDRSP']));
  expect(partner.received.flatMap(numbersIn)).toEqual([
    [undefined, order],
    ['001', 'SORDER0000000001'],
    ['002', order],
  ]);

  await sap.admin('ship', { OrderNo: order });
  await soon(() => expect(partner.received.map(messageOf)).toContain('INVOIC'));
  const invoice = partner.received.find((idoc) => idoc.type === 'INVOIC02');
  expect(invoice && numbersIn(invoice)).toEqual([
    [undefined, expect.stringMatching(/^009/)],
    ['009', expect.stringMatching(/^009/)],
    ['002', order],
    ['001', 'SORDER0000000001'],
  ]);
});

test('tells of customers and materials that somebody has changed, not of those that it began with', async () => {
  const partner = await startPartner();
  const sap = await startSap({ idocsTo: partner.idocsTo });
  await sap.admin('customers', { CustomerId: '100001', CustomerName: 'Acme & Sons' });
  await sap.admin('items', { ItemId: 'W-100', ItemDesc: 'Widget, new' });
  await soon(() => expect(partner.received).toHaveLength(2));
  expect(new Set(partner.received.map(messageOf))).toEqual(new Set(['DEBMAS', 'MATMAS']));
  const fields = partner.received.flatMap(({ segments }) => segments.map((one) => one.fields));
  expect(fields).toContainEqual(expect.objectContaining({ KUNNR: '0000100001', NAME1: 'Acme & Sons' }));
  expect(fields).toContainEqual(expect.objectContaining({ MATNR: 'W-100' }));
});

test('tries again while the partner is away', async () => {
  const partner = await startPartner(2);
  const sap = await startSap({ idocsTo: partner.idocsTo });
  await sap.admin('items', { ItemId: 'W-100', ItemDesc: 'Widget, new' });
  await soon(() => expect(partner.received).toHaveLength(1));
  expect(partner.requests()).toBe(3);
});
