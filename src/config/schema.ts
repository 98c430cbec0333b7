import { z } from 'zod';
import { alertsSchema } from './alerts-schema.ts';
import { casesSchema } from './cases-schema.ts';
import { companySchema } from './company-schema.ts';
import { section } from './section.ts';
import { companyKey, port, secret, setting, text, url, whole, type Sources } from './values.ts';

/** The whole of quittance.yaml, as code reads it. */
export function configSchema(sources: Sources) {
  const { env, secretOf } = sources;
  const secretly = secret(secretOf);
  const listening = (defaultPort: number) => ({
    host: setting(env, text).prefault('127.0.0.1'),
    port: port.default(defaultPort),
  });
  return section({
    version: z.literal(1),
    database: section({ url: secretly.optional() }).prefault({}),
    encryption_key: secretly.optional(),
    temporal: section({
      address: setting(env, text).optional(),
      namespace: setting(env, text).prefault('default'),
      api_key: secretly.optional(),
      tls: section({
        server_name: text.optional(),
        ca: secretly.optional(),
        certificate: secretly.optional(),
        key: secretly.optional(),
      }).optional(),
    }).prefault({}),
    webhook: section({
      ...listening(8480),
      public_url: setting(env, url).optional(),
      body_limit_kib: whole(16, 10_240).default(512),
    }).prefault({}),
    api: section({ ...listening(8481), keys: z.array(secretly).default([]) }).prefault({}),
    log: section({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
    alerts: alertsSchema(sources).prefault({}),
    cases: casesSchema.prefault({}),
    companies: z
      .record(companyKey, companySchema(sources))
      .refine((companies) => Object.keys(companies).length > 0, 'names no company')
      .transform((companies) => withDefaults(companies, sources)),
  });
}

type Keyed = { readonly profile?: string; readonly erp: { readonly connection?: string } };
type Completed<C extends Keyed> = Omit<C, 'profile' | 'erp'> & {
  /** Folder of its profile, as it is from the working directory. */
  readonly profile: string;
  readonly erp: C['erp'] & { readonly connection: string };
};
/** Companies may share an ERP connection by name; one that names none has its own. Its profile bears its key too. */
const withDefaults = <C extends Keyed>(
  companies: Readonly<Record<string, C>>,
  { beside }: Sources,
): Readonly<Record<string, Completed<C>>> =>
  Object.fromEntries(
    Object.entries(companies).map(([key, company]) => {
      const connection = company.erp.connection ?? key;
      const profile = beside(company.profile ?? `mappings/${key}`);
      return [key, { ...company, profile, erp: { ...(company.erp as C['erp']), connection } }];
    }),
  );

/** quittance.yaml, checked, with defaults filled in. */
export type Config = z.output<ReturnType<typeof configSchema>>;
export type Company = Config['companies'][string];
export type ErpConfig = Company['erp'];
export type P21NativeConfig = Extract<ErpConfig, { readonly dialect: 'native' }>;
export type SapEccConfig = Extract<ErpConfig, { readonly adapter: 'sap-ecc' }>;
