import { z } from 'zod';
import { section } from './section.ts';
import { sapEcc } from './sap-ecc-schema.ts';
import { secret, setting, text, url, whole, type Sources } from './values.ts';

/** One ERP and how it is reached; `adapter` says which fields it takes. */
export const erp = (sources: Sources) => z.discriminatedUnion('adapter', [p21(sources), sapEcc(sources, common)]);

/** What every ERP connection has. */
const common = {
  connection: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'is not a connection name: only small letters, digits and "-", at most 40')
    .optional(),
  limits: section({
    concurrency: whole(1, 100).default(4),
    per_second: whole(1, 1_000).default(20),
    request_seconds: whole(1, 120).default(20),
    breaker_failures: whole(1, 100).default(5),
    breaker_open_seconds: whole(1, 3_600).default(30),
  }).prefault({}),
};
export type Common = typeof common;

const p21 = ({ env, secretOf }: Sources) =>
  section({
    adapter: z.literal('p21'),
    dialect: z.enum(['facade']),
    base_url: setting(env, url),
    company: text,
    auth: z.discriminatedUnion('kind', [
      section({ kind: z.literal('client_credentials'), client_id: text, client_secret: secret(secretOf) }),
      section({ kind: z.literal('user_token'), username: text, password: secret(secretOf) }),
    ]),
    ...common,
  });
