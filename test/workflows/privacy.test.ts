import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';

/** Somebody whose every detail would be noticed wherever it turned up: five digits alone turn up in times and ids by chance. */
const person = {
  name: 'Zacharias Quillfeather',
  email: 'zq.quill@private.example',
  phone: '+14155550187',
  street: '77 Hollow Lane',
  city: 'Quillborough',
};
const card = ['4000', '0566', '5566', '5556'].join(' ');
const address = { line1: person.street, city: person.city, country: 'US', postal_code: '90417-0187' };
const buyer = { name: person.name, email: person.email, phone: person.phone, address };
const refusal = `${person.name} <${person.email}>, ${person.phone}, ${person.street}, is on credit hold; card ${card}`;
/** Each as it would be recognised: whole, in part, in another case, without its spaces. */
const planted = [
  'Zacharias',
  'Quillfeather',
  'zq.quill',
  'private.example',
  '4155550187',
  'Hollow Lane',
  'Quillborough',
  '90417-0187',
  '904170187',
  card,
  card.replaceAll(' ', ''),
];
const maskedInWords = ['zq.quill', 'private.example', card, card.replaceAll(' ', '')];

let product: Product;
let sales: ReturnType<typeof salesOf>;
const payments: Record<'plain' | 'refused' | 'card', string> = { plain: '', refused: '', card: '' };
beforeAll(async () => {
  product = await startProduct({ orders: 'grace_minutes: 0', webhook: true });
  sales = salesOf(product);
  await Promise.all([plainSale(), cardInMetadata(), unreadableEvent()]);
  await refusedSale();
  await scheduledOnce();
}, 180_000);
afterAll(() => product.stop());

async function plainSale(): Promise<void> {
  const { id: customer } = await product.stripe.customers.create({ ...buyer, description: `VIP: ${person.name}` });
  await sales.push('V-1', { customer: buyer, lines: [line(`Engraved "${person.name}"`)] });
  payments.plain = await sales.pay('V-1', {
    customer,
    description: `Order of ${person.name}, ${person.phone}`,
    receipt_email: person.email,
    metadata: { ecommerceorderid: 'V-1', gift_note: `To ${person.name}, ${person.street}` },
  });
  await sales.applied('V-1', payments.plain);
}

/** A guest, whose sale the ERP refuses in words about that guest; then settled by hand. */
async function refusedSale(): Promise<void> {
  const match = { method: 'POST', path: '/api/v2/salesorders$' };
  await product.fault('p21', { kind: 'status', status: 422, body: { ErrorMessage: refusal }, match });
  await sales.push('V-2', { customer: buyer });
  payments.refused = await sales.pay('V-2', {
    payment_method: undefined,
    payment_method_data: { type: 'card', card: { token: 'tok_visa' }, billing_details: buyer },
    shipping: { name: person.name, phone: person.phone, address },
  });
  await product.parked(payments.refused);
}

async function cardInMetadata(): Promise<void> {
  await sales.push('V-3', { customer: buyer });
  payments.card = await sales.pay('V-3', {
    description: `for ${person.name}`,
    metadata: { ecommerceorderid: 'V-3', note: card },
  });
  await product.parked(payments.card);
}

async function unreadableEvent(): Promise<void> {
  const object = { object: 'payment_intent', id: '', receipt_email: person.email, shipping: { ...buyer } };
  await product.stripeAdmin('/_sandbox/emit', { type: 'payment_intent.succeeded', object });
  await until(
    () => product.store.cases.list({ code: 'unreadable-event', open: true }),
    ({ length }) => length > 0,
  );
}

async function scheduledOnce(): Promise<void> {
  await product.client.schedule.getHandle(`resume-connection-cases/${company}`).trigger();
  await until(
    () => product.client.workflow.count(`WorkflowType = 'resumeConnectionCases'`),
    ({ count }) => count > 0,
  );
}

const line = (description: string) => ({
  sku: 'SKU-1',
  description,
  quantity: 2,
  unit_amount: 5_000,
  tax: 1_900,
  tax_rate: '19',
});

const foundIn = (text: string, words: readonly string[] = planted): readonly string[] =>
  words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));

