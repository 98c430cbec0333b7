import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAsyncQueue } from '../../sandbox/p21/native/transactions/async-queue.ts';
import {
  changed,
  form,
  head,
  header,
  headWithout,
  items,
  kit,
  list,
  receiptForm,
  reversalOf,
  setOf,
  startDesk,
  widget,
} from './p21-native-desk.ts';

describe('transactions of the native Prophet 21 sandbox', () => {
  it('answer with what was entered, and with the number that was assigned', async () => {
    const desk = await startDesk();

    const answer = await desk.send(setOf('Order', [head(), items()]));

    const [order] = desk.documents().salesOrders;
    expect(answer).toMatchObject({
      Messages: ['Transaction 1:: '],
      Results: { Name: 'Order', Transactions: [{ Status: 'Passed' }] },
      Summary: { Succeeded: 1, Failed: 0, Other: 0 },
    });
    const [tabPage] = answer.Results?.Transactions[0]?.DataElements ?? [];
    expect(tabPage?.Name).toBe('TABPAGE_1.order');
    expect(tabPage?.Rows[0]?.Edits).toEqual([
      { Name: 'order_no', Value: order?.number },
      ...Object.entries(header).map(([Name, Value]) => ({ Name, Value })),
    ]);
  });

  it('fail with HTTP 200, without results and without having done anything', async () => {
    const desk = await startDesk();

    const answer = await desk.send(setOf('Order', [head(), items([widget, { ...kit, oe_order_item_id: 'NOPE' }])]));

    expect(answer).toEqual({
      Messages: ['Transaction 1:: Invalid oe_order_item_id: NOPE does not exist'],
      Results: null,
      Summary: { Succeeded: 0, Failed: 1, Other: 0 },
    });
    expect(desk.documents().salesOrders).toEqual([]);
  });

  it('are independent of each other when several come in one request', async () => {
    const desk = await startDesk();

    const answer = await desk.send(setOf('Order', [head(), items()], [headWithout('ship_to_id'), items()]));

    expect(answer.Messages).toEqual(['Transaction 1:: ', 'Transaction 2:: This column is required.']);
    expect(answer.Results?.Transactions.map(({ Status }) => Status)).toEqual(['Passed', 'Failed']);
    expect(answer.Summary).toEqual({ Succeeded: 1, Failed: 1, Other: 0 });
    expect(desk.documents().salesOrders).toHaveLength(1);
  });

  it.each([
    [
      'of another status',
      (set: object) => ({ ...set, Transactions: [{ Status: 'Existing', DataElements: [head()] }] }),
    ],
    ['with a value that is a number', (set: object) => ({ ...set, Transactions: [numbered] })],
    ['without a name', (set: object) => ({ ...set, Name: undefined })],
    ['of nothing', () => ({})],
  ])('that can’t be read, being %s, are an error with an envelope', async (_, spoil) => {
    const desk = await startDesk();

    const { status, text } = await desk.ask('transaction', spoil(setOf('Order', [head(), items()])));

    expect(status).toBe(500);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(
      'DateTimeStamp ErrorMessage ErrorType HostName InnerException LogId StackTrace UserId'.split(' '),
    );
  });

  it.each(['transaction', 'definition'])('of a service that is not there: %s is an empty 500', async (path) => {
    const desk = await startDesk();

    const reply = await (path === 'transaction'
      ? desk.ask(path, setOf('CashReceiptEntry', [receiptForm()]))
      : desk.ask('definition/CashReceiptEntry'));

    expect(reply).toMatchObject({ status: 500, text: '' });
  });

  it.each(['transaction', 'definition'])('of a window that the user may not open: %s says so', async (path) => {
    const desk = await startDesk({ windows: ['CashReceipts'] });

    const reply = await (path === 'transaction'
      ? desk.ask(path, setOf('CashReceipts', [receiptForm()]))
      : desk.ask('definition/CashReceipts'));

    expect(reply.status).toBe(500);
    expect(reply.text).toContain(
      '"ErrorMessage":"Window <<CashReceipts>> is not available or user does not have permission to open it"',
    );
    expect(desk.documents().cashReceipts).toEqual([]);
  });

  const noMatch = 'General Exception: Sequence contains no matching element';
  it.each([
    ['an unknown element', [head(), form('TABPAGE_9.order', {}), items()]],
    ['an unknown field', [head({ custmer_id: '1' }), items()]],
    ['a form that is called a list', [list('TABPAGE_1.order', [header]), items()]],
    ['a key that is not among the edits', [head(), items([{ oe_order_item_id: 'W-100' }])]],
    ['the same element twice', [head(), head(), items()]],
    ['no lines', [head()]],
  ])('don’t know %s', async (_, elements) => {
    const desk = await startDesk();

    expect(await desk.refusal('Order', ...elements)).toBe(noMatch);
  });

  it('take the company from the login: its column is disabled', async () => {
    const desk = await startDesk();

    expect(await desk.refusal('Order', head({ company_id: 'ACME' }), items())).toBe('Column is disabled: company_id');
    expect(await desk.refusal('CashReceipts', receiptForm({ company_id: 'ACME' }))).toBe(
      'Column is disabled: company_id',
    );
  });

  it('tick with Y and N by code values, with ON and OFF without', async () => {
    const desk = await startDesk();
    const without = (approved: string) => ({ ...setOf('Order', [head({ approved }), items()]), UseCodeValues: false });

    expect(await desk.refusal('Order', head({ approved: 'OFF' }), items())).toBe(
      'Invalid approved: OFF is neither Y nor N',
    );
    expect((await desk.send(without('N'))).Messages).toEqual([
      'Transaction 1:: Invalid approved: N is neither ON nor OFF',
    ]);
    expect((await desk.send(without('OFF'))).Summary.Succeeded).toBe(1);
    expect(desk.documents().salesOrders).toMatchObject([{ status: 'held' }]);
  });

  it('carry out edits in their order: choosing the item or the customer fills other columns anew', async () => {
    const desk = await startDesk();
    const { oe_order_item_id, ...rest } = widget;
    const { customer_id, ...others } = header;

    expect(await desk.refusal('Order', head(), items([{ ...rest, oe_order_item_id: String(oe_order_item_id) }]))).toBe(
      "'Unit Quantity' is a required column.",
    );
    const late = form('TABPAGE_1.order', { ...others, customer_id: String(customer_id) });
    expect(await desk.refusal('Order', late, items())).toBe('This column is required.');
  });

  it('reverse a payment by a command only, and command nothing else', async () => {
    const desk = await startDesk();
    const number = await desk.post('CashReceipts', receiptForm());
    const reversal = reversalOf(number);

    expect((await desk.send(setOf('ReverseARPayment', [reversal]))).Messages).toEqual([`Transaction 1:: ${noMatch}`]);
    expect((await desk.send(setOf('Order', [head(), items()]), 'commands')).Messages).toEqual([
      `Transaction 1:: ${noMatch}`,
    ]);
    expect(desk.documents().cashReceipts).toMatchObject([{ status: 'unapplied' }]);
    expect(await desk.post('ReverseARPayment', reversal)).toBe(number);
    expect(desk.documents().cashReceipts).toMatchObject([{ status: 'reversed' }]);
  });

  it('show an order by its window, and nothing else', async () => {
    const desk = await startDesk();
    const number = await desk.post('Order', head(), items());
    const wanted = (order: string, ServiceName = 'Order') => ({
      ServiceName,
      TransactionStates: [{ DataElementName: 'TABPAGE_1.order', Keys: [{ Name: 'order_no', Value: order }] }],
    });

    const { status, text } = await desk.ask('transaction/get', wanted(number));

    expect(status).toBe(200);
    for (const edit of [
      { Name: 'po_no', Value: 'SORDER0000000001' },
      { Name: 'currency_id', Value: '1' },
      { Name: 'user_line_no', Value: '010' },
      { Name: 'unit_price', Value: '100.000000' },
    ]) {
      expect(text).toContain(JSON.stringify(edit));
    }
    expect((await desk.ask('transaction/get', wanted('1999999'))).status).toBe(500);
    expect((await desk.ask('transaction/get', wanted(number, 'CashReceipts'))).status).toBe(500);
  });
});

