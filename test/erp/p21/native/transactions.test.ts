import { describe, expect, it } from 'vitest';
import { createTransactions, type Transaction } from '../../../../src/erp/p21/native/transactions.ts';
import { refused, type Answer } from '../fake-gateway.ts';
import { fakeProphet, signal } from './fake-prophet.ts';

const order: Transaction = {
  service: 'Order',
  elements: [
    {
      name: 'TABPAGE_1.order',
      type: 'Form',
      keys: [],
      rows: [
        [
          { name: 'customer_id', value: '100198' },
          { name: 'po_no', value: 'R000000000000001' },
        ],
      ],
    },
    {
      name: 'TP_ITEMS.items',
      type: 'List',
      keys: ['user_line_no'],
      rows: [
        [
          { name: 'user_line_no', value: '010' },
          { name: 'oe_order_item_id', value: 'W-100' },
        ],
        [
          { name: 'user_line_no', value: '020' },
          { name: 'oe_order_item_id', value: 'W-100' },
        ],
      ],
    },
  ],
};

const summary = (Succeeded: number, Failed: number, Other = 0) => ({ Succeeded, Failed, Other });
const made = (Value: unknown = '1013938', { Status = 'Passed', element = 'TABPAGE_1.order' } = {}) => ({
  Messages: ['Transaction 1:: '],
  Results: {
    Name: 'Order',
    Transactions: [{ Status, DataElements: [{ Name: element, Rows: [{ Edits: [{ Name: 'order_no', Value }] }] }] }],
  },
  Summary: summary(1, 0),
});
const failed = (text: string) => ({
  Messages: [`Transaction 1:: ${text}`],
  Results: null,
  Summary: summary(0, 1),
});

async function posting(answer: Answer) {
  const site = await fakeProphet(() => answer);
  return { ...site, transactions: createTransactions(site.client) };
}
const errorAt = async (answer: Answer): Promise<unknown> => {
  const { transactions } = await posting(answer);
  return transactions.post(order, 'order_no', signal()).catch((error: unknown) => error);
};

