import type { ErpConfig, P21NativeConfig } from '../config.ts';
import { capabilities, p21NativeAbilities, type Abilities } from '../erp/capabilities.ts';
import { adapters } from '../erp/index.ts';
import type { ErpPort } from '../erp/port.ts';

type P21Config = Extract<ErpConfig, { readonly adapter: 'p21' }>;
type P21FacadeConfig = Extract<P21Config, { readonly dialect: 'facade' }>;

/** Prophet 21 by whichever dialect the company has chosen. */
export const openP21 = (erp: P21Config): ErpPort =>
  erp.dialect === 'native' ? adapters.p21.native(p21NativeOptions(erp)) : adapters.p21.facade(facadeOptions(erp));

export const isNative = (erp: ErpConfig): erp is P21NativeConfig => erp.adapter === 'p21' && erp.dialect === 'native';

/** What can be done at it, by the services that the site's file names. */
export const p21Abilities = (erp: P21Config): Abilities =>
  erp.dialect === 'native' ? p21NativeAbilities(erp.site.profile) : capabilities.p21.facade;

/** How the fields of quittance.yaml and of the site's file become the adapter's options. */
export const p21NativeOptions = (erp: P21NativeConfig) => ({
  ...reached(erp),
  site: erp.site.profile,
  auth: nativeAuth(erp.auth),
});

const facadeOptions = (erp: P21FacadeConfig) => ({ ...reached(erp), auth: facadeAuth(erp.auth) });

const reached = ({ baseUrl, company, limits }: P21Config) => ({
  baseUrl,
  company,
  requestMs: limits.requestSeconds * 1000,
  ...(limits.lateSeconds && { lateMs: limits.lateSeconds * 1000 }),
});

/** Secrets are read at every login, so that a rotated one counts from then on. */
const facadeAuth = (auth: P21FacadeConfig['auth']) =>
  auth.kind === 'client_credentials'
    ? { kind: auth.kind, clientId: auth.clientId, clientSecret: () => auth.clientSecret.read() }
    : byUser(auth);

const nativeAuth = (auth: P21NativeConfig['auth']) =>
  auth.kind === 'client_credentials'
    ? {
        kind: auth.kind,
        clientSecret: () => auth.clientSecret.read(),
        ...(auth.username !== undefined && { username: auth.username }),
      }
    : byUser(auth);

type ByUser = Extract<P21Config['auth'], { readonly kind: 'user_token' }>;
const byUser = ({ kind, username, password }: ByUser) => ({ kind, username, password: () => password.read() });
