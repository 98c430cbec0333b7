import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOData } from '../../../../src/erp/p21/native/odata.ts';
import { fakeProphet } from './fake-prophet.ts';

const all = { where: [], orderBy: [] };
const company = (id: string, more = '') =>
  `{"company_id":"${id}","company_name":null,"home_currency_id":1,"ar_account_no":"1100","ap_account_no":"2000"${more}}`;
const answer = (...rows: readonly string[]) => ({ body: `{"@odata.context":"x","value":[${rows.join(',')}]}` });
const failure = (code: number, message: string) => ({ status: code, body: { error: { code: String(code), message } } });

describe('reading by OData', () => {
  it('asks for our columns only, ordered, a page at a time', async () => {
    const { client, calls } = await fakeProphet(() => answer());

    await createOData(client).rows('company', {
      where: [{ column: 'company_name', is: 'eq', value: "O'Neil & Söhne + 1" }],
      orderBy: ['company_name desc'],
    });

    expect(calls[0]?.path).toBe('/odataservice/odata/table/company');
    expect(Object.fromEntries(calls[0]?.query ?? [])).toEqual({
      $filter: "company_name eq 'O''Neil & Söhne + 1'",
      $select: 'company_id,company_name,home_currency_id,ar_account_no,ap_account_no',
      $orderby: 'company_name desc,company_id',
      $top: '200',
      $skip: '0',
    });
  });

  it('writes a blank so that nobody takes it for a plus', async () => {
    const { client } = await fakeProphet(() => answer());
    const paths: string[] = [];
    const watching: typeof client = { send: async (ask, decode) => (paths.push(ask.path), client.send(ask, decode)) };

    await createOData(watching).rows('company', {
      where: [{ column: 'company_id', is: 'eq', value: 'a b+c' }],
      orderBy: ['company_id'],
    });

    expect(paths[0]).toContain("?$filter=company_id%20eq%20'a%20b%2Bc'&$select=");
  });

  it('reads every number digit by digit, and what is empty as nothing', async () => {
    const line =
      '{"invoice_no":"70001","line_no":1,"item_id":null,"unit_quantity":2.0000,"unit_price":9007199254740993.01,' +
      '"extended_price":119.0700,"not_asked_for":{"a":1}}';
    const { client } = await fakeProphet(() => answer(line));

    expect(await createOData(client).rows('invoice_line', all)).toEqual([
      {
        invoice_no: '70001',
        line_no: '1',
        item_id: null,
        unit_quantity: '2.0000',
        unit_price: '9007199254740993.01',
        extended_price: '119.0700',
      },
    ]);
  });

  it.each([
    [0, ['0']],
    [199, ['0']],
    [200, ['0', '200']],
    [401, ['0', '200', '400']],
  ] as const)('reads %i rows until a page is short', async (count, skips) => {
    const { client, calls } = await fakeProphet(({ query }) => {
      const skip = Number(query.get('$skip'));
      const length = Math.max(0, Math.min(200, count - skip));
      return answer(...Array.from({ length }, (_, n) => company(`C${skip + n}`)));
    });

    const rows = await createOData(client).rows('company', all);

    expect(rows.map((row) => row['company_id'])).toEqual(Array.from({ length: count }, (_, n) => `C${n}`));
    expect(calls.map(({ query }) => query.get('$skip'))).toEqual(skips);
  });

  it('goes on behind a short page that names another', async () => {
    const next = `{"value":[${company('C0')}],"@odata.nextLink":"http://elsewhere.example/"}`;
    const { client, calls } = await fakeProphet((_, n) => (n === 1 ? { body: next } : answer(company('C1'))));

    expect(await createOData(client).rows('company', all)).toHaveLength(2);
    expect(calls[1]?.query.get('$skip')).toBe('1');
  });

  it('asks for the next page only when somebody wants it', async () => {
    const full = answer(...Array.from({ length: 200 }, (_, n) => company(`C${n}`)));
    const { client, calls } = await fakeProphet(() => full);

    for await (const page of createOData(client).pages('company', all)) {
      expect(page).toHaveLength(200);
      break;
    }

    expect(calls).toHaveLength(1);
  });

  it('asks nothing where no row can be meant', async () => {
    const { client, calls } = await fakeProphet(() => answer());
    const where = [{ column: 'customer_id', is: 'eq', value: 'ABC' } as const];

    expect(await createOData(client).rows('customer', { where, orderBy: ['customer_id'] })).toEqual([]);
    expect(calls).toHaveLength(0);
  });

  it("reads a site's own columns, as text", async () => {
    const { client, calls } = await fakeProphet(() => answer('{"order_no":"1","stripe_id":"pi_1","paid_on":null}'));
    const odata = createOData(client, { moreColumns: { oe_hdr_ud: ['stripe_id', 'paid_on'] } });
    const where = [{ column: 'stripe_id', is: 'eq', value: '1' } as const];

    expect(await odata.rows('oe_hdr_ud', { where, orderBy: [] })).toEqual([
      { order_no: '1', stripe_id: 'pi_1', paid_on: null },
    ]);
    expect(calls[0]?.query.get('$filter')).toBe("stripe_id eq '1'");
    expect(calls[0]?.query.get('$select')).toBe('order_no,stripe_id,paid_on');
  });

  it.each([
    ['without a column that was asked for', '{"company_id":"C"}', 'without company_name'],
    ['with an object in its place', company('C').replace('null', '{}'), 'something odd as company_name'],
    ['with a truth in its place', company('C').replace('null', 'true'), 'something odd as company_name'],
  ])('has no answer in a row %s', async (_, row, says) => {
    const { client } = await fakeProphet(() => answer(row));

    await expect(createOData(client).rows('company', all)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(says) as string,
    });
  });

  it('has no answer in a table that comes whole, in something else, or in half a page', async () => {
    const whole = answer(...Array.from({ length: 201 }, (_, n) => company(`C${n}`)));
    for (const odd of [whole, { body: '{"values":[]}' }, { body: '<feed/>' }, { body: '{"value":[{' }]) {
      const { client } = await fakeProphet(() => odd);
      await expect(createOData(client).rows('company', all)).rejects.toMatchObject({ code: 'unavailable' });
    }
  });

  it.each([
    [
      failure(403, 'User q has no Dataservice permission for table company'),
      'unauthorized',
      'give the user Dataservice permission for table company',
    ],
    [{ status: 403, body: '' }, 'unauthorized', 'give the user Dataservice permission for table company'],
    [failure(404, "Resource not found for the segment 'company'"), 'unavailable', 'there is no table company'],
    [{ status: 404, body: '<html/>' }, 'unavailable', 'no OData service'],
    [
      failure(404, 'A binary operator with incompatible types was detected'),
      'invalid',
      'a column of company is of another type',
    ],
    [
      failure(400, "Could not find a property named 'company_nam' on type 'company'"),
      'unavailable',
      "'company_nam' on type 'company'; the table company has no such column",
    ],
    [failure(400, 'Syntax error at position 7'), 'invalid', '400'],
    [{ status: 500, body: '' }, 'unavailable', '500'],
    [{ status: 429, body: '' }, 'throttled', '429'],
  ] as const)('that is answered %j is %s, and says what to do', async (given, code, says) => {
    const { client } = await fakeProphet(() => given);

    await expect(createOData(client).rows('company', all)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says) as string,
    });
  });

  it('reads no table and orders by no column that it does not know', async () => {
    const { client, calls } = await fakeProphet(() => answer());
    const odata = createOData(client);

    await expect(odata.rows('users', all)).rejects.toMatchObject({ code: 'invalid' });
    await expect(odata.rows('constructor', all)).rejects.toMatchObject({ code: 'invalid' });
    await expect(odata.rows('company', { where: [], orderBy: ['name'] })).rejects.toMatchObject({ code: 'invalid' });
    expect(calls).toHaveLength(0);
  });

  it('reaches Prophet 21 with whatever text a customer has', async () => {
    const { client, calls } = await fakeProphet(() => answer());
    const odata = createOData(client);
    const where = (value: string) => [{ column: 'po_no', is: 'eq', value } as const];

    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (value) => {
        await odata.rows('oe_hdr', { where: where(value), orderBy: ['order_no'] });
        expect(calls.at(-1)?.query.get('$filter')).toBe(`po_no eq '${value.replaceAll("'", "''")}'`);
      }),
      { numRuns: 50 },
    );
  });
});
