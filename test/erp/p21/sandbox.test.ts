import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { createP21Facade } from '../../../src/erp/p21/facade/adapter.ts';
import { newReference } from '../contract.ts';
import { line, samples } from '../samples.ts';
import { startP21 } from './facade/sandboxed.ts';

describe('Prophet 21 in particular', () => {
  let box: Awaited<ReturnType<typeof startP21>>;
  beforeAll(async () => (box = await startP21()));
  afterAll(() => box.close());

  const of = () => samples(box.ground);
  const post = (document: Parameters<typeof box.erp.post>[0]) => box.erp.post(document, newReference());
  const shippingLine = line('SHIPPING', money(24_07, 'USD'), { taxCode: 'CA825' });
  const widgets = line('W-100', money(50_00, 'USD'), {
    quantity: 3,
    discount: money(10_00, 'USD'),
    net: money(140_00, 'USD'),
    taxCode: 'CA825',
  });

  it('computes the tax of an order by itself: 8.25 % of 164.07 is 13.54', async () => {
    const order = await post(of().salesOrder(money(164_07, 'USD'), { lines: [widgets, shippingLine] }));

    expect(order.total).toEqual(money(177_61, 'USD'));
  });

  it('leaves a reduced line its share of the discount', async () => {
    const { number } = await post(of().salesOrder(money(140_00, 'USD'), { lines: [{ ...widgets, taxCode: 'NOTAX' }] }));

    const reduced = await box.erp.reduce(number, [{ item: 'W-100', quantity: 2 }], newReference());

    expect(reduced.total).toEqual(money(100_00 - 6_67, 'USD'));
  });

  it('credits lines with their tax, and refunds what the memo leaves open', async () => {
    const invoice = await post(of().invoice(money(164_07, 'USD'), { lines: [widgets, shippingLine] }));
    const receipt = await post(of().cashReceipt(money(177_61, 'USD')));
    await box.erp.apply(
      { receipt: receipt.number, invoice: invoice.number, amount: money(177_61, 'USD') },
      newReference(),
    );

    const memo = await post({ ...of().creditMemo(money(26_06, 'USD'), invoice.number), lines: [shippingLine] });
    const settles = { kind: 'credit-memo', number: memo.number } as const;
    const refund = await post({ ...of().customerRefund(money(26_06, 'USD'), ''), settles });

    expect(memo.total).toEqual(money(26_06, 'USD'));
    expect(refund.total).toEqual(money(26_06, 'USD'));
  });

  it('refuses a customer on credit hold in the clothes of a success', async () => {
    const held = (await post(of().customer('USD', { extra: { CreditHold: 'Y' } }))).number;

    await expect(post(of().salesOrder(money(1, 'USD'), { customer: held }))).rejects.toMatchObject({
      code: 'rejected',
      where: 'CustomerId',
    });
  });

  it.each([
    [
      'an unknown tax code',
      () => of().salesOrder(money(1, 'USD'), { lines: [line('W-100', money(1, 'USD'), { taxCode: 'NONE' })] }),
      'invalid',
      /TaxCode/,
    ],
    ['a currency that is not set up', () => of().salesOrder(money(1, 'SEK')), 'invalid', /Currency/],
    [
      'a receipt into an account that is no bank',
      () => of().cashReceipt(money(1, 'USD'), { account: '1015' }),
      'invalid',
      /Account/,
    ],
    [
      'a journal to a blocked account',
      () =>
        of().journalEntry(money(1, 'USD'), {
          postings: [{ debit: '9999', credit: '1010', amount: money(1, 'USD'), text: '' }],
        }),
      'rejected',
      /Account/,
    ],
    [
      'a journal to an unknown account',
      () =>
        of().journalEntry(money(1, 'USD'), {
          postings: [{ debit: '1', credit: '1010', amount: money(1, 'USD'), text: '' }],
        }),
      'invalid',
      /Account/,
    ],
    [
      'a memo beyond its invoice',
      async () => of().creditMemo(money(2, 'USD'), (await post(of().invoice(money(1, 'USD')))).number),
      'rejected',
      /Amount/,
    ],
  ] as const)('refuses %s, and the field is named', async (_what, make, code, where) => {
    await expect(post(await make())).rejects.toMatchObject({ code, where: expect.stringMatching(where) as string });
  });

  it('can be used with client credentials, with and without an id', async () => {
    const clientSecret = () => 'sandbox-client-secret';
    for (const id of [{}, { clientId: 'quittance' }]) {
      const auth = { kind: 'client_credentials', clientSecret, ...id } as const;
      const erp = createP21Facade({ baseUrl: box.url, company: 'ACME', auth });

      expect(await erp.ping()).toEqual({ company: 'ACME', ledgerCurrency: 'USD' });
    }
  });

  it('refuses documents of a company that the login does not work in', async () => {
    const auth = { kind: 'user_token', username: 'quittance', password: () => 'sandbox' } as const;
    const erp = createP21Facade({ baseUrl: box.url, company: 'OTHER', auth });
    const receipt = of().cashReceipt(money(1, 'USD'));

    await expect(erp.post(receipt, newReference())).rejects.toMatchObject({ code: 'invalid', where: 'CompanyId' });
  });

  it('goes on when its token ends, without anybody noticing', async () => {
    const auth = { kind: 'user_token', username: 'quittance', password: () => 'sandbox' } as const;
    const erp = createP21Facade({ baseUrl: box.url, company: 'ACME', auth });
    await erp.ping();
    await box.advance(86_400);

    expect(await erp.ping()).toMatchObject({ company: 'ACME' });
  });
});