describe('a transaction', () => {
  it('is sent alone, its values as text, its rows with the key that keeps them apart', async () => {
    const { transactions, calls } = await posting({ body: made() });

    expect(await transactions.post(order, 'order_no', signal())).toBe('1013938');

    expect(calls).toMatchObject([{ method: 'POST', path: '/uiserver0/api/v2/transaction' }]);
    const edit = (Name: string, Value: string) => ({ Name, Value });
    expect(calls[0]?.body).toEqual({
      Name: 'Order',
      UseCodeValues: true,
      Transactions: [
        {
          Status: 'New',
          DataElements: [
            {
              Name: 'TABPAGE_1.order',
              Type: 'Form',
              Keys: [],
              Rows: [
                { Edits: [edit('customer_id', '100198'), edit('po_no', 'R000000000000001')], RelativeDateEdits: [] },
              ],
            },
            {
              Name: 'TP_ITEMS.items',
              Type: 'List',
              Keys: ['user_line_no'],
              Rows: [
                { Edits: [edit('user_line_no', '010'), edit('oe_order_item_id', 'W-100')], RelativeDateEdits: [] },
                { Edits: [edit('user_line_no', '020'), edit('oe_order_item_id', 'W-100')], RelativeDateEdits: [] },
              ],
            },
          ],
        },
      ],
    });
  });

  it('goes by commands in the same way where it works nowhere else', async () => {
    const { transactions, calls } = await posting({ body: made() });

    expect(await transactions.command({ ...order, service: 'ReverseARPayment' }, 'order_no', signal())).toBe('1013938');
    expect(calls).toMatchObject([{ path: '/uiserver0/api/v2/commands', body: { Name: 'ReverseARPayment' } }]);
  });

  it('takes a number for what it is, whether it came as text or not', async () => {
    const { transactions } = await posting({ body: made(1_013_938) });

    expect(await transactions.post(order, 'order_no', signal())).toBe('1013938');
  });

  it.each([
    ['Column is disabled: po_no', 'invalid', 'po_no'],
    ['This column is required.', 'invalid', undefined],
    ["'Default Branch' is a required column.", 'invalid', undefined],
    ['Salesrep ID is required for a new ship to.', 'invalid', undefined],
    ['Jurisdiction ID for Order Header Tax is required', 'invalid', undefined],
    ['Requested date must be after order date', 'invalid', undefined],
    ['General Exception: Sequence contains no matching element', 'invalid', undefined],
    ['Unexpected response window', 'outcome-unknown', undefined],
    ['You cannot cancel an order that is fully invoiced', 'rejected', undefined],
    ['Invalid customer_id: 100198 does not exist', 'invalid', 'customer_id'],
    ['Invalid oe_order_item_id: W-9 does not exist', 'invalid', 'oe_order_item_id'],
    ['Invalid bank_account_no: 9 does not exist', 'invalid', undefined],
    ['Customer 100198 is on credit hold', 'rejected', undefined],
    ['Period 12 is closed', 'rejected', undefined],
    ['amount_applied exceeds what is open', 'rejected', undefined],
    ['Transaction (Process ID 61) was deadlocked on lock resources', 'busy', undefined],
    ['Window <<Order>> is not available or user does not have permission to open it', 'unauthorized', undefined],
    ['Something that nobody has met before', 'rejected', undefined],
    ['', 'rejected', undefined],
  ])('that fails within 200 with "%s" is %s', async (text, code, where) => {
    expect(await errorAt({ body: failed(text) })).toMatchObject({
      code,
      where,
      message: expect.stringContaining(text) as string,
    });
  });

  it('names as field at fault only what was sent, never a value', async () => {
    expect(await errorAt({ body: failed('Invalid W-100: job_name Jane Doe does not exist') })).toMatchObject({
      where: undefined,
    });
  });

  it.each([
    ['no transaction that passed', made('1', { Status: 'Failed' })],
    ['no results', { ...made(), Results: null }],
    ['two transactions', { ...made(), Results: { Transactions: [{ Status: 'Passed' }, { Status: 'Passed' }] } }],
    ['no number', made('')],
    ['nothing as number', made(null)],
    ['a sentence as number', made('see the log for details')],
    ['a number of another element', made('1', { element: 'TP_ITEMS.items' })],
    ['both a success and a failure', { ...made(), Summary: summary(1, 1) }],
    ['neither', { ...made(), Summary: summary(0, 0, 1) }],
    ['two successes', { ...made(), Summary: summary(2, 0) }],
    ['no summary', { Messages: [], Results: made().Results }],
  ])('may have been carried out when the answer has %s', async (_, body) => {
    expect(await errorAt({ body })).toMatchObject({ code: 'outcome-unknown' });
  });

  it.each([
    [{ status: 200, body: '<html>Signed out</html>' }, 'outcome-unknown'],
    [{ status: 200, body: JSON.stringify(made()).slice(0, 60) }, 'outcome-unknown'],
    [{ status: 200, body: '' }, 'outcome-unknown'],
    [{ status: 500, body: '' }, 'outcome-unknown'],
    [{ status: 500, body: refused('Error converting value "Existing"', 'Newtonsoft.Json.X') }, 'outcome-unknown'],
    [{ status: 500, body: refused('Column is disabled: po_no') }, 'invalid'],
    [{ status: 200, body: refused('Column is disabled: po_no') }, 'invalid'],
    [{ status: 502, body: '<html/>' }, 'outcome-unknown'],
    [{ status: 503, body: '', headers: { 'retry-after': '7' } }, 'outcome-unknown'],
    [{ status: 404, body: '<html/>' }, 'unavailable'],
    [{ status: 403, body: '' }, 'unauthorized'],
  ] as const)('that is answered %j is %s', async (answer, code) => {
    expect(await errorAt(answer)).toMatchObject({ code });
  });

  it('that is one too many waits as long as Prophet 21 says', async () => {
    const throttled = { status: 429, body: '', headers: { 'retry-after': '3' } };

    expect(await errorAt(throttled)).toMatchObject({ code: 'throttled', retryAfterMs: 3_000 });
  });

  it('may have been carried out when nobody answers in time', async () => {
    const { client } = await fakeProphet(() => undefined, { requestMs: 300 });

    await expect(createTransactions(client).post(order, 'order_no', signal())).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
  });
});
