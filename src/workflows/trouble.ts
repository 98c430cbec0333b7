import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { FailureDetails, StuckEffect } from '../activities/outcomes.ts';
import type { Money } from '../domain/money.ts';
import type { RepairKind } from './messages.ts';

/** Why a pass can't go on without a person. */
export type Trouble = {
  readonly kind: RepairKind;
  readonly code: string;
  readonly step: string;
  readonly where?: string;
  readonly effect?: StuckEffect;
  /** What is at stake, where it is not the effect's amount. */
  readonly amount?: Money;
  /** ISO time by which somebody must have acted, where the world sets one. */
  readonly dueBy?: string;
};

/** Carries a trouble up to where the flow parks. */
export class Stuck extends Error {
  override readonly name = 'Stuck';
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.code);
    this.trouble = trouble;
  }
}

/** Codes of activities/failures.ts that are not the business's to mend; what still retries after a day is an outage. */
const otherKinds: Readonly<Record<string, RepairKind>> = {
  unauthorized: 'connection',
  throttled: 'connection',
  busy: 'connection',
  unavailable: 'connection',
  'outcome-unknown': 'connection',
  'took-too-long': 'connection',
  defect: 'defect',
};

/**
 * A failed activity as a trouble; anything else is a bug of ours and fails the workflow task, so that a mended
 * deployment goes on from there.
 */
export function troubleOf(error: unknown, step: string, effect?: StuckEffect): Trouble {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
  const cause = error.cause instanceof ApplicationFailure ? error.cause : undefined;
  const code = cause?.type ?? 'took-too-long';
  const where = (cause?.details?.[0] as FailureDetails | undefined)?.where;
  return { kind: otherKinds[code] ?? 'business', code, step, ...(where && { where }), ...(effect && { effect }) };
}

/** For `.catch`: parks the flow at this step. */
export const stuckAt =
  (step: string, effect?: StuckEffect) =>
  (error: unknown): never => {
    throw new Stuck(troubleOf(error, step, effect));
  };
