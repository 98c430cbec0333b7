import { describe, expect, it } from 'vitest';
import { money, type Money } from '../../src/domain/money.ts';
import type { ErpTarget } from '../../src/domain/target.ts';
import { pagesOf } from '../../src/erp/paged.ts';
import type { Capability, CustomerChange, ErpPort } from '../../src/erp/port.ts';
import { line, samples, type Ground } from './samples.ts';

/** What people at the ERP do to the masters, by its own means and not by the adapter's. */
export type People = {
  rename(customer: string, name: string): Promise<void>;
  /** Changes nothing but the address. */
  move(customer: string, city: string): Promise<void>;
  describe(item: string, description: string): Promise<void>;
};
/** Of a simulated ERP, what the claims about master data need. */
export type Masters = {
  readonly people: People;
  /** Customers that are there from the start, more than fit into a page. */
  readonly crowd: readonly string[];
  /** An account of revenue besides the usual one. */
  readonly otherRevenue: string;
  /** What an account of the ledger holds, in minor units; credits are negative. */
  balanceOf(account: string): Promise<number>;
};
type Box = {
  readonly erp: ErpPort;
  readonly ground: Ground;
  disturb(request: 'customer change', trouble: 'reply lost after commit' | 'cut before commit'): Promise<void>;
  ship(order: string): Promise<string>;
  writes(): number;
};
type Claims = {
  readonly box: () => Box & Masters;
  readonly has: (capability: Capability) => boolean;
  readonly target: ErpTarget;
  readonly noCustomer: string;
  readonly reference: () => Parameters<ErpPort['post']>[1];
};

const all = async <T>(records: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const record of records) found.push(record);
  return found;
};
const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();

