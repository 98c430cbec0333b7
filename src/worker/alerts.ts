import type { Logger } from 'pino';
import type { AlertChannel } from '../alerts/channel.ts';
import { createDelivery } from '../alerts/delivery.ts';
import { nextDigest, type DigestTime } from '../alerts/digest.ts';
import { createDirectAlerts } from '../alerts/direct.ts';
import { createEmailChannel } from '../alerts/email-channel.ts';
import { createOutbox } from '../alerts/outbox.ts';
import { createWebhookChannel } from '../alerts/webhook-channel.ts';
import type { Config } from '../config.ts';
import type { Alerts } from '../domain/alert.ts';
import { show } from '../domain/money.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { createAlertMessages } from '../store/alert-messages.ts';
import { createAlertRows } from '../store/alerts.ts';
import type { Database } from '../store/db.ts';
import { breakersOf } from '../store/gate.ts';
import type { Ledger } from '../store/ledger.ts';
import { createBreakerWatch } from './breaker-alerts.ts';

type Watch = { readonly log: Logger; readonly telemetry: Telemetry };
type Settings = Config['alerts'];
const keptDays = 90;
const deliverEveryMs = 2_000;
const countEveryMs = 10_000;
const forgetEveryMs = 3_600_000;

/** Alerts by way of the database, and the chores that deliver them: every worker does, whichever raised them. */
export function openAlerts(db: Database, config: Pick<Config, 'alerts' | 'companies'>, { log, telemetry }: Watch) {
  const channels = alertChannels(config.alerts);
  const rows = createAlertRows(db);
  const messages = createAlertMessages(db);
  const deliveries = channels.map((channel) => ({
    channel,
    ...createDelivery({ messages, channel, log, countFailure: failureCounter(telemetry) }),
  }));
  const alerts: Alerts = createOutbox({
    rows,
    rules: config.alerts.rules,
    channels: channels.map(({ name }) => name),
    windowMs: windowOf(config.alerts),
    nextDigest: () => nextDigest(digestTime(config.alerts), new Date()),
    log,
    count: (kind) => telemetry.alerts.inc({ kind }),
  });
  return {
    alerts,
    chores: [
      // Each channel for itself: one that hangs keeps no other waiting.
      ...deliveries.map(({ channel: { name }, deliver }) => ({
        name: `deliver alerts to ${name}`,
        everyMs: deliverEveryMs,
        work: deliver,
      })),
      {
        name: 'watch breakers',
        everyMs: countEveryMs,
        work: createBreakerWatch({ breakers: () => breakersOf(db), alerts, companies: connectionsOf(config) }),
      },
      { name: 'count undelivered alerts', everyMs: countEveryMs, work: () => countUndelivered(messages, telemetry) },
      { name: 'forget old alerts', everyMs: forgetEveryMs, work: () => rows.forget(keptDays) },
    ],
    idle: () => Promise.all(deliveries.map(({ idle }) => idle())),
  };
}

function connectionsOf({ companies }: Pick<Config, 'companies'>): ReadonlyMap<string, readonly string[]> {
  const connections = new Map<string, string[]>();
  for (const [key, { erp }] of Object.entries(companies))
    connections.set(erp.connection, [...(connections.get(erp.connection) ?? []), key]);
  return connections;
}

async function countUndelivered(
  messages: ReturnType<typeof createAlertMessages>,
  { alertsUndelivered }: Telemetry,
): Promise<void> {
  alertsUndelivered.reset();
  for (const [channel, waiting] of await messages.undelivered()) alertsUndelivered.set({ channel }, waiting);
}

/** Alerts of a process that has no database. */
export function openDirectAlerts({ alerts }: Pick<Config, 'alerts'>, { log, telemetry }: Watch): Alerts {
  return createDirectAlerts({
    channels: alertChannels(alerts),
    rules: alerts.rules,
    windowMs: windowOf(alerts),
    log,
    count: (kind) => telemetry.alerts.inc({ kind }),
    countFailure: failureCounter(telemetry),
  });
}

/** As quittance.yaml has them. */
export function alertChannels({ webhookUrl, email, channels }: Settings): readonly AlertChannel[] {
  const named = Object.entries(channels).map(([name, settings]) => ({ name, ...settings }));
  const webhooks = [...(webhookUrl ? [{ name: 'webhook', webhookUrl }] : []), ...named];
  const mails = email ? [{ name: 'email', to: email.to }, ...named] : [];
  return [
    ...webhooks.flatMap(({ name, webhookUrl }) =>
      webhookUrl ? [createWebhookChannel({ name, url: () => webhookUrl.read() })] : [],
    ),
    ...mails.flatMap(({ name, to }) => (to && email ? [emailTo(name, to, email)] : [])),
  ];
}

type Email = NonNullable<Settings['email']>;
const emailTo = (name: string, to: readonly string[], { smtpUrl, from, tls, ca }: Email): AlertChannel =>
  createEmailChannel({ name, url: () => smtpUrl.read(), from, to, tls, ...(ca && { ca: () => ca.read() }) });

const failureCounter =
  ({ alertFailures }: Telemetry) =>
  (channel: string): void =>
    alertFailures.inc({ channel });

const windowOf = ({ dedupeMinutes }: Settings): number => dedupeMinutes * 60_000;

function digestTime({ digest, timeZone }: Settings): DigestTime {
  if (typeof digest === 'number') return { minutes: digest };
  const [hour, minute] = digest.split(':');
  return { hour: Number(hour), minute: Number(minute), timeZone };
}

/** The same ledger; whatever stands is told of, where a rule asks for it. Told at the next look if a crash came between. */
export const tellingOfSuccess = (ledger: Ledger, alerts: Alerts): Ledger => ({
  ...ledger,
  async once(effect) {
    const receipt = await ledger.once(effect);
    const { key, company, kind, subject, amount } = effect;
    await alerts.raise({
      kind: 'success',
      company,
      code: kind,
      subject,
      key: `success/${key}`,
      text: `${kind} of ${subject} is done${receipt.number ? `: ${receipt.number}` : ''}${amount ? `, ${show(amount)}` : ''}`,
      ...(amount && { amount }),
    });
    return receipt;
  },
});
