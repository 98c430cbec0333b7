import { clienteleOf, type Company, type Config } from '../../config.ts';
import type { ErpPort } from '../../erp/port.ts';
import { createTelemetry } from '../../runtime/telemetry.ts';
import type { Crosswalk } from '../../store/crosswalk.ts';
import { createStripeClient } from '../../stripe/client.ts';
import { connectionOf } from '../../worker/companies.ts';
import { openConnections } from '../../worker/connections.ts';
import { openStore } from '../../worker/store.ts';
import { companyOf } from '../company.ts';
import { Complaint } from '../terminal.ts';
import type { CustomerDeps } from './customers.ts';

export type Desk = CustomerDeps & {
  readonly settings: Company;
  readonly crosswalk: Pick<Crosswalk, 'find' | 'link' | 'all'>;
  readonly erp: Pick<ErpPort, 'customer' | 'customerRecords' | 'itemRecords' | 'items'>;
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
    });
  } finally {
    await store.close();
  }
}

function onlyCompany({ companies }: Config): string {
  const [first, ...others] = Object.keys(companies);
  if (first !== undefined && others.length === 0) return first;
  throw new Complaint(`Which company? Add --company ${Object.keys(companies).join(', or ')}`);
}
