import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../../src/erp/p21/native/changes.ts';
import type { Row } from '../../../../src/erp/p21/native/odata.ts';
import { fakeTables, ground, site } from './fake-tables.ts';

/** By Prophet 21's clock, six hours behind. */
const at = (second: number): string => `2026-01-30T03:00:${String(second).padStart(2, '0')}.000`;
const since = '2026-01-30T09:00:00.000Z';
const changed = (number: string, time: string, more: Row = {}): Row => ({
  invoice_no: number,
  order_no: `order-${number}`,
  company_no: 'ACME',
  invoice_type: 'IN',
  currency_id: '1',
  total_amount: '119.0700',
  date_last_modified: time,
  ...more,
});

/** Serves invoices two to a page, and lets something happen after each. */
function serving(
  invoices: Row[],
  { orders = [] as Row[], afterPage = (_n: number) => {}, timeZone = site.timeZone } = {},
) {
  const { odata, asked } = fakeTables(() => ({ invoice_hdr: invoices, oe_hdr: orders }), { pageSize: 2, afterPage });
  const { changes, invoicesOf } = createChanges({ ...ground(odata), site: { ...site, timeZone } });
  const read = async (from = since) => {
    const seen = [];
    for await (const invoice of changes(from)) seen.push(invoice);
    return seen;
  };
  const numbers = async (from = since) => (await read(from)).map(({ number }) => number);
  return { read, numbers, asked, invoicesOf };
}

describe('invoices that changed', () => {
  it('come from every page, each once, oldest first', async () => {
    const { numbers } = serving([5, 3, 1, 4, 2].map((n) => changed(String(n), at(n))));

    expect(await numbers()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('come all although many changed in the same instant', async () => {
    const { numbers } = serving([1, 2, 3, 4, 5].map((n) => changed(String(n), at(7))));

    expect(await numbers()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('are not missed when one moves to the end while pages are read', async () => {
    const invoices = [1, 2, 3, 4, 5].map((n) => changed(String(n), at(n)));
    const { numbers } = serving(invoices, {
      afterPage: (n) => {
        if (n === 1) invoices[0] = changed('1', at(9));
      },
    });

    expect(await numbers()).toEqual(['1', '2', '3', '4', '5', '1']);
  });

  it('carry what the flow needs to apply a deposit, and the moment that the clock there meant', async () => {
    const { read } = serving([changed('1', at(1))]);

    expect(await read()).toEqual([
      {
        number: '1',
        order: 'order-1',
        total: { minor: 119_07, currency: 'USD' },
        changedAt: '2026-01-30T09:00:01.000Z',
      },
    ]);
  });

  it('are none of those that were invoiced at once, whose orders are asked for together', async () => {
    const order = (n: number, front_counter: string) => ({ order_no: `order-${n}`, company_id: 'ACME', front_counter });
    const { numbers, asked } = serving([changed('1', at(1)), changed('2', at(2))], {
      orders: [order(1, 'Y'), order(2, 'N')],
    });

    expect(await numbers()).toEqual(['2']);
    expect(asked.filter(({ table }) => table === 'oe_hdr')).toHaveLength(1);
  });

  it('are no memos, none of other companies, and none without an order', async () => {
    const { numbers } = serving([
      changed('1', at(1), { invoice_type: 'CM' }),
      changed('2', at(2), { company_no: 'OTHER' }),
      changed('3', at(3), { order_no: null }),
      changed('4', at(4)),
    ]);

    expect(await numbers()).toEqual(['4']);
  });

  it.each(['America/Chicago', 'Asia/Kolkata'])(
    'are none from before the time, by the clock of %s',
    async (timeZone) => {
      const clock = (moment: string): string =>
        new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
          .format(new Date(moment))
          .replace(' ', 'T');
      const invoices = [
        changed('1', clock('2026-01-30T08:59:59Z')),
        changed('2', clock('2026-01-30T09:00:00Z')),
        changed('3', clock('2026-01-30T09:00:01Z')),
      ];

      expect(await serving(invoices, { timeZone }).numbers()).toEqual(['2', '3']);
    },
  );

  it('cost one request for invoices while they fit into a page', async () => {
    const { numbers, asked } = serving([changed('1', at(1))]);
    await numbers();

    expect(asked.filter(({ table }) => table === 'invoice_hdr')).toHaveLength(1);
  });

  it('of one order are never those of another', async () => {
    const { invoicesOf } = serving([changed('1', at(1)), changed('2', at(2))]);

    expect(await invoicesOf('order-2')).toMatchObject([{ number: '2', order: 'order-2' }]);
    expect(await invoicesOf('order-3')).toEqual([]);
  });

  it('since no time at all are refused with an example of one', async () => {
    const { numbers, asked } = serving([]);

    await expect(numbers('yesterday')).rejects.toMatchObject({ code: 'invalid' });
    expect(asked).toEqual([]);
  });
});
