import { describe, expect, it } from 'vitest';
import { createTransactions } from '../../../../src/erp/p21/native/transactions.ts';
import { refused, type Answer } from '../fake-gateway.ts';
import { fakeProphet } from './fake-prophet.ts';

async function answering(answer: Answer) {
  const site = await fakeProphet(() => answer);
  return { ...site, transactions: createTransactions(site.client) };
}

describe("a site's services", () => {
  it.each([[['Order', 'CashReceipts']], [[{ Name: 'Order', Id: 1 }, { Name: 'CashReceipts' }]]])(
    'are read from %j',
    async (body) => {
      const { transactions, calls } = await answering({ body });

      expect(await transactions.services()).toEqual(['Order', 'CashReceipts']);
      expect(calls).toMatchObject([{ method: 'GET', path: '/uiserver0/api/v2/services' }]);
    },
  );

  it('have no answer in something else', async () => {
    const { transactions } = await answering({ body: { Services: [] } });

    await expect(transactions.services()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('have elements and fields as their template shows them', async () => {
    const element = (Name: string, Type: string, names: readonly string[]) => ({
      Name,
      Type,
      Keys: [],
      Rows: [{ Edits: names.map((each) => ({ Name: each, Value: null })), RelativeDateEdits: [] }],
    });
    const DataElements = [
      element('TABPAGE_1.receipt', 'Form', ['customer_id', 'check_number']),
      element('TP_X.lines', 'List', ['invoice_no']),
      { Name: 'TP_Y.empty', Type: 'List', Rows: [] },
    ];
    const { transactions, calls } = await answering({
      body: {
        Name: 'X',
        TransactionDefinition: {},
        Template: { TransactionSet: { Transactions: [{ DataElements }] } },
      },
    });

    expect(await transactions.definition('Cash Receipts/2')).toEqual([
      { name: 'TABPAGE_1.receipt', type: 'Form', fields: ['customer_id', 'check_number'] },
      { name: 'TP_X.lines', type: 'List', fields: ['invoice_no'] },
      { name: 'TP_Y.empty', type: 'List', fields: [] },
    ]);
    expect(calls[0]?.path).toBe('/uiserver0/api/v2/definition/Cash%20Receipts%2F2');
  });

  it('are not there when the definition is an empty 500', async () => {
    const { transactions } = await answering({ status: 500, body: '' });

    expect(await transactions.definition('Nothing')).toBeUndefined();
  });

  it('may not be opened by everybody, which says what to do', async () => {
    const text = 'Window <<Cash Receipts>> is not available or user does not have permission to open it';
    const { transactions } = await answering({ status: 500, body: refused(text, 'System.Exception') });

    await expect(transactions.definition('CashReceipts')).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(/Window <<Cash Receipts>>.*give the user permission for this window/) as string,
    });
  });

  it.each([
    { status: 500, body: '<html/>' },
    { status: 500, body: refused('Null', 'System.NullReferenceException') },
    { status: 200, body: { Template: {} } },
    { status: 200, body: { Template: { TransactionSet: { Transactions: [] } } } },
  ])('have no definition in %j', async (answer) => {
    const { transactions } = await answering(answer);

    await expect(transactions.definition('Order')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
