import type { CaseKind } from '../domain/case-queue.ts';
import type { Money } from '../domain/money.ts';

export type OpenedCase = {
  readonly caseId: string;
  readonly company: string;
  /** Id of the workflow that waits. */
  readonly flow: string;
  readonly root: string;
  readonly subject: string;
  readonly kind: CaseKind;
  readonly code: string;
  readonly step?: string;
  /** Path of the field at fault. */
  readonly where?: string;
  /** What the other system said; scrubbed here. Without it, what was noted last for the flow. */
  readonly words?: string;
  /** What is at stake. */
  readonly amount?: Money;
  /** ISO time by which somebody must have acted, where the world sets one. */
  readonly dueBy?: string;
};
export type SeenCase = Omit<OpenedCase, 'dueBy'> & {
  readonly openedAt: Date;
  readonly queue: string;
  /** By when its queue should have decided it. */
  readonly dueAt: Date;
  /** What the world sets. */
  readonly dueBy?: Date;
  /** It is open and late. */
  readonly overdue: boolean;
  /** Why the last decision about it was refused. */
  readonly refusal?: string;
  /** What its decision closed to further effects. */
  readonly closes?: string;
  readonly closed?: { readonly at: Date; readonly decision: string; readonly by: string; readonly reason: string };
  readonly patched: boolean;
};
