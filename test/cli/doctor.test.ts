import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handledEvents } from '../../src/stripe/events.ts';
import { writeProfile } from '../support/profiles.ts';
import { sandboxed } from './sandboxed.ts';
import { quittance } from './terminal.ts';

type Finding = { readonly name: string; readonly ok: boolean; readonly text: string; readonly mend?: string };
let at: Awaited<ReturnType<typeof sandboxed>>;
beforeAll(async () => {
  at = await sandboxed();
});
afterAll(() => at.close());

const doctor = async (file = at.file, env: Readonly<Record<string, string>> = {}) => {
  const { status, out } = await quittance(['-c', file, 'doctor', '--json'], { ...at.env, ...env });
  const { checks } = JSON.parse(out) as { readonly checks: readonly Finding[] };
  return { status, wrong: checks.filter(({ ok }) => !ok) };
};

describe('on the way to a working installation', () => {
  it('doctor names what is missing, and how to mend it', async () => {
    const { status, wrong } = await doctor();
    expect(status).toBe(1);
    expect(wrong.map(({ name, mend }) => [name, mend])).toEqual([
      ['database', 'Run `quittance migrate`'],
      ['acme: webhook endpoint', 'Run `quittance stripe setup acme`'],
    ]);
  });

  it('migrate and stripe setup mend it, and doctor is content', async () => {
    expect(await quittance(['-c', at.file, 'migrate'], at.env)).toMatchObject({ status: 0 });
    const secretFile = join(at.folder, 'whsec');
    const { status, out } = await quittance(['-c', at.file, 'stripe', 'setup', '--secret-file', secretFile], at.env);
    expect(status).toBe(0);
    const secret = readFileSync(secretFile, 'utf8');
    expect(secret).toMatch(/^whsec_/);
    expect(statSync(secretFile).mode & 0o777).toBe(0o600);
    expect(out).not.toContain(secret);

    expect(await doctor()).toEqual({ status: 0, wrong: [] });
    const shown = await quittance(['-c', at.file, 'doctor'], at.env);
    expect(shown.out).toContain('Everything is in order.');
  });

  it('stripe setup run again changes nothing, and mends an endpoint that somebody changed', async () => {
    const setUp = () => quittance(['-c', at.file, 'stripe', 'setup', 'acme'], at.env);
    expect((await setUp()).out).toContain('is registered as it should be');
    const [endpoint] = at.stripe.world.store.all('webhook_endpoint');
    Object.assign(endpoint ?? {}, { enabled_events: ['charge.failed', 'invoice.paid'] });
    expect((await doctor()).wrong).toMatchObject([{ name: 'acme: webhook endpoint' }]);
    expect((await setUp()).out).toContain(`exactly the ${handledEvents.length} events`);
    expect(at.stripe.world.store.all('webhook_endpoint')).toHaveLength(1);
    expect((await doctor()).wrong).toEqual([]);
  });
});

describe('doctor says what is wrong with', () => {
  const wrongs: readonly (readonly [string, string, string, Partial<Finding>])[] = [
    ['the account', 'account: acct_', 'account: acct_1Other', { name: 'acme: Stripe key' }],
    [
      'the mode',
      'livemode: false',
      'livemode: true',
      { name: 'acme: Stripe key', text: 'the key is a test key, but livemode is true' },
    ],
    [
      'the API version',
      'livemode: false',
      'livemode: false\n      api_version: 2025-01-27.acacia',
      { name: 'acme: webhook endpoint' },
    ],
    ['the ERP company', 'company: ACME', 'company: OTHER', { name: 'acme: ERP' }],
    [
      'the ledger currency',
      'ledger_currency: USD',
      'ledger_currency: EUR',
      { name: 'acme: ERP', text: 'its ledger is kept in USD, not EUR' },
    ],
    ['the namespace', 'temporal: {', 'temporal: { namespace: nowhere,', { name: 'Temporal namespace' }],
  ];
  it.each(wrongs)('%s', async (_, from, to, finding) => {
    const { status, wrong } = await doctor(at.changed(from, to));
    expect(status).toBe(1);
    expect(wrong[0]).toMatchObject(finding);
    expect(wrong[0]?.mend).toBeTruthy();
  });

  it('an account that does not exist, one that is blocked, and one of another kind', async () => {
    const folder = join(at.folder, 'wrong-accounts');
    writeProfile(folder, { accounts: { stripe_clearing: '4711', disputes: '9999', revenue: '1300' } });
    const { wrong } = await doctor(at.changed('time_zone: UTC', `time_zone: UTC\n    profile: ${folder}`));
    expect(wrong).toMatchObject([
      {
        name: 'acme: accounts',
        text: 'account 4711 does not exist; account 9999 is blocked; account 1300 is a balance account, but revenue (sales) takes profit-and-loss',
      },
    ]);
    expect(wrong[0]?.mend?.split('\n')).toEqual([
      `Create account 4711 in the ERP as an open bank account, or change accounts.stripe_clearing in ${folder}/accounts.yaml`,
      `Open account 9999 for posting in the ERP, or change accounts.disputes in ${folder}/accounts.yaml`,
      `Create account 1300 in the ERP as an open profit and loss account, or change accounts.revenue and accounts.input_tax in ${folder}/accounts.yaml`,
    ]);
  });

  it('a profile that is wrong, line by line, or not there', async () => {
    const folder = join(at.folder, 'wrong-profile');
    writeProfile(folder, { rules: { hold: 'amount > "much"' } });
    const broken = await doctor(at.changed('time_zone: UTC', `time_zone: UTC\n    profile: ${folder}`));
    expect(broken.wrong).toMatchObject([
      { name: 'acme: profile', text: expect.stringMatching(/rules\.yaml:\d+:\d+ /) as string },
    ]);
    const missing = await doctor(at.changed('time_zone: UTC', 'time_zone: UTC\n    profile: nowhere'));
    expect(missing.wrong).toMatchObject([
      { name: 'acme: profile', mend: '`quittance mapping init --company acme` writes one' },
    ]);
  });

  it.each([
    ['a wrong ERP password', { P21_SECRET: 'wrong' }, 'acme: ERP'],
    ['a wrong Stripe key', { STRIPE_KEY: 'sk_test_wrong' }, 'acme: Stripe key'],
    ['a secret that is none', { WEBHOOK_SECRET: 'oops' }, 'acme: webhook secrets'],
    ['a key that is too short', { ENCRYPTION_KEY: 'c2hvcnQ=' }, 'encryption key'],
    ['a database that is away', { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }, 'database'],
  ])('%s, without showing it', async (_, env, name) => {
    const { wrong } = await doctor(at.file, env);
    expect(wrong.map((finding) => finding.name)).toContain(name);
    expect(JSON.stringify(wrong)).not.toMatch(/sk_test_wrong|oops|c2hvcnQ/);
  });
});
