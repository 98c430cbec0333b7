import { describe, expect, it } from 'vitest';
import { createSearches } from '../../../../src/erp/p21/native/searches.ts';
import { reading, type Tables } from './fake-tables.ts';

const customer = (number: string, more: object = {}) => ({
  customer_id: `${number}.0000`,
  company_id: 'ACME',
  customer_name: `Buyer ${number}`,
  currency_id: '1',
  credit_status: null,
  delete_flag: 'N',
  ...more,
});
const address = (number: string, email: string | null) => ({ id: `${number}.0000`, email_address: email });
const ours = (number: string, stripeId: string | null) => ({
  customer_id: `${number}.0000`,
  company_id: 'ACME',
  stripe_customer_id: stripeId,
});
const tables: Tables = {
  customer: [
    customer('100'),
    customer('101', { credit_status: 'HOLD' }),
    customer('102', { delete_flag: 'Y' }),
    customer('103', { company_id: 'OTHER' }),
  ],
  address: [
    address('100', 'jane@example.com'),
    address('101', 'Jane@Example.com'),
    address('102', 'gone@example.com'),
    address('103', 'jane@example.com'),
    address('999', 'jane@example.com'),
  ],
  customer_ud: [ours('100', 'cus_1'), ours('101', null)],
  inv_mast: [
    { inv_mast_uid: '7', item_id: 'W-100', item_desc: 'Widget', delete_flag: 'N' },
    { inv_mast_uid: '8', item_id: 'W-OLD', item_desc: 'Old', delete_flag: 'Y' },
    { inv_mast_uid: '9', item_id: 'SERVICE', item_desc: null, delete_flag: 'N' },
    { inv_mast_uid: '10', item_id: 'OVERSOLD', item_desc: 'Over', delete_flag: 'N' },
  ],
  inv_loc: [
    { inv_mast_uid: '7', location_id: '20.0000', qty_on_hand: '12.500000000', qty_allocated: '2.0000' },
    { inv_mast_uid: '7', location_id: '10.0000', qty_on_hand: '900', qty_allocated: '0E-9' },
    { inv_mast_uid: '10', location_id: '20', qty_on_hand: '1', qty_allocated: '4' },
  ],
  company: [
    {
      company_id: 'ACME',
      company_name: 'Acme Corp',
      home_currency_id: '1.0000',
      ar_account_no: '1100',
      ap_account_no: '2000',
    },
  ],
  chart_of_accts: [
    { account_no: '1100', company_no: 'ACME', account_type: 'A', delete_flag: 'N' },
    { account_no: '2000', company_no: 'ACME', account_type: 'L', delete_flag: 'N' },
    { account_no: '1010', company_no: 'ACME', account_type: 'A', delete_flag: 'N' },
    { account_no: '1015', company_no: 'ACME', account_type: 'A', delete_flag: 'N' },
    { account_no: '6000', company_no: 'ACME', account_type: 'X', delete_flag: 'N' },
    { account_no: '4000', company_no: 'ACME', account_type: 'R', delete_flag: 'Y' },
    { account_no: '7777', company_no: 'OTHER', account_type: 'R', delete_flag: 'N' },
  ],
  bank_accounts: [{ account_no: '1010', company_no: 'ACME' }],
};
const native = reading(tables);
const { customers, items, accounts, ping } = createSearches(native);

const jane = { number: '100', name: 'Buyer 100', email: 'jane@example.com', stripeId: 'cus_1', creditHold: false };

