import type { Logger } from 'pino';
import type { Alert } from '../activities/cases.ts';

type Options = {
  readonly log: Logger;
  readonly count: (kind: string) => void;
  readonly url?: () => string | undefined;
};
const patienceMs = 5_000;

/**
 * Tells people at once: in the log always, and at a Slack-compatible webhook where one is configured. An alert that
 * can't be delivered is counted and logged; it never holds a flow up.
 */
export const createAlerts = ({ log, count, url }: Options) =>
  async function alert({ kind, company, code, subject, caseId, text }: Alert): Promise<void> {
    count(kind);
    log.warn({ alert: kind, company, code, stripeId: subject, caseId }, text);
    const target = url?.();
    if (!target) return;
    try {
      const answer = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: `[${company}] ${text}${caseId ? ` (case ${caseId})` : ''}` }),
        signal: AbortSignal.timeout(patienceMs),
      });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    } catch (error) {
      count('undelivered');
      log.error(
        { company, reason: error instanceof Error ? error.message : 'unknown' },
        'an alert could not be delivered',
      );
    }
  };
