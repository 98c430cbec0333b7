import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertChecks } from '../../src/cli/doctor/alerts.ts';
import { examine } from '../../src/cli/doctor/check.ts';
import { loadConfig } from '../../src/config.ts';
import { createAlertMessages } from '../../src/store/alert-messages.ts';
import { createAlertRows } from '../../src/store/alerts.ts';
import { httpReceiver, mailServer } from '../alerts/receivers.ts';
import { sampleAlert } from '../alerts/sample.ts';
import { ownDatabase } from '../store/opened.ts';
import { quittance } from './terminal.ts';

const { db, url } = ownDatabase();
const folder = mkdtempSync(join(tmpdir(), 'quittance-alerts-'));
const file = join(folder, 'quittance.yaml');
let hook: Awaited<ReturnType<typeof httpReceiver>>;
let mail: Awaited<ReturnType<typeof mailServer>>;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  hook = await httpReceiver();
  mail = await mailServer({ disabledCommands: ['STARTTLS'] });
  env = { DATABASE_URL: url(), HOOK: hook.url, MAIL: `smtp://127.0.0.1:${mail.port}`, X: 'x' };
  writeFileSync(
    file,
    `version: 1
database: { url: env:DATABASE_URL }
alerts:
  webhook_url: env:HOOK
  email: { smtp_url: env:MAIL, from: quittance@example.com, to: [ops@example.com], tls: if_offered }
companies:
  acme:
    stripe: { account: acct_1, api_key: env:X, webhook_secrets: [env:X], livemode: false }
    erp: { adapter: p21, dialect: facade, base_url: http://p21.example.com, company: '01', auth: { kind: user_token, username: q, password: env:X } }
    ledger_currency: USD
    time_zone: UTC
`,
  );
});
afterAll(async () => {
  await hook.close();
  await mail.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  hook.posts.length = 0;
  mail.mails.length = 0;
  hook.answer.status = 200;
});
const alerts = (...args: readonly string[]) => quittance(['-c', file, 'alerts', ...args], env);

describe('quittance alerts test', () => {
  it('sends by every channel and says so', async () => {
    const { status, out, err } = await alerts('test');
    expect(status).toBe(0);
    expect(out).toMatch(/^ok +log: sent.*\nok +webhook: sent.*\nok +email: sent/);
    expect(err).toContain('This is a test of alerts');
    expect([hook.posts.length, mail.mails.length]).toEqual([1, 1]);
  });

  it('by one channel alone tells the others nothing', async () => {
    expect((await alerts('test', '--channel', 'email')).status).toBe(0);
    expect([hook.posts.length, mail.mails.length]).toEqual([0, 1]);
  });

  it('says what failed, without the address', async () => {
    hook.answer.status = 404;
    const { status, out } = await alerts('test', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { ok: true },
      { channel: 'webhook', ok: false, text: 'The webhook answered HTTP 404' },
      { ok: true },
    ]);
    expect(out).not.toContain('secret-of-the-channel');
  });

  it('of a channel that there is not names those that there are', async () => {
    const { status, err } = await alerts('test', '--channel', 'emial');
    expect([status, err]).toEqual([2, 'There is no channel emial; did you mean email? There is log, webhook, email']);
  });
});

describe('kept alerts', () => {
  it('are listed newest first with what became of them; those that are over only with --all', async () => {
    const rows = createAlertRows(db());
    const raising = { routes: [{ channel: 'webhook' }], windowMs: 1_000 };
    await rows.raise(sampleAlert({ key: 'one', text: 'the first thing' }), raising);
    await rows.raise(sampleAlert({ key: 'two', text: 'the second thing' }), raising);
    await rows.resolve('one', new Date(), 'healed');
    const { out } = await alerts('list');
    expect(out).toContain('the second thing');
    expect(out).toContain('webhook: raised waits');
    expect(out).not.toContain('the first thing');
    const all = JSON.parse((await alerts('list', '--all', '--json')).out) as readonly unknown[];
    expect(all).toMatchObject([
      { key: 'two' },
      { key: 'one', over: { how: 'healed' }, told: [{}, { what: 'recovered' }] },
    ]);
    expect(JSON.parse((await alerts('list', '--all', '--json', '--limit', '1')).out)).toHaveLength(1);
    expect((await alerts('list', '--limit', 'many')).status).toBe(2);
  });

  it('that can not be delivered are a line of doctor, until something was delivered again', async () => {
    const findings = () => Promise.all(alertChecks(loadConfig({ path: file, env })).map(examine));
    expect(await findings()).toMatchObject([
      { name: 'alerts by webhook', ok: true, text: 'answers (HTTP 200)' },
      { name: 'alerts by email', ok: true, text: 'accepts us' },
    ]);
    const messages = createAlertMessages(db());
    const claimed = await messages.claim('webhook', 0);
    await messages.failed(claimed?.id ?? '', 'HTTP 500', { inMs: 0, endAfterMs: 3_600_000 });
    expect((await findings())[0]).toMatchObject({
      ok: false,
      text: expect.stringMatching(/nothing was delivered.*HTTP 500/),
    });
    await messages.sent(claimed?.id ?? '');
    expect((await findings())[0]).toMatchObject({
      ok: true,
      text: expect.stringMatching(/it failed last at .*HTTP 500/),
    });
    expect([hook.posts.length, mail.mails.length]).toEqual([0, 0]);
  });

  it('whose channel can not be reached are another', async () => {
    const config = loadConfig({ path: file, env: { ...env, MAIL: 'smtp://127.0.0.1:1' } });
    const [, email] = await Promise.all(alertChecks(config).map(examine));
    expect(email).toMatchObject({ ok: false, mend: expect.stringContaining('quittance alerts test --channel email') });
  });
});
