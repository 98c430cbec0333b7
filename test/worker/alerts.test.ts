import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { parseConfig } from '../../src/config.ts';
import type { Alert } from '../../src/domain/alert.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { createTelemetry } from '../../src/runtime/telemetry.ts';
import { openDatabase } from '../../src/store/db.ts';
import { openAlerts, tellingOfSuccess } from '../../src/worker/alerts.ts';
import { httpReceiver, mailServer } from '../alerts/receivers.ts';
import { sampleAlert } from '../alerts/sample.ts';
import { ownDatabase } from '../store/opened.ts';

const { db } = ownDatabase();
let hook: Awaited<ReturnType<typeof httpReceiver>>;
let mail: Awaited<ReturnType<typeof mailServer>>;
beforeAll(async () => {
  hook = await httpReceiver();
  mail = await mailServer({ disabledCommands: ['STARTTLS'] });
});
afterAll(async () => {
  await hook.close();
  await mail.close();
});
beforeEach(() => {
  hook.posts.length = 0;
  hook.answer.status = 200;
  mail.mails.length = 0;
});
afterEach(() => sql`truncate alerts, alert_notices, alert_messages`.execute(db()));

const company = `
    stripe: { account: acct_1, api_key: env:X, webhook_secrets: [env:X], livemode: false }
    erp: { adapter: p21, dialect: facade, base_url: http://p21.example.com, company: '01', auth: { kind: user_token, username: q, password: env:X } }
    ledger_currency: USD
    time_zone: UTC
`;
const configOf = (more = '') =>
  parseConfig(
    `version: 1
alerts:
  webhook_url: env:HOOK
  email: { smtp_url: env:MAIL, from: quittance@example.com, to: [ops@example.com], tls: if_offered }${more}
companies:
  acme: ${company}`,
    { file: 'quittance.yaml', env: { X: 'x', HOOK: hook.url, MAIL: `smtp://127.0.0.1:${mail.port}` } },
  );

/** One worker's alerts; `turn` does each of its chores once. */
function worker(more = '', on = db()) {
  const logged: string[] = [];
  const telemetry = createTelemetry();
  const log = createLogger({ level: 'info', sink: { write: (line) => logged.push(line) } });
  const opened = openAlerts(on, configOf(more), { log, telemetry });
  return {
    ...opened,
    logged,
    telemetry,
    turn: async () => void (await Promise.all(opened.chores.map(({ work }) => work()))),
  };
}
const due = () => sql`update alert_messages set due_at = clock_timestamp(), lease_until = null`.execute(db());
const texts = () => hook.posts.map(({ body }) => (JSON.parse(body) as { readonly text: string }).text);
const notices = () =>
  hook.posts.flatMap(({ body }) =>
    (
      JSON.parse(body) as { readonly notices: readonly { readonly what: string; readonly subject: string }[] }
    ).notices.map(({ what, subject }) => `${what} ${subject}`),
  );
const alertOf = (more: Partial<Alert> = {}) => sampleAlert({ subject: `pi_${randomUUID().slice(0, 8)}`, ...more });

describe('every alert reaches each channel once', () => {
  it('and once more when it is over', async () => {
    const { alerts, turn } = worker();
    const alert = alertOf({ key: 'case/run/1', caseId: 'run/1' });
    await alerts.raise(alert);
    await alerts.raise(alert);
    await turn();
    await alerts.resolve('case/run/1', 'healed');
    await turn();
    await turn();
    expect(notices()).toEqual([`raised ${alert.subject}`, `recovered ${alert.subject}`]);
    expect(mail.mails.map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim())).toEqual([
      'Quittance: acme rejected',
      'Quittance: over: acme rejected',
    ]);
  });

  it('however many workers raise and deliver', async () => {
    const workers = [worker(), worker(), worker()];
    const raised = Array.from({ length: 30 }, () => alertOf());
    await Promise.all(raised.map(async (alert, index) => workers[index % 3]?.alerts.raise(alert)));
    await Promise.all([...workers, ...workers].map(({ turn }) => turn()));
    await Promise.all(workers.map(({ turn }) => turn()));
    expect(notices().sort()).toEqual(raised.map(({ subject }) => `raised ${subject}`).sort());
    const mailed = mail.mails.map(({ text }) => text.replaceAll(/=\r\n/g, '')).join('');
    expect(raised.filter(({ subject }) => mailed.split(`of ${subject}`).length > 2)).toEqual([]);
  });

  it('also when the worker that raised it ended before it was told', async () => {
    const { alerts } = worker();
    const alert = alertOf();
    await alerts.raise(alert);
    await worker().turn();
    expect(notices()).toEqual([`raised ${alert.subject}`]);
  });

  it('and a worker killed between sending and marking makes it two with one id', async () => {
    const { alerts, turn } = worker();
    await alerts.raise(alertOf());
    await turn();
    await sql`update alert_messages set sent_at = null, lease_until = clock_timestamp()`.execute(db());
    await worker().turn();
    const ids = hook.posts.map(({ headers }) => headers['idempotency-key']);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });
});

