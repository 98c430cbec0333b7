import { clienteleOf, type Company, type Config } from '../../config.ts';
import type { ErpPort } from '../../erp/port.ts';
import type { ItemEntry } from '../../mapping/profile/profile.ts';
import { createTelemetry } from '../../runtime/telemetry.ts';
import type { Crosswalk } from '../../store/crosswalk.ts';
import { createStripeClient } from '../../stripe/client.ts';
import { connectionOf } from '../../worker/companies.ts';
import { openConnections } from '../../worker/connections.ts';
import { draftOf, profileIn } from '../../worker/mapping.ts';
import { openStore, type Store } from '../../worker/store.ts';
import { companyOf, onlyCompany } from '../company.ts';
import type { CustomerDeps } from './customers.ts';

export type Desk = CustomerDeps & {
  readonly settings: Company;
  readonly crosswalk: Pick<Crosswalk, 'find' | 'link' | 'all'>;
  readonly erp: Pick<ErpPort, 'customer' | 'customerRecords' | 'itemRecords' | 'items'>;
  /** The cross-reference of the profile that runs, or of the draft where none does. */
  readonly entries: readonly ItemEntry[];
};

/** One company's two sides and what is linked between them, for as long as the work takes. */
export async function withDesk<T>(
  config: Config,
  key: string | undefined,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const company = key ?? onlyCompany(config);
  const settings = companyOf(config, company);
  const telemetry = createTelemetry();
  const store = await openStore(config, telemetry);
  try {
    return await work({
      company,
      clientele: clienteleOf(config, settings),
      settings,
      stripe: createStripeClient(settings.stripe),
      erp: openConnections(store.db, telemetry)(connectionOf(company, settings), settings.erp),
      crosswalk: store.crosswalk,
      locks: store.locks,
      hmac: store.hmac,
      metadataKey: settings.metadataKeys.customer,
      givenKey: settings.customers.idMetadataKey,
      entries: await entriesOf(store, company, settings),
    });
  } finally {
    await store.close();
  }
}

async function entriesOf({ profiles }: Store, company: string, settings: Company): Promise<Desk['entries']> {
  const files = (await profiles.active(company))?.files ?? draftOf(settings);
  return files ? profileIn(files, settings).items.entries : [];
}
