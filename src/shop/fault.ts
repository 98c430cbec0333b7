import type { FaultCode } from '../domain/fault-code.ts';

/** As far as reading an order can go wrong. */
export type ShopFaultCode = Extract<FaultCode, 'invalid' | 'rejected' | 'unauthorized' | 'throttled' | 'unavailable'>;

type Details = { readonly retryAfterMs?: number; readonly where?: string; readonly cause?: unknown };

/** What the shop did to us. The message may quote it, and goes to a case; `where` is a path and may travel. */
export class ShopFault extends Error {
  override readonly name = 'ShopFault';
  readonly code: ShopFaultCode;
  readonly retryAfterMs: number | undefined;
  readonly where: string | undefined;

  constructor(code: ShopFaultCode, words: string, { retryAfterMs, where, cause }: Details = {}) {
    super(words, { cause });
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.where = where;
  }
}