describe('a channel that fails', () => {
  it('is counted, logged and tried again, and the others are told meanwhile', async () => {
    const { alerts, turn, logged, telemetry } = worker();
    hook.answer.status = 500;
    await alerts.raise(alertOf());
    await turn();
    expect([hook.posts.length, mail.mails.length]).toEqual([0, 1]);
    expect(logged.join('')).toContain('alerts could not be delivered; they are tried again');
    expect(logged.join('')).not.toContain('secret-of-the-channel');
    await turn();
    const shown = await telemetry.registry.metrics();
    expect(shown).toContain('quittance_alert_failures_total{channel="webhook"} 1');
    expect(shown).toContain('quittance_alerts_undelivered{channel="webhook"} 1');
    hook.answer.status = 200;
    await due();
    await turn();
    expect(hook.posts).toHaveLength(1);
    await turn();
    expect(await telemetry.registry.metrics()).not.toContain('quittance_alerts_undelivered{');
  });

  it('is sent in one message what was raised while it was down, and what is over by then', async () => {
    const { alerts, turn } = worker();
    hook.answer.status = 500;
    const [first, second] = [alertOf(), alertOf({ key: 'k' })];
    await alerts.raise(first);
    await turn();
    await alerts.raise(second);
    await alerts.resolve('k');
    hook.answer.status = 200;
    await due();
    await turn();
    expect(notices()).toEqual([`raised ${first.subject}`, `raised ${second.subject}`, `recovered ${second.subject}`]);
    expect(hook.posts).toHaveLength(2);
  });

  it('never holds up whoever raises an alert, nor does a database that is away: the log has it then', async () => {
    const away = openDatabase({ url: 'postgresql://q:s3cret@127.0.0.1:1/none' });
    const { alerts, logged } = worker('', away);
    await alerts.raise(alertOf({ subject: 'pi_away' }));
    await alerts.resolve('case/x');
    await away.close();
    expect(logged.join('')).toContain('pi_away');
    expect(logged.join('')).toContain('an alert can not be written down');
    expect(logged.join('')).not.toContain('s3cret');
  });
});

describe('rules', () => {
  it('send by kind, code and amount; a password that fails is told at once, digest or not', async () => {
    const { alerts, turn } = worker(`
  channels: { finance: { to: [finance@example.com] } }
  rules:
    - { kinds: [business], min_amount: { USD: '1000.00' }, channels: [finance] }
    - { kinds: [business], channels: [] }
    - { kinds: [connection], channels: [webhook], digest: true }`);
    const usd = (minor: number) => ({ amount: { minor, currency: 'USD' } });
    await alerts.raise(alertOf(usd(100_000)));
    await alerts.raise(alertOf(usd(99_999)));
    await alerts.raise(alertOf({ kind: 'connection', code: 'unavailable' }));
    await alerts.raise(alertOf({ kind: 'connection', code: 'unauthorized', subject: 'pi_password' }));
    await turn();
    expect(mail.mails.map(({ to }) => to)).toEqual([['finance@example.com']]);
    expect(notices()).toEqual(['raised pi_password']);
  });

  it('tell of successes only where somebody asked, once for each effect', async () => {
    const { alerts, turn } = worker(`
  rules: [{ kinds: [success], codes: [receipt], channels: [webhook] }]`);
    const ledger = tellingOfSuccess(
      { once: async () => ({ kind: 'cash-receipt', number: '500012' }) } as unknown as Parameters<
        typeof tellingOfSuccess
      >[0],
      alerts,
    );
    const effect = { key: 'acme/receipt/py_1#1', company: 'acme', subject: 'py_1' };
    for (const kind of ['receipt', 'sale', 'receipt'])
      await ledger.once({
        ...effect,
        kind,
        amount: { minor: 5_000, currency: 'USD' },
      } as unknown as Parameters<typeof ledger.once>[0]);
    await turn();
    expect(texts()).toEqual(['[acme] receipt of py_1 is done: 500012, 50.00 USD']);
  });
});

it('no text of an alert holds an address, a card or a key, whoever wrote it', async () => {
  const { alerts, turn, logged } = worker();
  await alerts.raise(alertOf({ text: 'Trouble of ada@example.com with 4242 4242 4242 4242 and sk_live_abc' }));
  await turn();
  const all = [...texts(), ...logged, ...mail.mails.map(({ text }) => text.slice(text.indexOf('\r\n\r\n')))].join('\n');
  expect(all).toContain('[e-mail]');
  expect(all).not.toMatch(/ada@|4242 4242|sk_live/);
});
