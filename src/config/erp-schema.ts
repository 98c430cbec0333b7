import { z } from 'zod';
import { common } from './erp-common.ts';
import { section } from './section.ts';
import { sapEcc } from './sap-ecc-schema.ts';
import { secret, setting, text, url, type Sources } from './values.ts';

/** One ERP and how it is reached; `adapter` says which fields it takes. */
export const erp = (sources: Sources) => z.discriminatedUnion('adapter', [p21(sources), sapEcc(sources)]);

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
