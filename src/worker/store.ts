import { sql } from 'kysely';
import { invoicesRead } from '../activities/sync-erp.ts';
import { booksOf, type Config } from '../config.ts';
import { deskOf } from '../domain/case-queue.ts';
import { breakerStates, type Telemetry } from '../runtime/telemetry.ts';
import { createBudgets } from '../store/budget.ts';
import { createCases } from '../store/cases.ts';
import { createCompanies } from '../store/companies.ts';
import { createCrosswalk } from '../store/crosswalk.ts';
import { createCustomerLinks } from '../store/customer-links.ts';
import { migrate, openDatabase } from '../store/db.ts';
import { createEffectRows } from '../store/effects.ts';
import { breakersOf } from '../store/gate.ts';
import { createItemRecords } from '../store/item-records.ts';
import { createLedger, type EffectRows } from '../store/ledger.ts';
import { createLocks } from '../store/locks.ts';
import { createOrders } from '../store/orders.ts';
import { createSweeps, eventsFrom, eventsRead } from '../store/sweeps.ts';
import { createProfiles } from '../store/profiles.ts';
import { seal } from '../store/seals.ts';
import { createTurns } from '../store/turns.ts';
import { createVault } from '../store/vault.ts';

export type Store = Awaited<ReturnType<typeof openStore>>;

/** PostgreSQL with everything that lives in it; migrated before anything else happens. */
export async function openStore(
  { database, encryptionKey, cases: settings }: Pick<Config, 'database' | 'encryptionKey' | 'cases'>,
  telemetry: Telemetry,
) {
  if (!database.url)
    throw new Error('There is no database.url. Write it into quittance.yaml, for example: url: env:DATABASE_URL');
  if (!encryptionKey)
    throw new Error(
      'There is no encryption_key. Write it into quittance.yaml, for example: encryption_key: env:QUITTANCE_ENCRYPTION_KEY',
    );
  const db = openDatabase({ url: database.url.read() });
  await migrate(db);
  const vault = createVault({ current: Buffer.from(encryptionKey.read(), 'base64') });
  const rows = createEffectRows({ db, vault });
  const crosswalk = createCrosswalk(db);
  const cases = createCases({ db, vault, desk: deskOf(settings.queues, settings.deadlineLeadHours) });
  return {
    db,
    ledger: createLedger(counted(rows, telemetry)),
    book: rows,
    cases,
    crosswalk,
    orders: createOrders({ db, vault }),
    profiles: createProfiles(db),
    customerLinks: createCustomerLinks(db),
    itemRecords: createItemRecords(db),
    sweeps: createSweeps(db),
    turns: createTurns(db),
    budgets: createBudgets(db),
    locks: createLocks(db),
    hmac: vault.hmac,
    seal: () => seal(db),
    count: async () => {
      for (const [kind, open] of Object.entries(await cases.countOpen())) telemetry.casesOpen.set({ kind }, open);
      for (const { company, ended } of await createSweeps(db).lastWholes())
        telemetry.sweepWhole.set({ company }, Math.floor(ended.getTime() / 1_000));
      for (const { connection, state } of await breakersOf(db))
        telemetry.breakerState.set({ connection }, breakerStates[state]);
    },
    /** A company's key never changes hands: another Stripe account or ERP under it refuses to start. */
    async bindCompanies({ companies }: Config) {
      const bindings = createCompanies(db);
      for (const [key, company] of Object.entries(companies)) {
        const { stripe, erp } = company;
        await bindings.bind({
          company: key,
          stripeAccount: stripe.connectAccount ?? stripe.account,
          livemode: stripe.livemode,
          erp: erp.adapter,
          erpCompany: booksOf(erp),
        });
        // It begins with what its ERP invoices and Stripe tells from now on; older invoices are asked for by order.
        for (const name of [invoicesRead, eventsRead, eventsFrom])
          if (!(await crosswalk.watermark(key, name)))
            await crosswalk.setWatermark(key, name, new Date().toISOString());
      }
    },
    check: async () => void (await sql`select 1`.execute(db)),
    close: () => db.close(),
  };
}

/** `customer` of `acme/customer/cus_1#1`. */
const kindOf = (key: string): string => key.split('/')[1] ?? 'unknown';

/** The same rows, with every outcome counted. */
const counted = (rows: EffectRows, { effects }: Telemetry): EffectRows => ({
  ...rows,
  async posted(lease, receipt, how) {
    await rows.posted(lease, receipt, how);
    effects.inc({ kind: kindOf(lease.key), outcome: how === 'sent' ? 'posted' : how });
  },
  async ended(lease, state, error) {
    await rows.ended(lease, state, error);
    effects.inc({ kind: kindOf(lease.key), outcome: state === 'intent' ? error.code : state });
  },
});
