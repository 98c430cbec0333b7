import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../../src/erp/p21/native/changes.ts';
import type { OData, Row } from '../../../../src/erp/p21/native/odata.ts';
import { fakeTables, ground, site } from './fake-tables.ts';

/** By Prophet 21's clock, six hours behind. */
const at = (second: number): string => `2026-01-30T03:00:${String(second).padStart(2, '0')}.000`;
const since = '2026-01-30T09:00:00.000Z';
const ours = 'R000000000000001';
const order = (n: number, more: Row = {}): Row => ({
  order_no: `order-${n}`,
  company_id: 'ACME',
  po_no: ours,
  web_reference_no: null,
  front_counter: null,
  ...more,
});
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

/** What this clock shows then. */
const clockOf =
  (timeZone: string) =>
  (moment: string): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
      .format(new Date(moment))
      .replace(' ', 'T');

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

  describe.each(['America/Chicago', 'Asia/Kolkata', 'Europe/London'])('by the clock of %s', (timeZone) => {
    const clock = clockOf(timeZone);
    const second = (n: number): string => `2026-01-30T09:00:${String(n).padStart(2, '0')}`;
    /** As a database that minds the moment would compare: its rows are kept by UTC, and shown by that clock. */
    const byMoment = (odata: OData): OData => ({
      ...odata,
      async *pages(...query) {
        for await (const page of odata.pages(...query))
          yield page.map((row) => ({ ...row, date_last_modified: clock(`${row['date_last_modified']}Z`) }));
      },
    });

    it.each(['readings', 'moments'])(
      'are not missed whenever one moves to the end, though OData compares %s',
      async (compared) => {
        for (let moved = 1; moved <= 15; moved += 1) {
          const shown = compared === 'readings' ? (n: number) => clock(`${second(n)}Z`) : second;
          const invoices = [1, 2, 3, 4, 5, 6, 7].map((n) => changed(String(n), shown(n)));
          const { odata } = fakeTables(() => ({ invoice_hdr: invoices, oe_hdr: [] }), {
            pageSize: 2,
            afterPage: (n) => {
              if (n === moved) invoices[0] = changed('1', shown(9));
            },
          });
          const native = { ...ground(compared === 'readings' ? odata : byMoment(odata)), site: { ...site, timeZone } };
          const seen = new Set<string>();
          for await (const { number } of createChanges(native).changes(since)) seen.add(number);

          expect([...seen].sort(), `moved after page ${moved}`).toEqual(['1', '2', '3', '4', '5', '6', '7']);
        }
      },
    );
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
    const { numbers, asked } = serving([changed('1', at(1)), changed('2', at(2))], {
      orders: [order(1, { front_counter: 'Y ' }), order(2)],
    });

    expect(await numbers()).toEqual(['2']);
    expect(asked.filter(({ table }) => table === 'oe_hdr')).toHaveLength(1);
  });

  it.each(['po_no', 'web_reference_no'])(
    'are none of those that were invoiced at once, whichever column had our reference then: %s',
    async (column) => {
      const { numbers } = serving([changed('1', at(1))], {
        orders: [order(1, { front_counter: 'Y', po_no: 'PO 17', [column]: ours })],
      });

      expect(await numbers()).toEqual([]);
    },
  );

  it('are also those that people invoiced at once: a deposit may be for one', async () => {
    const orders = [
      order(1, { front_counter: 'Y', po_no: 'PO 17' }),
      order(2, { front_counter: 'Y', po_no: null }),
      order(3, { front_counter: 'Y', po_no: `${ours}x` }),
    ];
    const { numbers } = serving(
      [1, 2, 3].map((n) => changed(String(n), at(n))),
      { orders },
    );

    expect(await numbers()).toEqual(['1', '2', '3']);
  });

  it.each([{ currency_id: '9' }, { currency_id: null }, { total_amount: '119.0750' }])(
    'are told although one of somebody else can not be read: %o',
    async (more) => {
      const { numbers, invoicesOf } = serving([changed('1', at(1), more), changed('2', at(2))]);

      expect(await numbers()).toEqual(['2']);
      await expect(invoicesOf('order-1')).rejects.toMatchObject({ code: 'conflict' });
    },
  );

  it('are told although a person gave one of an order of ours a total finer than a cent', async () => {
    const { numbers } = serving([changed('1', at(1), { total_amount: '119.0750' }), changed('2', at(2))], {
      orders: [order(1)],
    });

    expect(await numbers()).toEqual(['2']);
  });

  it('are not told, so that somebody hears of it, while the file lacks the currency of an order of ours', async () => {
    const { numbers } = serving([changed('1', at(1), { currency_id: '9' })], { orders: [order(1)] });

    await expect(numbers()).rejects.toMatchObject({ code: 'conflict', where: 'currency_id' });
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
      const clock = clockOf(timeZone);
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

  it('are found although numbers come padded, as char columns do', async () => {
    const { numbers, invoicesOf } = serving([changed('1 ', at(1), { order_no: 'order-1  ' })], {
      orders: [order(1, { order_no: 'order-1 ', po_no: `${ours}  ` })],
    });

    expect(await invoicesOf('order-1')).toMatchObject([{ number: '1', order: 'order-1' }]);
    expect(await numbers()).toEqual(['1']);
  });

  it('since no time at all are refused with an example of one', async () => {
    const { numbers, asked } = serving([]);

    await expect(numbers('yesterday')).rejects.toMatchObject({ code: 'invalid' });
    expect(asked).toEqual([]);
  });
});