/** Every text in a value at any depth: bytes are read as text, and texts that hide bytes (base64, hex) are opened. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value, ...opened(value)];
  if (value instanceof Uint8Array) return textsOf(Buffer.from(value).toString('utf8'));
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}
const opened = (text: string): readonly string[] =>
  /^[\w+/]{8,}={0,2}$/.test(text) ? [Buffer.from(text, 'base64').toString('utf8')] : [];
const everythingIn = (value: unknown): string => textsOf(value).join('\n');

async function exportedHistories() {
  const exported: { readonly type: string; readonly text: string; readonly described: string }[] = [];
  for await (const { workflowId, runId, type } of product.client.workflow.list()) {
    const handle = product.client.workflow.getHandle(workflowId, runId);
    const history = await handle.fetchHistory();
    const text = everythingIn([JSON.parse(historyToJSON(history)), history.events]);
    const { raw, typedSearchAttributes, memo, staticSummary } = await described(handle);
    exported.push({ type, text, described: everythingIn([raw, typedSearchAttributes.getAll(), memo, staticSummary]) });
  }
  return exported;
}

async function described(handle: ReturnType<Product['handle']>) {
  const seen = await handle.describe();
  return { ...seen, staticSummary: await seen.staticSummary() };
}

async function rowsOf(table: string): Promise<readonly object[]> {
  const { rows } = await sql<object>`select * from ${sql.table(table)}`.execute(product.store.db);
  return rows;
}

it('what was planted arrived at the ERP, and is found even where it hides in bytes', async () => {
  const { customers = [] } = await product.erp();
  expect(customers).toContainEqual(expect.objectContaining({ email: person.email }));
  const hidden = Buffer.from(`{"to":"${person.name}"}`);
  for (const place of [hidden, { data: hidden.toString('base64') }, { [person.name]: 1 }, [person.name.toUpperCase()]])
    expect(foundIn(everythingIn({ deep: [place] }))).toEqual(['Zacharias', 'Quillfeather']);
});

describe("nobody's data is found in", () => {
  it('the histories, search attributes, memos and summaries of any flow', async () => {
    const exported = await exportedHistories();
    const every = ['orderToCash', 'receiveEvent', 'syncErpChanges', 'resumeConnectionCases'];
    expect(exported.map(({ type }) => type)).toEqual(expect.arrayContaining(every));
    const all = exported.map(({ text }) => text).join('\n');
    for (const known of [payments.plain, 'post receipt 119.00 USD', 'unreadable-event']) expect(all).toContain(known);
    expect(foundIn(all)).toEqual([]);
    expect(foundIn(exported.map((one) => one.described).join('\n'))).toEqual([]);
  });

  it('what a flow shows of itself: current details, progress', async () => {
    for (const payment of Object.values(payments)) {
      const shown = await product.handle(payment).query('__temporal_workflow_metadata');
      expect(everythingIn(shown)).toContain('There is news of this object');
      expect(foundIn(everythingIn([shown, await product.seen(payment)]))).toEqual([]);
    }
  });

  it('the logs, those of the Temporal SDK among them', () => {
    const all = product.logged.join('');
    expect(all).toContain('"code":"rejected"');
    expect(all).toContain('sdkComponent');
    expect(foundIn(all)).toEqual([]);
  });

  it('the metrics', async () => {
    const metrics = await product.registry.metrics();
    expect(metrics).toContain('quittance_effects_total');
    expect(foundIn(metrics)).toEqual([]);
  });

  it('the ledger, the audit trail and every other table, where documents, orders and patches lie sealed', async () => {
    const tables = (await product.store.db.introspection.getTables()).map(({ name }) => name);
    for (const table of tables.filter((name) => name !== 'cases' && name !== 'troubles'))
      expect({ table, found: foundIn(everythingIn(await rowsOf(table))) }).toEqual({ table, found: [] });
    const { rows: sealed } = await sql<{ frozen: number; details: number }>`
      select (select count(*) from effects where frozen is not null)::int as frozen,
             (select count(*) from orders where details is not null)::int as details`.execute(product.store.db);
    expect(sealed[0]?.frozen).toBeGreaterThan(2);
    expect(sealed[0]?.details).toBe(3);
  });

  it('the words of a case: e-mail addresses and card numbers are masked, the rest is there to decide by', async () => {
    const [refused] = await sales.cases(payments.refused);
    expect(refused?.words).toContain('is on credit hold');
    expect(refused?.words).toContain('[e-mail]');
    expect(refused?.words).toContain('[card]');
    const words = everythingIn([await rowsOf('cases'), await rowsOf('troubles')]);
    expect(foundIn(words, maskedInWords)).toEqual([]);
  });
});
