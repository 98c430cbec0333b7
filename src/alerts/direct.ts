import { randomUUID } from 'node:crypto';
import { keyOf, type Alert, type Alerts, type Notice } from '../domain/alert.ts';
import { scrub } from '../domain/scrub.ts';
import { PartlySent, whyNot, type AlertChannel } from './channel.ts';
import { decide, type AlertRule } from './rules.ts';
import { tell, type AlertLog } from './tell.ts';

type Options = {
  readonly channels: readonly AlertChannel[];
  readonly rules: readonly AlertRule[];
  readonly windowMs: number;
  readonly log: AlertLog & { error(line: object, text: string): void };
  readonly count: (kind: Alert['kind']) => void;
  readonly countFailure: (channel: string) => void;
  readonly now?: () => number;
};
/** Keys may hold ids from outside: only so many are remembered. */
const mostKeys = 1_000;
const againMs = 60_000;

/** For a process without a database: each thing at once, and again only after the window. What can't be sent is logged. */
export function createDirectAlerts(options: Options): Alerts {
  const { channels, rules, windowMs, log, count, now = Date.now } = options;
  const told = new Map<string, { readonly at: number; readonly alert: Alert }>();
  const send = async (what: Notice['what'], alert: Alert, how?: string): Promise<boolean> => {
    const decided = decide(
      alert,
      rules,
      channels.map(({ name }) => name),
    );
    const wanted = channels.filter(({ name }) => decided.channels.includes(name));
    const notice = { what, alert, count: 1, since: new Date(now()), ...(how && { how }) };
    const sent = await Promise.all(wanted.map((channel) => sendTo(options, channel, notice)));
    return sent.every(Boolean);
  };
  return {
    async raise(given) {
      const alert = { ...given, text: scrub(given.text) };
      const key = keyOf(alert);
      const at = now();
      if (at - (told.get(key)?.at ?? -Infinity) < windowMs) return true;
      remember(told, key, { at, alert });
      count(alert.kind);
      tell(log, alert);
      // What did not arrive is told again when it is seen again, but a channel that is down is not besieged.
      const isSent = await send('raised', alert);
      if (!isSent && told.get(key)?.at === at)
        remember(told, key, { at: at - windowMs + Math.min(windowMs, againMs), alert });
      return isSent;
    },
    async resolve(key, how) {
      const known = told.get(key);
      if (!known) return;
      told.delete(key);
      log.info({ alertKey: key, how }, 'an alert is over');
      await send('recovered', known.alert, how);
    },
  };
}

async function sendTo({ log, countFailure }: Options, channel: AlertChannel, notice: Notice): Promise<boolean> {
  try {
    await channel.send({ id: randomUUID(), digest: false, notices: [notice] });
    return true;
  } catch (error) {
    countFailure(channel.name);
    log.error({ channel: channel.name, reason: scrub(whyNot(error)) }, 'an alert could not be delivered');
    return error instanceof PartlySent;
  }
}

function remember<T>(told: Map<string, T>, key: string, what: T): void {
  told.delete(key);
  told.set(key, what);
  const [oldest] = told.keys();
  if (told.size > mostKeys && oldest !== undefined) told.delete(oldest);
}
