import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../../src/domain/money.ts';
import { pagesOf } from '../../../../src/erp/paged.ts';
import { createChanges } from '../../../../src/erp/sap-ecc/reading/changes.ts';
import { earliestStamp, momentOf } from '../../../../src/erp/sap-ecc/reading/clock.ts';
import type { Fields } from '../../../../src/erp/sap-ecc/rfc.ts';
import { fakeSystem } from './fake-rfc.ts';
import { storedBilling } from './stored.ts';

type Sold = { readonly row: Fields; readonly orders: readonly string[]; readonly flow?: string };
const sold = (number: number, ERZET: string, more: Fields = {}, flow = 'M'): Sold => ({
  row: storedBilling(`009000000${number}`, { ERZET, ...more }),
  orders: [`000000471${number}`],
  flow,
});

function serving(list: readonly Sold[], timeZone = 'Europe/Berlin') {
  const tables = {
    VBRK: list.map(({ row }) => row),
    VBRP: list.flatMap(({ row, orders }) =>
      orders.map((AUBEL, n) => ({ VBELN: row['VBELN'] ?? '', POSNR: String(n), AUBEL })),
    ),
  };
  const BAPISDORDER_GETDETAILEDLIST = () => ({
    ORDER_FLOWS_OUT: list.map(({ row, flow = 'M' }) => ({
      PRECSDDOC: '',
      SUBSSDDOC: row['VBELN'] ?? '',
      DOCCATEGSD: flow,
    })),
  });
  return fakeSystem(tables, { BAPISDORDER_GETDETAILEDLIST }, { timeZone });
}
async function changes(list: readonly Sold[], since = '2026-02-01T00:00:00.000Z', timeZone?: string) {
  const seen = [];
  for await (const invoice of createChanges(serving(list, timeZone).system).changes(since)) seen.push(invoice);
  return seen;
}

describe('invoices since a time', () => {
  it('carry number, order, total with tax, and the time in UTC', async () => {
    expect(await changes([sold(1, '101500')])).toEqual([
      { number: '90000001', order: '4711', total: money(119_07, 'USD'), changedAt: '2026-02-02T09:15:00.000Z' },
    ]);
  });

  it('come oldest first, of one second by number', async () => {
    const list = [sold(3, '101500'), sold(2, '101500'), sold(1, '120000'), sold(4, '090000')];

    expect((await changes(list)).map(({ number }) => number)).toEqual(['90000004', '90000002', '90000003', '90000001']);
  });

  it("are asked for by SAP's own clock", async () => {
    const list = [sold(1, '101459'), sold(2, '101500'), sold(3, '000000', { ERDAT: '20260203' })];
    const numbers = (await changes(list, '2026-02-02T09:15:00.000Z')).map(({ number }) => number);

    expect(numbers).toEqual(['90000002', '90000003']);
  });

  it.each([
    ['was cancelled', sold(1, '101500', { FKSTO: 'X' })],
    ['cancels another', sold(1, '101500', { FKART: 'S1' }, 'N')],
    ['is a credit memo', sold(1, '101500', { FKART: 'G2' }, 'O')],
    ['has no order', { ...sold(1, '101500'), orders: [''] }],
    ['is of another company code', sold(1, '101500', { BUKRS: '2000' })],
  ] as const)('leave out what %s', async (_what, one) => {
    expect(await changes([one])).toEqual([]);
  });

  it('name each order of one that invoices several', async () => {
    const two = { ...sold(1, '101500'), orders: ['0000004711', '0000004712', '0000004711'] };

    expect((await changes([two])).map(({ order }) => order)).toEqual(['4711', '4712']);
  });

  it('count their requests as pages', async () => {
    const list = Array.from({ length: 9 }, (_, n) => sold(n, '101500'));
    const sequence = createChanges(serving(list).system).changes('2026-02-01T00:00:00Z');
    const lengths = [];
    for await (const page of pagesOf(sequence)) lengths.push(page.length);

    expect(lengths).toEqual([0, 9]);
  });

  it('since no time at all are refused with an example of one', async () => {
    await expect(changes([], 'yesterday')).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('2026-') as string,
    });
  });
});

describe('the invoices of one order', () => {
  it('are those that follow it and stand', async () => {
    const list = [sold(1, '101500'), sold(2, '101500', { FKSTO: 'X' }), sold(3, '101500', {}, 'N')];

    expect(await createChanges(serving(list).system).invoicesOf('4711')).toEqual([
      { number: '90000001', order: '4711', total: money(119_07, 'USD'), changedAt: '2026-02-02T09:15:00.000Z' },
    ]);
  });

  it('are none of an order that nothing follows', async () => {
    const { system, called } = serving([]);

    expect(await createChanges(system).invoicesOf('4711')).toEqual([]);
    expect(called).toHaveLength(1);
  });
});

describe("SAP's clock", () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC', 'Australia/Lord_Howe');
  const moments = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2030-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const joined = ({ day, time }: { day: string; time: string }): string => day + time;
  const stampAt = (moment: Date, timeZone: string): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
      .format(moment)
      .replace(/\D/g, '');

  it('never writes a stamp earlier than the earliest that we ask for', () => {
    fc.assert(
      fc.property(moments, zones, fc.nat(4 * 3_600_000), (moment, zone, later) => {
        const stamp = joined(earliestStamp(moment, zone));

        expect(stampAt(new Date(moment.getTime() + later), zone) >= stamp).toBe(true);
      }),
    );
  });

  it('is read back to the second, or in the night that has an hour twice to the first of both', () => {
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const text = stampAt(moment, zone);
        const back = momentOf({ day: text.slice(0, 8), time: text.slice(8) }, zone);

        expect(stampAt(back, zone)).toBe(text);
        expect(back.getTime()).toBeLessThanOrEqual(moment.getTime());
      }),
    );
  });

  it('misses no invoice of the hour that comes twice', () => {
    // 02:50 for the first time; ten minutes later the clock is put back to 02:00.
    expect(earliestStamp(new Date('2026-10-25T00:50:00Z'), 'Europe/Berlin')).toEqual({
      day: '20261025',
      time: '015000',
    });
    expect(momentOf({ day: '20261025', time: '023000' }, 'Europe/Berlin').toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('reads a time that no clock showed as the nearest', () => {
    expect(momentOf({ day: '20260329', time: '023000' }, 'Europe/Berlin').toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  it('takes no initial stamp for a time', () => {
    expect(() => momentOf({ day: '00000000', time: '000000' }, 'UTC')).toThrow(RangeError);
  });
});
