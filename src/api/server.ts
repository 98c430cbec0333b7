import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import { createApi, type ApiDeps } from './app.ts';

type Around = Omit<ApiDeps, 'companies' | 'sapCompanies' | 'keys'>;
export type Listening = { readonly url: string; stop(): Promise<void> };

/** @throws Error when no key is configured, or one can't be read: an open door is no default. */
export async function startApi({ api, companies }: Config, around: Around): Promise<Listening> {
  if (api.keys.length === 0)
    throw new Error('There is no api.keys. Write one into quittance.yaml, for example: keys: [env:QUITTANCE_API_KEY]');
  for (const key of api.keys) key.read();
  const all = Object.keys(companies);
  const sapCompanies = all.filter((key) => companies[key]?.erp.adapter === 'sap-ecc');
  const app = createApi({ ...around, keys: api.keys, companies: all, sapCompanies });
  const server = app.listen(api.port, api.host);
  await once(server, 'listening');
  return {
    url: `http://${api.host}:${(server.address() as AddressInfo).port}`,
    /** Requests under way are answered first. */
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}
