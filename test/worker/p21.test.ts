import { describe, expect, it } from 'vitest';
import { parseConfig, type P21NativeConfig } from '../../src/config.ts';
import { abilitiesOf, openErp } from '../../src/worker/erp.ts';
import { p21NativeOptions } from '../../src/worker/p21.ts';

const site = `sales_location: '10'
salesrep: '1001'
journal: GJ
time_zone: UTC
currencies: { USD: '1' }
services: { application: { by: none }, cash_receipt: { by: import, folder: /srv/in } }
`;
const erpOf = (auth: string, limits = '{}', env: Record<string, string> = {}): P21NativeConfig => {
  const text = `version: 1
companies:
  acme:
    stripe: { account: acct_1Abc, api_key: env:KEY, webhook_secrets: [env:KEY], livemode: false }
    erp:
      adapter: p21
      dialect: native
      base_url: https://p21.example.com
      company: '01'
      site: p21.yaml
      auth: ${auth}
      limits: ${limits}
    ledger_currency: USD
    time_zone: UTC
`;
  return parseConfig(text, { file: 'quittance.yaml', env, read: () => site }).companies['acme']?.erp as P21NativeConfig;
};
const key = '{ kind: client_credentials, client_secret: env:P21 }';

describe('a company on Prophet 21 itself', () => {
  it('gives the adapter address, company, site and times of quittance.yaml', () => {
    const erp = erpOf(key, '{ request_seconds: 7, late_seconds: 45 }');
    expect(p21NativeOptions(erp)).toMatchObject({
      baseUrl: 'https://p21.example.com',
      company: '01',
      requestMs: 7_000,
      lateMs: 45_000,
      site: { salesLocation: '10', ways: { application: { by: 'none' } } },
    });
    const opened = openErp(erp, { gate: { run: async (work) => work() }, seen: () => {} });
    expect([opened.name, opened.settleMs]).toEqual(['p21/native', 52_000]);
  });

  it('leaves it to the adapter how late a request may commit, as the facade does', () => {
    expect(Object.keys(p21NativeOptions(erpOf(key)))).not.toContain('lateMs');
  });

  it('logs in by consumer key, with a name only where it has one, or by user', () => {
    const authOf = (auth: string) => p21NativeOptions(erpOf(auth, '{}', { P21: 'hidden' })).auth;
    const byKey = authOf(key);
    expect(Object.keys(byKey)).toEqual(['kind', 'clientSecret']);
    expect(byKey.kind === 'client_credentials' && byKey.clientSecret()).toBe('hidden');
    expect(authOf('{ kind: client_credentials, client_secret: env:P21, username: q }')).toMatchObject({
      username: 'q',
    });
    const byUser = authOf('{ kind: user_token, username: q, password: env:P21 }');
    expect(byUser.kind === 'user_token' && [byUser.username, byUser.password()]).toEqual(['q', 'hidden']);
  });

  it('can do what the services of its site can', () => {
    const abilities = abilitiesOf(erpOf(key));
    expect(abilities.apply.can).toBe(false);
    expect(abilities['cash-receipt'].how).toContain('/srv/in');
    expect(abilities['credit-memo'].how).toContain('ARCreditMemo');
  });
});
