import type { ErpTarget } from '../domain/target.ts';
import { facadeTarget } from './p21/facade/target.ts';
import type { Site } from './p21/native/site.ts';
import { nativeTarget } from './p21/native/target.ts';
import type { SapInterfaces } from './capabilities.ts';
import { sapEccTarget } from './sap-ecc/target.ts';

/** What of an ERP's configuration says what its documents may hold. */
type Facade = { readonly adapter: 'p21'; readonly dialect: 'facade' };
type Native = {
  readonly adapter: 'p21';
  readonly dialect: 'native';
  readonly site: { readonly profile: Pick<Site, 'customerColumn'> };
};
type Sap = {
  readonly adapter: 'sap-ecc';
  readonly interfaces: Pick<SapInterfaces, 'default' | 'customer'>;
  readonly invoices: 'fi' | 'billing';
};
export type Targeted = Facade | Native | Sap;

/** What a company's ERP takes of each kind of document, as it is configured: nothing is asked of it. */
export function targetOf(erp: Targeted): ErpTarget {
  if (erp.adapter === 'sap-ecc') return sapEccTarget(erp.interfaces, erp.invoices);
  return erp.dialect === 'native' ? nativeTarget(erp.site.profile) : facadeTarget;
}
