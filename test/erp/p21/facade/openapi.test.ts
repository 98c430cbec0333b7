import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { fieldNamedIn } from '../../../../src/erp/p21/fields.ts';
import { routes } from '../../../../src/erp/p21/facade/routes.ts';
import { createP21Facade } from '../../../../src/erp/p21/facade/adapter.ts';
import { newReference } from '../../contract.ts';
import { samples } from '../../samples.ts';
import { fakeGateway, tokenPath, type Asked } from '../fake-gateway.ts';
import { objections, operationOf, queryOf, requestFields } from './openapi.ts';
import { startP21 } from './sandboxed.ts';

describe('openapi.yaml', () => {
  it.each(Object.values(routes))('has %s, which the adapter calls', (route) => {
    expect(operationOf(route)).toBeDefined();
  });

  it('has no field of a request that an error could name in vain', () => {
    // The adapter only ever takes Deleted back, and a message may begin with the word.
    const sent = [...requestFields()].filter((name) => name !== 'Deleted');
    expect(sent.filter((name) => fieldNamedIn(`Lines.list[0].${name} is odd`) === undefined)).toEqual([]);
  });

  it('objects to what it does not know', () => {
    expect(objections('POST /api/v2/customers', { CustomerName: 'A', Colour: 'red' })).toEqual([
      'body.CurrencyId is missing',
      'body.Colour is not written down',
    ]);
    expect(objections('POST /api/v2/salesorders/{number}/cancel', { Reason: 'x'.repeat(256) })).toEqual([
      'body.Reason is too long',
    ]);
  });
});

describe('every request of a whole story', () => {
  const asked: Asked[] = [];
  let box: Awaited<ReturnType<typeof startP21>>;
  beforeAll(async () => (box = await startP21()));
  afterAll(() => box.close());

  it('is one that openapi.yaml allows', async () => {
    const { options } = await relaying(box.url);
    const erp = createP21Facade({
      ...options,
      taker: 'STRIPE',
      auth: { kind: 'client_credentials', clientSecret: () => 'sandbox-client-secret' },
    });
    const of = samples(box.ground);
    const usd = money(119_07, 'USD');
    const { day } = box.ground;
    const how = { because: 'mistake', reason: 'Story', reference: newReference(), date: day } as const;
    const post = (document: Parameters<typeof erp.post>[0]) => erp.post(document, newReference());

    await erp.ping();
    const customer = await post(of.customer('USD'));
    await erp.customers({ email: 'a@example.com' });
    await erp.customers({ stripeId: 'cus_1' });
    await erp.customers({ number: customer.number });
    await erp.changeCustomer(customer.number, {
      name: 'Buyer & Sons',
      phone: null,
      address: { line1: 'Side Street 2', country: 'US' },
      blocked: true,
    });
    await erp.changeCustomer(customer.number, { address: null, blocked: false });
    for await (const _one of erp.customerRecords({ since: '2026-01-01T00:00:00.000Z' })) break;
    for await (const _one of erp.customerRecords({})) break;
    for await (const _one of erp.itemRecords({})) break;
    for await (const _one of erp.accountRecords()) break;
    await erp.items({ number: 'W-100' });
    await erp.accounts({ number: '1010' });
    await erp.openItems({ customer: customer.number });
    await erp.openPeriod(day);
    const order = (await post(of.salesOrder(usd))).number;
    await erp.hold(order, 'Review');
    await erp.release(order);
    await erp.showPayment(order, { state: 'refunded', stripeId: 'ch_1', paidOn: day });
    const add = { item: 'ROUNDING', description: 'Rounding', amount: money(1, 'USD'), taxCode: '' };
    await erp.reduce(order, [{ add }], newReference());
    const invoice = await box.ship(order);
    const receipt = (await post(of.cashReceipt(usd))).number;
    const application = { receipt, invoice, amount: usd };
    await erp.apply(application, newReference());
    await erp.unapply(application, newReference());
    await erp.undo({ kind: 'cash-receipt', number: receipt }, how);
    await erp.undo({ kind: 'sales-order', number: (await post(of.salesOrder(usd))).number }, how);
    const direct = { kind: 'invoice', number: (await post(of.invoice(usd))).number } as const;
    await erp.undo(direct, { ...how, reference: newReference() });
    const entry = { kind: 'journal-entry', number: (await post(of.journalEntry(usd))).number } as const;
    await erp.undo(entry, { ...how, reference: newReference() });
    await erp.findUndoing(direct, how.reference);
    await erp.findUndoing(entry, how.reference);
    await post(of.creditMemo(usd, (await post(of.invoice(usd))).number));
    await post(of.customerRefund(usd, (await post(of.cashReceipt(usd))).number));
    for (const kind of [
      'customer',
      'sales-order',
      'invoice',
      'credit-memo',
      'cash-receipt',
      'customer-refund',
      'journal-entry',
    ] as const)
      await erp.find(kind, 'NONE' as Reference);
    await erp.invoicesOf(order);
    for await (const _invoice of erp.changes('2026-01-01T00:00:00.000Z')) break;

    expect(asked.flatMap(complaints)).toEqual([]);
    expect(Object.values(routes).filter((route) => !asked.some((one) => routeOf(one) === route))).toEqual([]);
  });

  /** Hears everything, and lets the sandbox answer. */
  async function relaying(url: string) {
    return fakeGateway(
      (one, response) => {
        asked.push(one);
        const headers = { 'content-type': 'application/json', authorization: one.headers.authorization ?? '' };
        const init = { method: one.method, headers, ...(one.body !== undefined && { body: JSON.stringify(one.body) }) };
        const search = one.query.size > 0 ? `?${one.query.toString()}` : '';
        void relay(`${url}${one.path}${search}`, init, response);
        return undefined;
      },
      { tokens: false },
    );
  }
});

async function relay(url: string, init: RequestInit, response: ServerResponse): Promise<void> {
  const answer = await fetch(url, init);
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(await answer.text());
}

const routeOf = ({ method, path }: Asked): string | undefined =>
  Object.values(routes).find((route) =>
    new RegExp(`^${route.replace('{number}', '[^/]+')}$`).test(`${method} ${path}`),
  );

function complaints(one: Asked): readonly string[] {
  const route = routeOf(one);
  const operation = route === undefined ? undefined : operationOf(route);
  if (route === undefined || !operation) return [`${one.method} ${one.path} is not written down`];
  const unknown = [...one.query.keys()].filter((name) => !queryOf(operation).includes(name));
  const bodies = one.method === 'GET' ? [] : objections(route, one.body);
  return [
    ...unknown.map((name) => `${route}?${name} is not written down`),
    ...bodies,
    ...(one.path === tokenPath ? [] : unauthorised(one)),
  ];
}

const unauthorised = ({ path, headers }: Asked): readonly string[] =>
  headers.authorization?.startsWith('Bearer ') ? [] : [`${path} went without a token`];
