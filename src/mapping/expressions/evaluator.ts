import type { Lists } from '../profile/profile.ts';

/** Expressions that are evaluated together: those of one document's head, and those of each of its lines. */
export type Unit = {
  /** `acme@3/sales-order`: compiled once, then known by it. */
  readonly id: string;
  readonly head: Readonly<Record<string, string>>;
  /** Evaluated once for each line, which is called `line`; `index` counts from 0. */
  readonly lines?: Readonly<Record<string, string>>;
  readonly lists: Lists;
  /** IANA; `$day` gives days in it. */
  readonly timeZone: string;
  readonly characters: 'unicode' | 'latin1';
};

export type Scope = {
  /** What the expressions see, by name: plain JSON. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly lines?: readonly unknown[];
};

/** What an expression gave: plain JSON, `undefined` where there was nothing. */
export type Outcome = { readonly value: unknown } | { readonly trouble: EvaluationTrouble };
export type EvaluationTrouble = {
  readonly code: 'failed' | 'too-long' | 'too-deep' | 'too-large' | 'forbidden' | 'lookup';
  /** Never holds a value of the source. */
  readonly what: string;
  readonly at?: number;
};
export type Outcomes = {
  readonly head: Readonly<Record<string, Outcome>>;
  readonly lines: readonly Readonly<Record<string, Outcome>>[];
};

/** `$lookup('customers', id)`: the crosswalk, the ERP. Answers are kept for the run only, and are bounded in number. */
export type Lookup = (table: string, key: string) => Promise<string | undefined>;

/**
 * Runs expressions where they can do no harm: on a thread of their own, bounded in time, depth, memory and length.
 * One that goes too far ends with a trouble of its own, or with one for its whole run; other runs go on.
 */
export interface Evaluator {
  run(unit: Unit, scope: Scope, lookup?: Lookup): Promise<Outcomes>;
  stop(): Promise<void>;
}
