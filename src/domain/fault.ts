/**
 * Everything that a system outside can do to us, in nine words. `unavailable` means that the request never left; from
 * the moment it may have, it is `outcome-unknown`.
 */
export type FaultCode =
  | 'invalid'
  | 'rejected'
  | 'not-found'
  | 'unauthorized'
  | 'throttled'
  | 'busy'
  | 'unavailable'
  | 'outcome-unknown'
  | 'conflict';

export type FaultDetails = {
  readonly retryAfterMs?: number;
  /** Path of the field at fault (`Lines[2].ItemId`): never a value, so that it may travel. */
  readonly where?: string;
  readonly cause?: unknown;
};

/**
 * What a system outside did to us, or what keeps us from asking it. The message may quote it: it goes to the case,
 * scrubbed, and never into a workflow's history.
 */
export class Fault<C extends FaultCode = FaultCode> extends Error {
  readonly code: C;
  readonly retryAfterMs: number | undefined;
  readonly where: string | undefined;

  constructor(code: C, message: string, { retryAfterMs, where, cause }: FaultDetails = {}) {
    super(message, { cause });
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.where = where;
  }
}
