import { isUrgent, type Alert, type Alerts } from '../domain/alert.ts';
import { scrub } from '../domain/scrub.ts';
import { whyNot } from './channel.ts';
import { decide, type AlertRule } from './rules.ts';
import { tell, type AlertLog } from './tell.ts';

/** Where alerts are kept until they are delivered. */
type Rows = {
  raise(
    alert: Alert,
    how: {
      readonly routes: readonly { readonly channel: string; readonly digestAt?: Date }[];
      readonly windowMs: number;
    },
  ): Promise<boolean>;
  resolve(key: string, digestAt: Date, how?: string): Promise<boolean>;
};
type Options = {
  readonly rows: Rows;
  readonly rules: readonly AlertRule[];
  /** Of the channels that are configured. */
  readonly channels: readonly string[];
  readonly windowMs: number;
  readonly nextDigest: () => Date;
  readonly log: AlertLog;
  readonly count: (kind: Alert['kind']) => void;
};

/** What went well goes well once, however often it is looked at. */
const forEverMs = 10 * 365 * 86_400_000;

/** Writes alerts down, so that whatever ends now, people are told. One that can't be written stands in the log. */
export function createOutbox({ rows, rules, channels, windowMs, nextDigest, log, count }: Options): Alerts {
  return {
    async raise(given) {
      const alert = { ...given, text: scrub(given.text) };
      const { kind } = alert;
      const decided = decide(alert, rules, channels);
      if (kind === 'success' && decided.channels.length === 0) return true;
      const digest = decided.digest && !isUrgent(alert);
      const routes = decided.channels.map((channel) => ({ channel, ...(digest && { digestAt: nextDigest() }) }));
      const isNews = await rows
        .raise(alert, { routes, windowMs: kind === 'success' ? forEverMs : windowMs })
        .catch((error: unknown) => {
          log.warn({ reason: whyNot(error) }, 'an alert can not be written down; only this log has it');
          return undefined;
        });
      if (isNews !== false) {
        count(kind);
        tell(log, alert);
      }
      return isNews !== undefined;
    },
    async resolve(key, how) {
      const over = await rows.resolve(key, nextDigest(), how).catch((error: unknown) => {
        log.warn({ alertKey: key, reason: whyNot(error) }, 'that something is over can not be written down');
        return false;
      });
      if (over) log.info({ alertKey: key, how }, 'an alert is over');
    },
  };
}
