import { describe, expect, it } from 'vitest';
import { createMasterData } from '../../../../src/erp/p21/native/master-data.ts';
import { pagesOf } from '../../../../src/erp/paged.ts';
import { reading } from './fake-tables.ts';

const since = '2026-01-01T00:00:00.000Z';
const at = (second: number): string =>
  `2026-01-30T04:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
const customer = (number: string, second: number, more: object = {}) => ({
  customer_id: number,
  company_id: 'ACME',
  customer_name: `Customer ${number}`,
  currency_id: '1',
  credit_status: 'GOOD',
  delete_flag: 'N',
  date_last_modified: at(second),
  ...more,
});
const address = (number: string, second: number) => ({
  id: number,
  mail_city: `City of ${number}`,
  date_last_modified: at(second),
});

async function changedNumbers(tables: Parameters<typeof reading>[0]): Promise<readonly string[]> {
  const numbers: string[] = [];
  const { customerRecords } = createMasterData(reading(tables));
  for await (const { number } of customerRecords({ since })) numbers.push(number);
  return numbers;
}

describe('customers of Prophet 21 itself', () => {
  it('are told once each, at the last change of any of their tables', async () => {
    const numbers = await changedNumbers({
      customer: [customer('1', 1), customer('2', 2), customer('3', 3)],
      address: [address('1', 9), address('2', 1), address('77', 4)],
      customer_ud: [{ customer_id: '2', company_id: 'ACME', date_last_modified: at(5) }],
    });

    expect(numbers).toEqual(['3', '2', '1']);
  });

  it('stay in the order of their changes over the edges of what is read together', async () => {
    const many = Array.from({ length: 350 }, (_, index) => String(index + 1));
    const numbers = await changedNumbers({
      customer: many.map((number, index) => customer(number, index)),
      address: many.map((number, index) => address(number, index % 3 === 0 ? 1_000 + index : index)),
      customer_ud: [],
    });

    const moved = many.filter((_, index) => index % 3 === 0);
    expect(numbers).toEqual([...many.filter((number) => !moved.includes(number)), ...moved]);
  });

  it('are told without a currency where the site does not list it', async () => {
    const { customer: read } = createMasterData(
      reading({ customer: [customer('1', 1, { currency_id: '99' })], address: [], customer_ud: [] }),
    );

    expect(await read('1')).toEqual({
      number: '1',
      name: 'Customer 1',
      blocked: false,
      changedAt: '2026-01-30T10:00:01.000Z',
    });
    expect(await read('A-1')).toBeUndefined();
  });

  it('that are deleted can not be unblocked from here', async () => {
    const deleted = reading({ customer: [customer('1', 1, { delete_flag: 'Y' })], address: [], customer_ud: [] });
    const { changeCustomer } = createMasterData(deleted);

    await expect(changeCustomer('1', { blocked: false })).rejects.toMatchObject({ code: 'rejected' });
    expect(await changeCustomer('1', { blocked: true })).toMatchObject({ blocked: true });
  });

  it('come by number from the last one on, however many there are', async () => {
    const many = Array.from({ length: 450 }, (_, index) => String(100_001 + index));
    const { customerRecords } = createMasterData(
      reading({ customer: many.map((number) => customer(number, 1)), address: [], customer_ud: [] }),
    );
    const pages: number[] = [];
    for await (const page of pagesOf(customerRecords({}))) pages.push(page.length);

    expect(pages).toEqual([200, 200, 50]);
  });
});