/** Customers, items and accounts, as every adapter keeps them. What an ERP lacks is said in its traits. */
export function describeMasterData({ box, has, target, noCustomer, reference }: Claims): void {
  const lacks = (kind: keyof ErpTarget['documents'], field: string): boolean =>
    target.documents[kind].lacks.includes(field);
  const usual = (): Money => money(119_07, box().ground.ledgerCurrency);
  const newCustomer = async (): Promise<string> => {
    const document = samples(box().ground).customer(usual().currency, { address });
    return (await box().erp.post(document, reference())).number;
  };
  const address = { line1: '1 Main Street', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };
  const withoutLacking = ({ taxId, stripeId, ...change }: CustomerChange): CustomerChange => ({
    ...change,
    ...(taxId !== undefined && !lacks('customer', 'tax_id') && { taxId }),
    ...(stripeId !== undefined && !lacks('customer', 'stripe_id') && { stripeId }),
  });

  describe.runIf(has('change-customer'))('changing a customer', () => {
    const change = withoutLacking({
      name: 'Buyer and Sons',
      email: 'sons@example.com',
      phone: '+1 217 555 0100',
      address: { ...address, line1: '2 Side Street', city: 'Shelbyville' },
      taxId: 'US123456789',
      stripeId: 'cus_Changed0000001',
    });

    it('is written once and read back: repeating it changes nothing', async () => {
      const number = await newCustomer();

      const changed = await box().erp.changeCustomer(number, change);
      const before = box().writes();

      expect(changed).toMatchObject({ number, ...change, blocked: false });
      expect(await box().erp.customer(number)).toEqual(changed);
      expect(await box().erp.changeCustomer(number, change)).toEqual(changed);
      expect(box().writes() - before).toBe(0);
    });

    it('leaves alone what it does not name, and empties what it names as nothing', async () => {
      const number = await newCustomer();
      await box().erp.changeCustomer(number, change);
      const nothing = { phone: null, ...(change.taxId !== undefined && { taxId: null }) };

      const changed = await box().erp.changeCustomer(number, nothing);

      const { phone: _phone, taxId: _taxId, ...rest } = change;
      expect(changed).toMatchObject(rest);
      expect(changed).not.toHaveProperty('phone');
      expect(changed).not.toHaveProperty('taxId');
      const before = box().writes();
      await box().erp.changeCustomer(number, nothing);
      expect(box().writes() - before).toBe(0);
    });

    it('replaces an address as a whole', async () => {
      const number = await newCustomer();

      const moved = await box().erp.changeCustomer(number, { address: { city: 'Shelbyville', country: 'US' } });

      expect(moved.address).toEqual({ city: 'Shelbyville', country: 'US' });
    });

    it('cuts what is too long as the ERP holds it, and does so but once', async () => {
      const number = await newCustomer();
      const long = { name: 'N'.repeat(700), address: { ...address, line1: 'L'.repeat(700) } };
      const { lengths } = target.documents.customer;

      const changed = await box().erp.changeCustomer(number, long);
      const before = box().writes();

      expect(changed.name).toBe('N'.repeat(lengths['name'] ?? 0));
      expect(changed.address?.line1).toBe('L'.repeat(lengths['address.line1'] ?? 0));
      expect(await box().erp.changeCustomer(number, long)).toEqual(changed);
      expect(box().writes() - before).toBe(0);
    });

    it('of which nobody knows the outcome is settled by doing it again', async () => {
      const number = await newCustomer();

      await box().disturb('customer change', 'reply lost after commit');
      await expect(box().erp.changeCustomer(number, change)).rejects.toMatchObject({ code: 'outcome-unknown' });
      const before = box().writes();
      expect(await box().erp.changeCustomer(number, change)).toMatchObject({ name: change.name });
      expect(box().writes() - before).toBe(0);

      await box().disturb('customer change', 'cut before commit');
      await expect(box().erp.changeCustomer(number, { phone: '555' })).rejects.toMatchObject({
        code: 'outcome-unknown',
      });
      expect(await box().erp.changeCustomer(number, { phone: '555' })).toMatchObject({ phone: '555' });
    });

    it('is not possible where there is no such customer', async () => {
      expect(await box().erp.customer(noCustomer)).toBeUndefined();
      await expect(box().erp.changeCustomer(noCustomer, { name: 'Nobody' })).rejects.toMatchObject({
        code: 'not-found',
      });
    });
  });

  describe.runIf(has('block-customer'))('blocking a customer', () => {
    it('keeps new orders away until it is taken back, and cash still moves', async () => {
      const customer = await newCustomer();
      const of = samples(box().ground);
      const order = () => box().erp.post(of.salesOrder(usual(), { customer }), reference());

      expect(await box().erp.changeCustomer(customer, { blocked: true })).toMatchObject({ blocked: true });
      await expect(order()).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:invalid|rejected)$/) as string,
      });
      expect(await box().erp.post(of.cashReceipt(usual(), { customer }), reference())).toMatchObject({ customer });
      const before = box().writes();
      await box().erp.changeCustomer(customer, { blocked: true });
      expect(box().writes() - before).toBe(0);

      expect(await box().erp.changeCustomer(customer, { blocked: false })).toMatchObject({ blocked: false });
      expect(await order()).toMatchObject({ customer });
    });
  });

  describe.runIf(has('customer-changes'))('customers that changed', () => {
    it('come oldest first, whoever changed them, also where only the address did', async () => {
      const [first, second, third, untouched] = [
        await newCustomer(),
        await newCustomer(),
        await newCustomer(),
        await newCustomer(),
      ];
      const before = (await box().erp.customer(untouched))?.changedAt ?? '';
      await pause();
      await box().people.rename(first, 'Renamed');
      await pause();
      await box().people.move(second, 'Capital City');
      await pause();
      await box().erp.changeCustomer(third, { email: 'third@example.com' });

      const seen = await all(box().erp.customerRecords({ since: before }));

      const ours = seen.filter(({ number }) => [first, second, third].includes(number));
      expect(ours.at(-3)).toMatchObject({ number: first, name: 'Renamed' });
      expect(ours.at(-2)).toMatchObject({ number: second, address: { city: 'Capital City' } });
      expect(ours.at(-1)).toMatchObject({ number: third, email: 'third@example.com' });
      expect(seen.map(({ changedAt }) => changedAt)).toEqual(sorted(seen.map(({ changedAt }) => changedAt)));
      expect(ours.at(-2)).toEqual(await box().erp.customer(second));
    });

    it('are none after now, and include those that are blocked', async () => {
      const number = await newCustomer();
      const later = new Date(Date.now() + 3 * 86_400_000).toISOString();

      expect(await all(box().erp.customerRecords({ since: later }))).toEqual([]);

      if (has('block-customer')) await box().erp.changeCustomer(number, { blocked: true });
      const since = new Date(Date.now() - 60_000).toISOString();
      const record = (await all(box().erp.customerRecords({ since }))).filter((one) => one.number === number).at(-1);
      expect(record).toMatchObject({ number, blocked: has('block-customer') });
    });
  });

  describe('all customers, items and accounts', () => {
    it('come page by page, every one once', async () => {
      const pages: (readonly string[])[] = [];
      for await (const page of pagesOf(box().erp.customerRecords({}))) pages.push(page.map(({ number }) => number));
      const numbers = pages.flat();

      expect(pages.filter((page) => page.length > 0).length).toBeGreaterThan(1);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(sorted(numbers)).toEqual(expect.arrayContaining([...box().crowd]));
      expect(numbers.filter((number) => box().crowd.includes(number))).toEqual(sorted(box().crowd));
    });

    it('say of items what they are called', async () => {
      const { item } = box().ground;
      const items = await all(box().erp.itemRecords({}));

      expect(items.filter(({ number }) => number === item)).toMatchObject([{ number: item, discontinued: false }]);
      expect(new Set(items.map(({ number }) => number)).size).toBe(items.length);
    });

    it('say of accounts what may be posted to them', async () => {
      const { clearing, expense, control } = box().ground;
      const accounts = await all(box().erp.accountRecords());
      const kindOf = (wanted: string) => accounts.find(({ number }) => number === wanted)?.kind;

      expect([clearing, expense, control].map(kindOf)).toEqual(['bank', 'profit-and-loss', 'control']);
      expect(new Set(accounts.map(({ number }) => number)).size).toBe(accounts.length);
      expect(accounts.find(({ number }) => number === clearing)?.description).toBeTruthy();
    });
  });

  describe.runIf(has('item-changes'))('items that changed', () => {
    it('come since a time, and no others', async () => {
      const { item } = box().ground;
      const before = (await all(box().erp.itemRecords({}))).find(({ number }) => number === item)?.changedAt ?? '';
      await pause();
      await box().people.describe(item, 'Widget, renamed');

      const seen = await all(box().erp.itemRecords({ since: before }));

      expect(seen.filter(({ number }) => number === item).at(-1)).toMatchObject({ description: 'Widget, renamed' });
      expect(seen.map(({ changedAt }) => changedAt)).toEqual(sorted(seen.map(({ changedAt }) => changedAt)));
      const later = new Date(Date.now() + 3 * 86_400_000).toISOString();
      expect(await all(box().erp.itemRecords({ since: later }))).toEqual([]);
    });
  });

  describe('revenue of a line', () => {
    const able = (kind: 'sales-order' | 'invoice'): boolean => has(kind) && !lacks(kind, 'line.revenue_account');
    const linesOn = (revenueAccount: string) => [
      line(box().ground.item, usual(), { taxCode: box().ground.noTax, revenueAccount }),
    ];
    const sales = {
      'sales-order': async (revenueAccount: string) => {
        const order = samples(box().ground).salesOrder(usual(), { lines: linesOn(revenueAccount) });
        return box().ship((await box().erp.post(order, reference())).number);
      },
      invoice: async (revenueAccount: string) => {
        const invoice = samples(box().ground).invoice(usual(), { lines: linesOn(revenueAccount) });
        return (await box().erp.post(invoice, reference())).number;
      },
    } as const;

    for (const kind of ['sales-order', 'invoice'] as const)
      (able(kind) ? it : it.skip)(
        `goes to the account that a ${kind} names, and a credit memo takes it back`,
        async () => {
          const { otherRevenue } = box();
          const before = await box().balanceOf(otherRevenue);

          const invoice = await sales[kind](otherRevenue);

          expect((await box().balanceOf(otherRevenue)) - before).toBe(-usual().minor);
          await box().erp.post(samples(box().ground).creditMemo(usual(), invoice), reference());
          expect((await box().balanceOf(otherRevenue)) - before).toBe(0);
        },
      );

    (able('invoice') ? it : it.skip)('is refused on an account that does not exist', async () => {
      await expect(sales.invoice('404040')).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:invalid|rejected)$/) as string,
      });
    });
  });
}

/** Two changes of one moment have no order. */
const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));
