/**
 * How far expressions may go. `entries` and `characters` also keep each single allocation small: Node ends a thread
 * that fills its memory bit by bit, but the whole process where one allocation is larger than what is left.
 */
export type Limits = {
  /** One expression; the time in which it waits for lookups is not counted. */
  readonly expressionMs: number;
  /** All expressions of a run, after which their thread is ended. */
  readonly runMs: number;
  /** Calls within calls. */
  readonly depth: number;
  /** Entries of a list, and of all lists and objects of one result. */
  readonly entries: number;
  /** Characters of a text, and of all texts of one result. */
  readonly characters: number;
  /** Characters of a run's source, as JSON. */
  readonly sourceCharacters: number;
  /** Of one thread. */
  readonly memoryMb: number;
  /** In one run; a question that was answered before in the run counts once. */
  readonly lookups: number;
  readonly lookupMs: number;
  /** Units that a thread keeps compiled. */
  readonly units: number;
};

export const usualLimits: Limits = {
  expressionMs: 1_000,
  runMs: 5_000,
  depth: 500,
  entries: 10_000,
  characters: 100_000,
  sourceCharacters: 5_000_000,
  memoryMb: 96,
  lookups: 500,
  lookupMs: 10_000,
  units: 50,
};

/** Longer ones are programs, and take long to parse. */
export const longestExpression = 10_000;
