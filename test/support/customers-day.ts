import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterAll, expect, it, onTestFailed } from 'vitest';
import { normalised, sharedFields } from '../../src/domain/customer-sync/values.ts';
import { valuesAtStripe, valuesInErp } from '../../src/activities/customer-sync/sides.ts';
import { readCustomer } from '../../src/stripe/customer.ts';
import { customersOf } from './customers.ts';
import { company, startProduct, until, type Product } from './product.ts';
import { sapProfile } from './profiles.ts';

let product: Product;
let customers: ReturnType<typeof customersOf>;

/** Of each ERP: the base of its profile, and the request that changes a customer there. */
const erps = {
  p21: { profile: {}, change: { method: 'PUT' } },
  'sap-ecc': {
    profile: sapProfile(),
    change: { method: 'POST', path: 'Customers' },
  },
} as const;
type Erp = keyof typeof erps;

async function begin(erp: Erp): Promise<void> {
  product = await startProduct({
    erp,
    webhook: true,
    limits: 'breaker_failures: 5, breaker_open_seconds: 1, late_seconds: 2',
    profile: {
      ...erps[erp].profile,
      customers: {
        settings: { house_account: '100001', create: 'at_once' },
        owners: { name: 'stripe', email: 'newest', phone: 'newest', address: 'newest', tax_id: 'erp' },
      },
    },
  });
  customers = customersOf(product);
}

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

/** People put a tax id in the place of another; only they can tell which of several is right. */
async function keepOneTaxId(id: string): Promise<void> {
  const { data } = await product.stripe.customers.listTaxIds(id);
  const newest = data.toSorted((a, b) => b.created - a.created)[0];
  for (const { id: taxId } of data)
    if (taxId !== newest?.id) await product.stripe.customers.deleteTaxId(id, taxId).catch(() => undefined);
}

async function editAtStripe(id: string, field: string, n: number): Promise<void> {
  const value = valueOf(field, n);
  if (field !== 'tax_id') return void (await product.stripe.customers.update(id, { [field]: value }));
  await product.stripe.customers.createTaxId(id, { type: 'eu_vat', value: taxIdOf(n) }).catch(() => undefined);
  await keepOneTaxId(id);
}
const editInErp = (number: string, field: string, n: number) =>
  until(
    () => customers.erp.changeCustomer(number, { [field === 'tax_id' ? 'taxId' : field]: valueOf(field, n) }),
    () => true,
  );
/** Few, because after each trouble a flow waits twice as long before it tries again. */
const outages: ReadonlySet<number> = new Set([15, 40]);
const trouble: Readonly<Record<string, (erp: Erp) => Promise<unknown>>> = {
  outage: () => product.fault('p21', { kind: 'outage', forMs: 1_000 }),
  'lost reply': (erp) => product.fault('p21', { kind: 'reset-after-commit', count: 1, match: erps[erp].change }),
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

type Pair = { readonly id: string; readonly number: string };
/** A day that does not end says where it stands. */
async function standOf(doing: string, pairs: readonly Pair[]): Promise<string> {
  const left = await Promise.all(
    pairs.map(async ({ id, number }) => `${id} ${(await differing(id, number).catch(String)).toString()}`),
  );
  const open = await product.store.cases.list({ company, open: true });
  const cases = await Promise.all(
    open.map(async ({ subject, code, step }) => {
      const { stage, story } = await customers.seen(subject);
      const { status, raw } = await customers.handle(subject).describe();
      const pending = JSON.stringify(raw.pendingActivities ?? []);
      return `${subject} waits: ${code} at ${step ?? ''}; its flow is ${status.name}, ${stage}: ${story.at(-1) ?? ''} ${pending}`;
    }),
  );
  return [`it was at ${doing}`, ...left, ...cases].join('\n');
}

/** One product in a process: each ERP has its day in a file of its own. */
export const playCustomersDay = (erp: Erp): void => {
  afterAll(() => product.stop());
  it(`Stripe and ${erp} agree on every customer after a day of edits, deletions, outages, duplicates and disorder`, async () => {
    await begin(erp);
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    process.stdout.write(`seed of the day: ${seed}\n`);
    let doing = 'its first customers';
    let pairs: readonly Pair[] = [];
    onTestFailed(async () => void process.stdout.write(`${await standOf(doing, pairs).catch(String)}\n`));
    await product.stripeAdmin('/_sandbox/deliveries', {
      duplicateProbability: 0.5,
      duplicateTimes: 2,
      disorderMs: 300,
    });
    const ids = await Promise.all(
      Array.from(
        { length: count },
        async (_, n) =>
          (await product.stripe.customers.create({ name: `Buyer ${n}`, email: `b${n}@buyers.example` })).id,
      ),
    );
    pairs = await Promise.all(
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
      doing = `edit ${n}: ${made.field} at ${made.side}, ${made.trouble}`;
      await trouble[outages.has(n) ? 'outage' : made.trouble]?.(erp);
      if (made.side === 'stripe') await editAtStripe(id, made.field, n);
      else await editInErp(number, made.field, n);
    }
    await product.stripe.customers.del(ids[0] ?? '');

    const settled = async () => {
      // What was missed is swept up, and people decide what only they can.
      doing = 'its end, looking for what was missed';
      for (const { id } of pairs) await customers.nudge(id, 'swept');
      for (const { subject } of await product.store.cases.list({ company, open: true, code: 'customer-conflict' })) {
        const fields = Object.fromEntries(sharedFields.map((field) => [field, 'stripe']));
        doing = `its end, deciding about ${subject}`;
        // Nothing waits by now, or something else does, where the news of this round has settled it.
        const { caseId } = await customers.seen(subject);
        if (!caseId) continue;
        const decided = customers.decideCase(subject, caseId, 'patch', { customerFields: fields }).then(
          () => true,
          () => true, // Another one was faster.
        );
        const answered = await Promise.race([decided, pause(60_000, false, { ref: false })]);
        if (!answered) process.stdout.write(`no answer to the decision about ${subject}\n`);
      }
      for (const { subject } of await product.store.cases.list({ company, open: true, code: 'invalid' }))
        await keepOneTaxId(subject).catch(() => undefined);
      await pause(2_000); // A flow that is nudged without pause never ends.
      return Promise.all(pairs.map(({ id, number }) => differing(id, number)));
    };
    const left = await until(settled, (all) => all.every(({ length }) => length === 0));
    expect(left.flat()).toEqual([]);
  }, 360_000);
};
