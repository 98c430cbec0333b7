import { describe, expect, it } from 'vitest';
import { createP21Facade } from '../../../../src/erp/p21/facade/adapter.ts';
import { fakeGateway, pageOf } from '../fake-gateway.ts';
import { storedInvoice } from './stored.ts';

const at = (second: number): string => `2026-01-30T09:00:${String(second).padStart(2, '0')}.000Z`;
type Stored = ReturnType<typeof storedInvoice>;

/** Serves invoices two to a page, and lets something happen after each. */
async function serving(invoices: Stored[], afterPage: (n: number) => void = () => {}) {
  let n = 0;
  const { asked, options } = await fakeGateway(({ query }) => {
    const page = Number(query.get('Page'));
    const listed = [...invoices]
      .filter((each) => each.DateLastModified >= (query.get('ModifiedSince') ?? ''))
      .sort((a, b) => a.DateLastModified.localeCompare(b.DateLastModified) || a.InvoiceNo.localeCompare(b.InvoiceNo));
    const body = pageOf(listed.slice(page * 2 - 2, page * 2), page, listed.length > page * 2 ? 'Y' : 'N');
    afterPage((n += 1));
    return { body };
  });
  const read = async (since = at(0)): Promise<readonly string[]> => {
    const seen = [];
    for await (const { number } of createP21Facade(options).changes(since)) seen.push(number);
    return seen;
  };
  return { read, asked };
}

describe('invoices that changed', () => {
  it('come from every page, each once, oldest first', async () => {
    const { read } = await serving([5, 3, 1, 4, 2].map((n) => storedInvoice(String(n), at(n))));

    expect(await read()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('come all although many changed in the same instant', async () => {
    const { read } = await serving([1, 2, 3, 4, 5].map((n) => storedInvoice(String(n), at(7))));

    expect(await read()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('are not missed when one moves to the end while pages are read', async () => {
    const invoices = [1, 2, 3, 4].map((n) => storedInvoice(String(n), at(n)));
    const { read } = await serving(invoices, (n) => {
      if (n === 1) invoices[0] = storedInvoice('1', at(9));
    });

    expect(await read()).toEqual(['1', '2', '3', '4', '1']);
  });

  it('carry what the flow needs to apply a deposit, and leave out direct invoices', async () => {
    const direct = storedInvoice('9', at(2), { OrderNo: undefined });
    const { options } = await fakeGateway(() => ({ body: pageOf([storedInvoice('1', at(1)), direct]) }));
    const seen = [];
    for await (const invoice of createP21Facade(options).changes(at(0))) seen.push(invoice);

    expect(seen).toEqual([
      { number: '1', order: 'order-1', total: { minor: 119_07, currency: 'USD' }, changedAt: at(1) },
    ]);
  });

  it("are asked for in the gateway's way of writing time", async () => {
    const { read, asked } = await serving([]);
    await read('2026-01-30T10:00:00+01:00');

    expect(asked[0]?.query.get('ModifiedSince')).toBe('2026-01-30T09:00:00.000Z');
  });

  it('of one order are never those of another, where the gateway ignores the filter', async () => {
    const { options, asked } = await fakeGateway(() => ({
      body: pageOf([storedInvoice('1', at(1)), storedInvoice('2', at(2))]),
    }));

    expect(await createP21Facade(options).invoicesOf('order-2')).toMatchObject([{ number: '2', order: 'order-2' }]);
    expect(asked[0]?.query.get('OrderNo')).toBe('order-2');
  });

  it('since no time at all are refused with an example of one', async () => {
    const { read, asked } = await serving([]);

    await expect(read('yesterday')).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('2026-') as string,
    });
    expect(asked).toEqual([]);
  });
});
