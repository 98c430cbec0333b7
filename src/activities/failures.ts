import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Logger } from 'pino';
import { Fault } from '../domain/fault.ts';
import { ErpError, type ErpErrorCode } from '../erp/errors.ts';
import { isDatabaseAway } from '../store/db.ts';
import { alive } from './alive.ts';
import type { FailureDetails } from './outcomes.ts';

/** What an activity met, in the other system's words: they go, scrubbed, to the cases and never into a history. */
export type Met = {
  readonly flow: string;
  readonly step: string;
  readonly code: string;
  readonly where?: string;
  readonly words: string;
};
type Note = (met: Met) => Promise<void>;
const attemptsOfADefect = 10;

/** Every fault of the outside world, in the same nine codes. */
export function asErpError(error: unknown): ErpError | undefined {
  if (error instanceof ErpError) return error;
  if (isDatabaseAway(error))
    return new ErpError('unavailable', 'Our own database does not answer', { cause: error, retryAfterMs: 5_000 });
  if (!(error instanceof Fault)) return undefined;
  const { code, message, where, retryAfterMs } = error;
  return new ErpError(code, message, { cause: error, ...(where && { where }), ...(retryAfterMs && { retryAfterMs }) });
}

/** The only place that decides what Temporal retries. The server's own backoff has no jitter, so the delay is ours. */
export function toFailure(error: ErpError, attempt: number): ApplicationFailure {
  const details: FailureDetails[] = [{ ...(error.where && { where: error.where }) }];
  const failure = { type: error.code, message: error.code, details }; // An ERP's own words stay out of the history.
  return retried[error.code]
    ? ApplicationFailure.create({
        ...failure,
        nextRetryDelay: delayMs(error, attempt),
        category: 'BENIGN',
      })
    : ApplicationFailure.create({ ...failure, nonRetryable: true });
}

const retried: Readonly<Record<ErpErrorCode, boolean>> = {
  invalid: false,
  rejected: false,
  'not-found': false,
  unauthorized: false,
  conflict: false,
  busy: true,
  throttled: true,
  unavailable: true,
  'outcome-unknown': true, // The retry looks the reference up, once nothing can commit any more.
};

/** Whoever makes us wait says for how long at most; one that is only busy is usually done much sooner. */
function delayMs({ code, retryAfterMs }: ErpError, attempt: number): number {
  const jittered = jitteredMs(attempt);
  if (retryAfterMs === undefined) return jittered;
  return code === 'busy' ? Math.min(retryAfterMs, jittered) : retryAfterMs;
}

/** Full jitter: anywhere between nothing and twice the last ceiling, which stops at ten minutes. */
const jitteredMs = (attempt: number): number =>
  Math.ceil(Math.random() * Math.min(600_000, 1_000 * 2 ** Math.min(attempt, 20)));

/** On these no flow can park, because parking needs them, or the flow has nowhere to wait: giving up would lose an event. */
const unending: ReadonlySet<string> = new Set(['nudgeFlow', 'openCase', 'closeCase']);

/** An error that nobody classified is a bug of ours: it gets ten attempts, then a person. */
function defect(attempt: number, activity: string): ApplicationFailure {
  const nonRetryable = attempt >= attemptsOfADefect && !unending.has(activity);
  return ApplicationFailure.create({ type: 'defect', message: 'defect', nonRetryable });
}

type Translation = { readonly note: Note; readonly log: Logger };

/** Laid around every activity: what leaves it for the history is a code, and what was said goes to the cases. */
export const createFailureTranslation =
  ({ note, log }: Translation): ActivityInterceptorsFactory =>
  () => ({
    inbound: {
      execute: (input, next) => alive(() => next(input)).catch((error: unknown) => translate(error, note, log)),
    },
  });

async function translate(error: unknown, note: Note, log: Logger): Promise<never> {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) throw error;
  const { attempt, activityType: step, workflowExecution } = activityInfo();
  const known = asErpError(error);
  const failure = known ? toFailure(known, attempt) : defect(attempt, step);
  const met = metBy(error, known, { flow: workflowExecution?.workflowId ?? '', step });
  log.warn(
    {
      flow: met.flow,
      step,
      code: met.code,
      where: met.where,
      attempt,
      nonRetryable: failure.nonRetryable === true,
      ...(!known && { err: error }),
    },
    'an activity failed',
  );
  await noted(met, note, log);
  throw failure;
}

const metBy = (error: unknown, known: ErpError | undefined, at: Pick<Met, 'flow' | 'step'>): Met => ({
  ...at,
  code: known?.code ?? 'defect',
  words: error instanceof Error ? error.message : String(error),
  ...(known?.where && { where: known.where }),
});

async function noted(met: Met, note: Note, log: Logger): Promise<void> {
  try {
    await note(met);
  } catch (reason) {
    log.error({ flow: met.flow, err: reason }, 'what went wrong could not be noted');
  }
}
