import type { AlertMessage } from '../domain/alert.ts';

/** One way to people. Its errors name no address, no secret and nobody. */
export type AlertChannel = {
  readonly name: string;
  /**
   * @throws PartlySent when some have it and others never will
   * @throws Error when the other side did not take it, or nobody knows whether it did
   */
  send(message: AlertMessage): Promise<void>;
  /** Whether it could send, without sending: says what was found. @throws Error with what is wrong */
  probe(): Promise<string>;
};

/** Sent once more, it would reach those again who have it. */
export class PartlySent extends Error {
  override readonly name = 'PartlySent';
}

/** In the words of whoever failed, with its cause: a driver's own words are often the useful ones. */
export function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause =
    error.cause instanceof Error ? `: ${error.cause.message || String(Reflect.get(error.cause, 'code'))}` : '';
  return `${error.message || error.name}${cause}`;
}
