import type { Database } from './db.ts';
import { append } from './audit.ts';

export type Binding = {
  readonly company: string;
  readonly stripeAccount: string;
  readonly livemode: boolean;
  /** Name of the ERP adapter. */
  readonly erp: string;
  readonly erpCompany: string;
};

/** Everything in the database is keyed by company: once a key is bound to its accounts it stays so, for ever. */
export const createCompanies = (db: Database) => ({
  /** @throws Error when the key was bound to something else before: test and live, or two ERPs, would mix. */
  bind: (binding: Binding): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const { company, stripeAccount, livemode, erp, erpCompany } = binding;
      const row = { stripe_account: stripeAccount, livemode, erp, erp_company: erpCompany };
      const added = await tx
        .insertInto('companies')
        .values({ company, ...row })
        .onConflict((same) => same.column('company').doNothing())
        .returning('company')
        .executeTakeFirst();
      if (added) return append(tx, { company, what: 'bound', by: 'quittance', facts: row });
      const known = await tx
        .selectFrom('companies')
        .selectAll()
        .where('company', '=', company)
        .executeTakeFirstOrThrow();
      refuseDifference(company, known, row);
    }),
});

const names = {
  stripe_account: 'Stripe account',
  livemode: 'livemode',
  erp: 'ERP',
  erp_company: 'ERP company',
} as const;
type Bound = Record<keyof typeof names, string | boolean>;

function refuseDifference(company: string, known: Bound, now: Bound): void {
  const columns = Object.keys(names) as (keyof typeof names)[];
  const differing = columns.filter((column) => known[column] !== now[column]);
  if (differing.length === 0) return;
  const list = differing.map((column) => `${names[column]} was ${known[column]}, now is ${now[column]}`).join('; ');
  throw new Error(
    `companies.${company} is bound to other accounts: ${list}. A company's key never changes its accounts: give the new ones a key of their own, for example "${company}-2".`,
  );
}
