import type { Alerts } from '../domain/alert.ts';

type Breaker = { readonly connection: string; readonly state: 'closed' | 'half-open' | 'open' };
type Options = {
  readonly breakers: () => Promise<readonly Breaker[]>;
  readonly alerts: Alerts;
  /** The companies of each connection. */
  readonly companies: ReadonlyMap<string, readonly string[]>;
};

/** Tells when an ERP is left alone because it failed too often, and when it is well again. Each turn looks once. */
export function createBreakerWatch({ breakers, alerts, companies }: Options): () => Promise<void> {
  const seen = new Map<string, 'closed' | 'open'>();
  return async () => {
    for (const { connection, state } of await breakers()) {
      // Nobody knows whether it is well until the one request that a half-open breaker lets through has come back.
      const now = state === 'closed' ? 'closed' : 'open';
      if (seen.get(connection) === now) continue;
      seen.set(connection, now);
      if (now === 'closed') await alerts.resolve(`breaker/${connection}`, 'it answers again');
      else for (const company of companies.get(connection) ?? []) await tell(company, connection);
    }
  };

  async function tell(company: string, connection: string): Promise<void> {
    await alerts.raise({
      kind: 'connection',
      company,
      code: 'unavailable',
      subject: connection,
      key: `breaker/${connection}/${company}`,
      text: `The ERP connection ${connection} has failed too often and is left alone; what is to be posted waits`,
    });
  }
}
