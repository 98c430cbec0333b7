import type { Alerts } from '../domain/alert.ts';
import type { Sweeps } from '../store/sweeps.ts';
import { endpointHealth, type EndpointHealth } from '../stripe/endpoint-health.ts';
import { horizonDays } from '../stripe/event-list.ts';
import type { Company } from './company.ts';

type Deps = {
  readonly alerts: Alerts;
  readonly sweeps: Pick<Sweeps, 'missedSince' | 'lastWhole'>;
  /** So long may everything come by the sweep alone before somebody is told. */
  readonly quietHours: number;
};
const dayMs = 86_400_000;
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether Stripe still tells us what happens, and tells people where it does not, and once it does again. */
export function createWebhookHealth({ alerts, sweeps, quietHours }: Deps) {
  async function tell(company: string, code: string, text: string | undefined): Promise<void> {
    const key = `${company}/${code}`;
    if (text === undefined) return alerts.resolve(key, 'well again');
    await alerts.raise({ kind: 'configuration', company, code, subject: 'webhook', key, text });
  }

  return {
    /** @param now Stripe's time, in Unix seconds */
    async look(company: Company, now: number): Promise<EndpointHealth> {
      const health = await endpointHealth(company.unhurried, company.key);
      const disabled = health === 'disabled' ? disabledText(company.key) : undefined;
      const lacks = typeof health === 'object' ? lacksText(company.key, health.lacks) : undefined;
      await tell(company.key, 'webhook-disabled', disabled);
      await tell(company.key, 'webhook-incomplete', lacks);

      const since = await sweeps.missedSince(company.key);
      const silent = since !== undefined && now * 1_000 - since.getTime() > quietHours * 3_600_000;
      await tell(company.key, 'webhook-silent', silent ? silentText(since) : undefined);
      return health;
    },

    /** Nothing that happened between two whole sweeps may be older than Stripe can list. */
    async watchHorizon(company: Company, from: Date): Promise<void> {
      const last = (await sweeps.lastWhole(company.key)) ?? from;
      const reaches = Date.now() - horizonDays * dayMs;
      if (last.getTime() > reaches) return;
      const since = day(last.getTime());
      await alerts.raise({
        kind: 'configuration',
        company: company.key,
        code: 'sweep-horizon',
        subject: 'sweepEvents',
        key: `${company.key}/sweep-horizon/${since}`,
        text: `No sweep was whole since ${since}, and Stripe lists no event from before ${day(reaches)}: run \`quittance replay --company ${company.key} --since ${since}\`, which goes by the payments, refunds, disputes and customers themselves`,
      });
    },

    /** A sweep that failed, and until when that does no harm. */
    async failed(company: string, code: string, from: Date): Promise<void> {
      const last = (await sweeps.lastWhole(company)) ?? from;
      const text = `Stripe's events can't be swept (${code}), last done on ${last.toISOString()}: what the webhook misses is not found. What happens from then on can't be listed any more after ${day(last.getTime() + horizonDays * dayMs)}`;
      await alerts.raise({
        kind: 'connection',
        company,
        code: 'sweep-failed',
        subject: 'sweepEvents',
        key: `${company}/sweep-failed`,
        text,
      });
    },

    whole: (company: string): Promise<void> => alerts.resolve(`${company}/sweep-failed`, 'swept again'),
  };
}

const disabledText = (company: string): string =>
  `Stripe has disabled the webhook endpoint of ${company}: events come by the sweep alone, minutes late. See that the webhook can be reached and answers 2xx, then \`quittance stripe setup ${company}\` enables it`;
const lacksText = (company: string, types: readonly string[]): string =>
  `The webhook endpoint of ${company} is not registered for ${types.join(', ')}: \`quittance stripe setup ${company}\` mends it`;
const silentText = (since: Date): string =>
  `Since ${since.toISOString()} every event has come by the sweep alone: the webhook hears nothing. \`quittance doctor\` says what it can; look at the endpoint's deliveries at Stripe`;
