import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { prettifyError } from 'zod';

const BUSINESS = 'P21.Business.Common.BusinessException';

/** What the ERP answers instead of doing what it was asked. Nothing was changed when this is thrown. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errorType: string;

  constructor(status: number, errorType: string, message: string) {
    super(message);
    this.status = status;
    this.errorType = errorType;
  }
}

/** A business rule forbids it. Prophet 21 answers HTTP 500 for these: a refusal, not a breakdown. */
export const refused = (message: string): Refusal => new Refusal(500, BUSINESS, message);
/** Some refusals come with HTTP 200: only the body tells. */
export const refusedWith200 = (message: string): Refusal => new Refusal(200, BUSINESS, message);
export const invalid = (message: string): Refusal =>
  new Refusal(400, 'P21.Business.Common.ValidationException', message);
export const notFound = (what: string, number: string): Refusal =>
  new Refusal(404, 'P21.Common.Exceptions.ResourceNotFoundException', `${what} ${number} was not found`);

export const envelope = (errorType: string, message: string, now: Date) => ({
  DateTimeStamp: now.toISOString(),
  ErrorMessage: message,
  ErrorType: errorType,
  HostName: 'p21-sandbox',
  InnerException: null,
  LogId: randomUUID(),
  StackTrace: null,
  UserId: 'sandbox',
});

/** The default body of an injected fault: worded so that nobody can take it for a refusal, except with HTTP 200. */
export const faultBody = (status: number) =>
  status === 200
    ? envelope(BUSINESS, 'The sandbox was asked to refuse this', new Date())
    : envelope('System.Exception', `The sandbox was asked to answer ${status}`, new Date());

export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(prettifyError(parsed.error));
}
