export type ErpErrorCode =
  | 'invalid'
  | 'rejected'
  | 'not-found'
  | 'unauthorized'
  | 'throttled'
  | 'busy'
  | 'unavailable'
  | 'outcome-unknown'
  | 'conflict';

type Details = {
  readonly retryAfterMs?: number;
  /** Path of the field at fault (`Lines[2].ItemId`): never a value, so that it may travel. */
  readonly where?: string;
  readonly cause?: unknown;
};

/**
 * Everything that a system outside can do to us, in nine words. Adapters translate; nobody else reads an ERP's own errors.
 * `unavailable` means that the request never left; from the moment it may have, it is `outcome-unknown`.
 * The message may quote the ERP: it goes to the case, redacted, and never into a workflow's history.
 */
export class ErpError extends Error {
  override readonly name = 'ErpError';
  readonly code: ErpErrorCode;
  readonly retryAfterMs: number | undefined;
  readonly where: string | undefined;

  constructor(code: ErpErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    this.where = details.where;
  }

  get mayHaveCommitted(): boolean {
    return this.code === 'outcome-unknown';
  }
}
