import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startP21Sandbox } from '../../sandbox/p21/server.ts';
import { startStripeSandbox } from '../../sandbox/stripe/index.ts';
import { writeProfile } from '../support/profiles.ts';
import { createDatabase, temporalAddress } from '../support/servers.ts';

/** A configuration in which everything is right, against simulators and servers of this run. */
export async function sandboxed() {
  const [stripe, erp, database] = await Promise.all([
    startStripeSandbox(),
    startP21Sandbox({ company: 'ACME' }),
    createDatabase(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'quittance-cli-'));
  const file = join(folder, 'quittance.yaml');
  const env = {
    DATABASE_URL: database.url,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    STRIPE_KEY: stripe.secretKey,
    WEBHOOK_SECRET: 'whsec_test',
    P21_SECRET: 'sandbox-client-secret',
  };
  const text = `version: 1
database: { url: env:DATABASE_URL }
encryption_key: env:ENCRYPTION_KEY
temporal: { address: '${temporalAddress()}' }
webhook: { port: 0, public_url: https://hooks.example.com }
companies:
  acme:
    stripe:
      account: ${stripe.account}
      api_key: env:STRIPE_KEY
      webhook_secrets: [env:WEBHOOK_SECRET]
      livemode: false
      base_url: ${stripe.url}
    erp:
      adapter: p21
      dialect: facade
      base_url: ${erp.url}
      company: ACME
      auth: { kind: client_credentials, client_id: quittance, client_secret: env:P21_SECRET }
    ledger_currency: USD
    time_zone: UTC
`;
  writeProfile(join(folder, 'mappings', 'acme'));
  writeFileSync(file, text);
  return {
    stripe,
    file,
    /** What stands in the ERP from the beginning. */
    async seed(path: 'customers' | 'items', body: object): Promise<void> {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${erp.url}/_sandbox/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`/_sandbox/${path} answered ${answer.status}: ${await answer.text()}`);
    },
    folder,
    env,
    /** Another file with one thing changed. */
    changed(from: string, to: string): string {
      if (!text.includes(from)) throw new Error(`${from} is not in the configuration`);
      const other = join(folder, `changed-${Math.abs(hash(from + to))}.yaml`);
      writeFileSync(other, text.replace(from, to));
      return other;
    },
    async close() {
      await Promise.all([stripe.close(), erp.close(), database.drop()]);
      rmSync(folder, { recursive: true });
    },
  };
}

const hash = (text: string): number =>
  Array.from(text).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
