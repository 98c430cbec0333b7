import type { Company } from '../../activities/company.ts';
import type { Config } from '../../config.ts';
import { guarded } from '../../erp/guarded.ts';
import { ErpError } from '../../erp/errors.ts';
import type { ErpPort } from '../../erp/port.ts';
import { createEvaluator } from '../../mapping/expressions/create-evaluator.ts';
import type { Mapper } from '../../mapping/mapper.ts';
import type { ProfileFiles } from '../../mapping/profile/profile.ts';
import { createTelemetry } from '../../runtime/telemetry.ts';
import { openCompanies } from '../../worker/companies.ts';
import { createLookup } from '../../worker/lookup.ts';
import { draftOf, mapperIn } from '../../worker/mapping.ts';
import { openStore, type Store } from '../../worker/store.ts';
import { companyOf, onlyCompany } from '../company.ts';
import { erpAtHand } from '../erp-at-hand.ts';
import { Complaint } from '../terminal.ts';

/** One company with one or two versions of its profile, to map by and to change nothing. */
export type DryDesk = {
  readonly company: Company;
  readonly store?: Store;
  /** `draft`, or the number of a version that went live. */
  readonly mapper: (version: string) => Promise<Mapper>;
};

/** What may be asked of an ERP in a dry run. */
const reads = new Set(['read', 'customer', 'customers', 'items', 'accounts', 'invoicesOf', 'openPeriod', 'ping']);
const readOnly = (erp: ErpPort): ErpPort =>
  guarded(erp, (name, call) =>
    reads.has(name)
      ? call()
      : Promise.reject(new ErpError('rejected', `A dry run changes nothing: ${name} was not sent to the ERP`)),
  );

/** For as long as the work takes. Without a database there are no pushed orders and no versions, only the draft. */
export async function withDryDesk<T>(
  config: Config,
  key: string | undefined,
  work: (desk: DryDesk) => Promise<T>,
): Promise<T> {
  const name = key ?? onlyCompany(config);
  const settings = companyOf(config, name);
  const store = config.database.url ? await openStore(config, createTelemetry()) : undefined;
  const evaluator = createEvaluator({ threads: 1 });
  const mapper = async (version: string): Promise<Mapper> =>
    mapperIn(name, settings, await filesOf(version, { name, draft: () => draftOf(settings), store }), evaluator);
  try {
    const lookup = createLookup({ crosswalk: store?.crosswalk ?? { find: () => Promise.resolve(undefined) } });
    const companies = openCompanies(
      { ...config, companies: { [name]: settings } },
      (_connection, erp) => readOnly(erpAtHand(erp)),
      { mapperFor: () => mapper('draft'), lookupFor: lookup },
    );
    return await work({ company: companies(name), mapper, ...(store && { store }) });
  } finally {
    await Promise.all([evaluator.stop(), store?.close()]);
  }
}

type Sources = {
  readonly name: string;
  readonly draft: () => ProfileFiles | undefined;
  readonly store: Store | undefined;
};

async function filesOf(version: string, { name, draft, store }: Sources): Promise<ProfileFiles> {
  if (version === 'draft') {
    const files = draft();
    if (files) return files;
    throw new Complaint(
      `There is no profile of ${name} on disk: \`quittance mapping init --company ${name}\` writes one`,
    );
  }
  const number = Number(version);
  if (!Number.isSafeInteger(number) || number < 1) throw new Complaint(`${version} is no version: write 3, or draft`);
  const stored = await store?.profiles.version(name, number);
  if (stored) return stored.files;
  const known = (await store?.profiles.history(name))?.map((one) => one.version) ?? [];
  throw new Complaint(
    `Version ${version} of ${name} never went live; there ${known.length > 0 ? `are ${known.join(', ')}` : 'is none yet'}`,
  );
}