describe('customers', () => {
  it('are found by number, with what the address and our own column say of them', async () => {
    expect(await customers({ number: '100' })).toEqual([jane]);
    expect(await customers({ number: '101' })).toEqual([
      { number: '101', name: 'Buyer 101', email: 'Jane@Example.com', creditHold: true },
    ]);
  });

  it('are found by Stripe id, where the site has a column for it', async () => {
    expect(await customers({ stripeId: 'cus_1' })).toEqual([jane]);
    expect(await customers({ stripeId: 'cus_2' })).toEqual([]);

    const { customerColumn: _, ...without } = native.site;
    const bare = { ...reading(tables), site: without };
    expect(await createSearches(bare).customers({ stripeId: 'cus_1' })).toEqual([]);
    expect(await createSearches(bare).customers({ number: '100' })).toMatchObject([{ number: '100' }]);
    expect(bare.asked.map(({ table }) => table)).not.toContain('customer_ud');
  });

  it('are found by e-mail as it was given and in small letters, for the database may mind the case', async () => {
    expect(await customers({ email: 'JANE@EXAMPLE.COM' })).toEqual([jane]);
    expect(await customers({ email: 'Jane@Example.com' })).toMatchObject([{ number: '100' }, { number: '101' }]);
  });

  it('are found by an e-mail that stands there with a blank behind it, as the database does', async () => {
    const address = [{ id: '100.0000', email_address: 'jane@example.com ' }];

    expect(await createSearches(reading({ ...tables, address })).customers({ email: 'jane@example.com' })).toEqual([
      jane,
    ]);
  });

  it('are not found by a Stripe id of other letters, though the database does not mind the case', async () => {
    const anyCase = {
      ...native,
      odata: { ...native.odata, rows: (table: string) => Promise.resolve((tables[table] ?? []).slice(0, 1)) },
    };

    expect(await createSearches(anyCase).customers({ stripeId: 'cus_1' })).toEqual([jane]);
    expect(await createSearches(anyCase).customers({ stripeId: 'CUS_1' })).toEqual([]);
  });

  it('that were deleted, or belong to another company, are none', async () => {
    expect(await customers({ number: '102' })).toEqual([]);
    expect(await customers({ number: '103' })).toEqual([]);
  });

  it('have numbers: whatever else is asked for is not sent', async () => {
    const before = native.asked.length;

    expect(await customers({ number: 'jane' })).toEqual([]);
    expect(native.asked).toHaveLength(before);
  });

  it('are asked for some at a time, so that an address stays short', async () => {
    const many = Array.from({ length: 90 }, (_each, n) => String(1_000 + n));
    const crowd = reading({
      customer: many.map((number) => customer(number)),
      address: many.map((number) => address(number, 'shared@example.com')),
    });

    expect(await createSearches(crowd).customers({ email: 'shared@example.com' })).toHaveLength(90);
    expect(crowd.asked.filter(({ table }) => table === 'customer')).toHaveLength(3);
  });
});

describe('items', () => {
  it('are what is free of them where orders take their goods from', async () =>
    expect(await items({ number: 'W-100' })).toEqual([{ number: 'W-100', description: 'Widget', available: '10.5' }]));

  it('that are not kept there, or were promised more often than they are there, are not available', async () => {
    expect(await items({ number: 'SERVICE' })).toEqual([{ number: 'SERVICE', description: '', available: '0' }]);
    expect(await items({ number: 'OVERSOLD' })).toMatchObject([{ available: '0' }]);
  });

  it('are unknown when deleted, or of another spelling', async () => {
    expect(await items({ number: 'W-OLD' })).toEqual([]);
    expect(await items({ number: 'w-100' })).toEqual([]);
  });
});

describe('accounts', () => {
  it.each([
    ['1010', 'bank'],
    ['1015', 'balance'],
    ['1100', 'control'],
    ['2000', 'control'],
    ['6000', 'profit-and-loss'],
  ] as const)('%s is one of the kind %s', async (number, kind) =>
    expect(await accounts({ number })).toEqual([{ number, kind, blocked: false }]),
  );

  it('that were deleted are blocked, of another company unknown', async () => {
    expect(await accounts({ number: '4000' })).toEqual([{ number: '4000', kind: 'profit-and-loss', blocked: true }]);
    expect(await accounts({ number: '7777' })).toEqual([]);
  });
});

describe('whatever is looked for', () => {
  it('is the same although text comes padded, as char columns do', async () => {
    const padded = Object.fromEntries(
      Object.entries(tables).map(([table, rows]) => [
        table,
        rows.map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value && `${value}  `])),
        ),
      ]),
    );
    const all = async ({ customers, items, accounts, ping }: ReturnType<typeof createSearches>) => [
      await customers({ stripeId: 'cus_1' }),
      await customers({ number: '101' }),
      await customers({ number: '102' }),
      await items({ number: 'W-100' }),
      await items({ number: 'W-OLD' }),
      ...(await Promise.all(['1010', '1100', '4000', '6000'].map(async (number) => accounts({ number })))),
      await ping(),
    ];

    expect(await all(createSearches(reading(padded)))).toEqual(await all(createSearches(reading(tables))));
  });
});

describe('the company', () => {
  it('is named with the ISO code of its currency', async () => {
    expect(await ping()).toEqual({ company: 'Acme Corp', ledgerCurrency: 'USD' });
  });

  it('that Prophet 21 does not know is refused, and so is a currency that the profile does not know', async () => {
    await expect(createSearches(reading({})).ping()).rejects.toMatchObject({ code: 'invalid', where: 'company' });
    await expect(createSearches(reading(tables, { currencies: { EUR: '4' } })).ping()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining("currencies of the site's file") as string,
    });
  });
});
