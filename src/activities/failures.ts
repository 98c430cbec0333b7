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
/** Ten in a moment don't say that it stays. */
const aDefect: Tried = { attempt: 10, waitedMs: 240_000 };

/** Every fault of the outside world, in the same nine codes. */
export function asErpError(error: unknown): ErpError | undefined {
  if (error instanceof ErpError) return error;
  if (isDatabaseAway(error))
    return new ErpError('unavailable', 'Our own database does not answer', { cause: error, retryAfterMs: 5_000 });
  if (!(error instanceof Fault)) return undefined;
  const { code, message, where, retryAfterMs } = error;
  return new ErpError(code, message, { cause: error, ...(where && { where }), ...(retryAfterMs && { retryAfterMs }) });
}

export type Tried = {
  /** Counted from one. */
  readonly attempt: number;
  /** Since the first was due, in milliseconds. */
  readonly waitedMs: number;
};

/** The only place that decides what Temporal retries. The server's own backoff has no jitter, so the delay is ours. */
export function toFailure(error: ErpError, tried: Tried): ApplicationFailure {
  const details: FailureDetails[] = [{ ...(error.where && { where: error.where }) }];
  const failure = { type: error.code, message: error.code, details }; // An ERP's own words stay out of the history.
  return isFinal(error)
    ? ApplicationFailure.create({ ...failure, nonRetryable: true })
    : ApplicationFailure.create({ ...failure, nextRetryDelay: delayMs(error, tried), category: 'BENIGN' });
}

/** Nothing would change by trying again: a person decides. */
export const isFinal = ({ code }: ErpError): boolean => !retried[code];

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
function delayMs({ code, retryAfterMs }: ErpError, tried: Tried): number {
  if (code === 'busy') return Math.min(retryAfterMs || busyMs, busyMs, jitteredMs(tried));
  if (!retryAfterMs) return jitteredMs(tried); // At once, as a clock behind ours says it, would be without a pause.
  return Math.min(retryAfterMs, longestWaitMs);
}
const busyMs = 60_000;
/** A date in the far future, or a proxy's mistake, must not put a flow to sleep for a day. */
const longestWaitMs = 3_600_000;

/**
 * Full jitter: anywhere between nothing and twice the last ceiling, which stops at ten minutes. Nor does anybody wait
 * longer than he has waited: attempts that were only not let in yet count for nothing, and an outage is over for all
 * once it has been over for as long as it took.
 */
function jitteredMs({ attempt, waitedMs }: Tried): number {
  const ceiling = Math.min(600_000, 1_000 * 2 ** Math.min(attempt, 20), Math.max(shortestMs, waitedMs));
  return Math.ceil(Math.random() * ceiling);
}
const shortestMs = 2_000;

/** On these no flow can park, because parking needs them, or the flow has nowhere to wait: giving up would lose an event. */
const unending: ReadonlySet<string> = new Set(['nudgeFlow', 'openCase', 'closeCase']);

/** An error that nobody classified is a bug of ours: it gets ten attempts and some minutes, then a person. */
function defect(tried: Tried, activity: string): ApplicationFailure {
  const nonRetryable =
    tried.attempt >= aDefect.attempt && tried.waitedMs >= aDefect.waitedMs && !unending.has(activity);
  return ApplicationFailure.create({
    type: 'defect',
    message: 'defect',
    nonRetryable,
    ...(!nonRetryable && { nextRetryDelay: jitteredMs(tried) }),
  });
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
  const { activityType: step, workflowExecution } = activityInfo();
  const tried = triedSoFar();
  const known = asErpError(error);
  const failure = known ? toFailure(known, tried) : defect(tried, step);
  const met = metBy(error, known, { flow: workflowExecution?.workflowId ?? '', step });
  log.warn(
    {
      flow: met.flow,
      step,
      code: met.code,
      where: met.where,
      attempt: tried.attempt,
      nonRetryable: failure.nonRetryable === true,
      ...(!known && { err: error }),
    },
    'an activity failed',
  );
  await noted(met, note, log);
  throw failure;
}

/** Both times are the server's, whose clock may differ from ours. */
function triedSoFar(): Tried {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = activityInfo();
  return { attempt, waitedMs: currentAttemptScheduledTimestampMs - scheduledTimestampMs };
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
