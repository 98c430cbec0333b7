import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { normalised, sharedFields } from '../../src/domain/customer-sync/values.ts';
import { valuesAtStripe, valuesInErp } from '../../src/activities/customer-sync/sides.ts';
import { readCustomer } from '../../src/stripe/customer.ts';
import { customersOf } from '../support/customers.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';

let product: Product;
let customers: ReturnType<typeof customersOf>;
beforeAll(async () => {
  product = await startProduct({
    webhook: true,
    limits: 'breaker_failures: 5, breaker_open_seconds: 1',
    profile: {
      customers: {
        settings: { house_account: '100001', create: 'at_once' },
        owners: { name: 'stripe', email: 'newest', phone: 'newest', address: 'newest', tax_id: 'erp' },
      },
    },
  });
  customers = customersOf(product);
}, 120_000);
afterAll(() => product.stop());

const count = 8;
const edit = fc.record({
  customer: fc.nat(count - 1),
  side: fc.constantFrom('stripe', 'erp'),
  field: fc.constantFrom('name', 'email', 'phone', 'address', 'tax_id'),
  trouble: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'none', 'lost reply', 'lost event'),
});

const taxIdOf = (n: number): string => `DE${100_000_000 + n}`;
const valueOf = (field: string, n: number) =>
  ({
    name: `Person ${n}`,
    email: `person${n}@buyers.example`,
    phone: `+1 555 ${String(1_000 + n)}`,
    address: { line1: `${n} Main St`, city: 'Springfield', country: 'US' },
    tax_id: taxIdOf(n),
  })[field];

async function editAtStripe(id: string, field: string, n: number): Promise<void> {
  const value = valueOf(field, n);
  if (field !== 'tax_id') return void (await product.stripe.customers.update(id, { [field]: value }));
  await product.stripe.customers.createTaxId(id, { type: 'eu_vat', value: taxIdOf(n) }).catch(() => undefined);
}
const editInErp = (number: string, field: string, n: number) =>
  until(
    () => customers.erp.changeCustomer(number, { [field === 'tax_id' ? 'taxId' : field]: valueOf(field, n) }),
    () => true,
  );
/** Few, because after each trouble a flow waits twice as long before it tries again. */
const outages: ReadonlySet<number> = new Set([15, 40]);
const trouble: Readonly<Record<string, () => Promise<unknown>>> = {
  outage: () => product.fault('p21', { kind: 'outage', forMs: 1_000 }),
  'lost reply': () => product.fault('p21', { kind: 'reset-after-commit', count: 1, match: { method: 'PUT' } }),
  'lost event': () => product.stripeAdmin('/_sandbox/deliveries/discard', {}),
};

/** Which fields differ, as a person would see it. */
async function differing(id: string, number: string): Promise<readonly string[]> {
  const account = await readCustomer(product.stripe, id);
  const record = await customers.erp.customer(number);
  if (!record) return ['gone'];
  if (account.deleted) return record.blocked ? [] : ['blocked'];
  const [stripe, erp] = [valuesAtStripe(account), valuesInErp(record)];
  return sharedFields.filter((field) => normalised(field, stripe) !== normalised(field, erp));
}

it('agree field by field after a day of edits, deletions, outages, duplicates and disorder on both sides', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed of the day: ${seed}\n`);
  await product.stripeAdmin('/_sandbox/deliveries', { duplicateProbability: 0.5, duplicateTimes: 2, disorderMs: 300 });
  const ids = await Promise.all(
    Array.from(
      { length: count },
      async (_, n) => (await product.stripe.customers.create({ name: `Buyer ${n}`, email: `b${n}@buyers.example` })).id,
    ),
  );
  const pairs = await Promise.all(
    ids.map(async (id) => {
      const link = await until(
        () => product.store.customerLinks.find({ company, stripeId: id }),
        (found) => found !== undefined,
      );
      return { id, number: link?.erpId ?? '' };
    }),
  );
  const edits = fc.sample(edit, { seed, numRuns: 60 });
  for (const [n, made] of edits.entries()) {
    const { id, number } = pairs[made.customer] ?? expect.unreachable();
    await trouble[outages.has(n) ? 'outage' : made.trouble]?.();
    if (made.side === 'stripe') await editAtStripe(id, made.field, n);
    else await editInErp(number, made.field, n);
  }
  await product.stripe.customers.del(ids[0] ?? '');

  const settled = async () => {
    // What was missed is swept up, and people decide what only they can.
    for (const { id } of pairs) await customers.nudge(id, 'swept');
    for (const { subject } of await product.store.cases.list({ company, open: true, code: 'customer-conflict' })) {
      const fields = Object.fromEntries(sharedFields.map((field) => [field, 'stripe']));
      await customers.decide(subject, 'patch', { customerFields: fields }).catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000)); // A flow that is nudged without pause never ends.
    return Promise.all(pairs.map(({ id, number }) => differing(id, number)));
  };
  const left = await until(settled, (all) => all.every(({ length }) => length === 0));
  expect(left.flat()).toEqual([]);
}, 240_000);
