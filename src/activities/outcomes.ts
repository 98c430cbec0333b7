import type { EffectKey, EffectKind } from '../domain/effects.ts';
import type { Money } from '../domain/money.ts';
import type { RepairKind, Subject } from '../workflows/messages.ts';

/** What an activity tells its flow: a sentence of codes and amounts, and the ERP's number. Histories hold nothing more. */
export type Done = {
  readonly told: string;
  readonly document?: string;
  /** What came back changes what is due: the flow reads afresh before it goes on. */
  readonly again?: boolean;
};

/** The effect that a flow was about when it got stuck; a person may settle it by hand. */
export type StuckEffect = {
  readonly key: EffectKey;
  readonly kind: EffectKind;
  readonly subject: string;
  readonly generation: number;
  readonly amount?: Money;
  /** What a posting would have left, as `invoice released captured`: whose number a person then gives. */
  readonly note?: string;
  /** What it takes back: done by hand, that no longer stands. */
  readonly undoes?: EffectKey;
};

export type Case = Subject & {
  readonly caseId: string;
  readonly root: string;
  readonly kind: RepairKind;
  readonly code: string;
  /** The step that got stuck, in words. */
  readonly step: string;
  readonly where?: string;
  /** What is at stake. */
  readonly amount?: Money;
  /** ISO time by which somebody must have acted, where the world sets one: the evidence of a dispute. */
  readonly dueBy?: string;
};

/** Thrown by the interceptor of failures.ts, read by the flows. `where` is a path, never a value. */
export type FailureDetails = { readonly where?: string };
