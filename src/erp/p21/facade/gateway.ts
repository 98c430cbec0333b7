import type { z } from 'zod';
import type { Call } from '../../port.ts';
import type { Client } from './client.ts';
import type { Origin } from './documents/fields.ts';

/** What every part of the adapter works with. */
export type Gateway = {
  readonly client: Client;
  readonly origin: Origin;
  /** Ends a change as a whole, with the reads before and after it, when one request would have ended. */
  readonly within: (call: Call | undefined) => AbortSignal;
};

export const as =
  <T>(schema: z.ZodType<T>) =>
  (body: unknown): T =>
    schema.parse(body);