const numbered = {
  Status: 'New',
  DataElements: [
    { Name: 'TABPAGE_1.order', Type: 'Form', Keys: [], Rows: [{ Edits: [{ Name: 'customer_id', Value: 100_001 }] }] },
  ],
};

describe('the habits of the native Prophet 21 sandbox', () => {
  it('contaminated sessions: after a failure one later transaction fails, having done nothing, and the next works', async () => {
    const desk = await startDesk({ habits: { contaminatedSessions: true } });
    await desk.refusal('Order', head({ customer_id: '999999', ship_to_id: '999999', currency_id: '1' }), items());

    const messages: string[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      messages.push(...(await desk.send(setOf('Order', [head(), items()]))).Messages);
    }

    expect(messages.filter((message) => message === 'Transaction 1:: Unexpected response window')).toHaveLength(1);
    expect(desk.documents().salesOrders).toHaveLength(6);
  });

  it('contaminated sessions: none without the habit', async () => {
    const desk = await startDesk();
    await desk.refusal('Order', head(), items([]));

    for (let turn = 0; turn < 4; turn += 1) await desk.post('Order', head(), items());

    expect(desk.documents().salesOrders).toHaveLength(4);
  });

  it('dropped line: every so-manieth order of several lines loses its last and is a success', async () => {
    const desk = await startDesk({ habits: { droppedLineEvery: 2 } });

    await desk.post('Order', head(), items([widget, kit]));
    await desk.post('Order', head(), items([widget]));
    await desk.refusal('Order', head({ source_loc_id: '' }), items([widget, kit]));
    const third = await desk.post('Order', head(), items([widget, kit]));
    await desk.post('Order', head(), items([widget, kit]));

    expect(desk.erp.orders.all().map(({ lines }) => lines.length)).toEqual([2, 1, 1, 2]);
    await desk.post('Order', changed(third), items([kit]));
    expect(desk.erp.orders.get(third).lines.map(({ item }) => item)).toEqual(['W-100', 'W-300']);
  });

  it('queue of two: others wait', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const queue = createAsyncQueue();
    const committed: number[] = [];
    for (const one of [1, 2, 3]) {
      queue.add(() => {
        committed.push(one);
        return { Messages: [], Summary: { Failed: 0 } };
      });
    }

    vi.advanceTimersByTime(25);
    expect(committed).toEqual([1, 2]);
    vi.advanceTimersByTime(25);
    expect(committed).toEqual([1, 2, 3]);
  });

  it('queued requests: each is asked for by its id, and none can be cancelled', async () => {
    const desk = await startDesk();
    const add = async (...elements: Parameters<typeof setOf>[1][number][]) => {
      const { status, location, text } = await desk.ask('transaction/async', setOf('Order', elements));
      const { RequestId, Status } = JSON.parse(text) as { RequestId: string; Status: string };
      expect({ status, Status, location }).toEqual({
        status: 202,
        Status: 'Active',
        location: `/uiserver0/api/v2/transaction/async?id=${RequestId}`,
      });
      return RequestId;
    };
    const statusOf = async (id: string) => JSON.parse((await desk.ask(`transaction/async?id=${id}`)).text) as object;
    const until = async (id: string, status: string) => {
      for (;;) {
        const now = await statusOf(id);
        if (!('Status' in now) || now.Status !== 'Active') return expect(now).toMatchObject({ Status: status });
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };

    const [first, , third, failing] = [
      await add(head(), items()),
      await add(head(), items()),
      await add(head(), items()),
      await add(headWithout('ship_to_id'), items()),
    ];

    await until(first, 'Complete');
    await until(third, 'Complete');
    await until(failing, 'Failed');
    expect(desk.documents().salesOrders).toHaveLength(3);
    expect(await statusOf(failing)).toMatchObject({ Messages: ['Transaction 1:: This column is required.'] });
    expect((await desk.ask('transaction/async?id=nobody')).status).toBe(404);
  });
});
