import type { ErpTarget } from '../domain/target.ts';
import { facadeTarget } from './p21/facade/target.ts';
import type { Site } from './p21/native/site.ts';
import { nativeTarget } from './p21/native/target.ts';

/** What of an ERP's configuration says what its documents may hold. */
type Facade = { readonly adapter: 'p21'; readonly dialect: 'facade' };
type Native = {
  readonly adapter: 'p21';
  readonly dialect: 'native';
  readonly site: { readonly profile: Pick<Site, 'customerColumn'> };
};
export type Targeted = Facade | Native;

/** What a company's ERP takes of each kind of document, as it is configured: nothing is asked of it. */
export const targetOf = (erp: Targeted): ErpTarget =>
  erp.dialect === 'native' ? nativeTarget(erp.site.profile) : facadeTarget;
