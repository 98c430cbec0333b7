import { z } from 'zod';
import { common } from './erp-common.ts';
import { siteFile } from './p21-site.ts';
import { section } from './section.ts';
import { secret, setting, text, url, type Sources } from './values.ts';

/** Prophet 21 behind a gateway that offers src/erp/p21/facade/openapi.yaml. */
export const facade = (sources: Sources) =>
  section({
    ...reached(sources),
    dialect: z.literal('facade'),
    auth: z.discriminatedUnion('kind', [
      section({ kind: z.literal('client_credentials'), client_id: text, client_secret: secret(sources.secretOf) }),
      byUser(sources),
    ]),
    ...common(),
  });

/** Prophet 21 by its own APIs. Its pool of sessions is small, so it is asked for less at once. */
export const native = (sources: Sources) =>
  section({
    ...reached(sources),
    dialect: z.literal('native'),
    auth: z.discriminatedUnion('kind', [
      section({
        kind: z.literal('client_credentials'),
        client_secret: secret(sources.secretOf),
        username: text.optional(),
      }),
      byUser(sources),
    ]),
    site: siteFile(sources),
    ...common(2),
  });

const reached = ({ env }: Sources) => ({ adapter: z.literal('p21'), base_url: setting(env, url), company: text });

const byUser = ({ secretOf }: Sources) =>
  section({ kind: z.literal('user_token'), username: text, password: secret(secretOf) });
