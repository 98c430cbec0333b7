import type { FaultCode } from '../domain/fault-code.ts';

export type ErpErrorCode = FaultCode;

type Details = {
  readonly retryAfterMs?: number;
  /** Path of the field at fault (`Lines[2].ItemId`): never a value, so that it may travel. */
  readonly where?: string;
  readonly cause?: unknown;
};

/**
 * What went wrong, in one of the nine words. Adapters translate; nobody else reads an ERP's own errors.
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
