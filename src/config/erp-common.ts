import { z } from 'zod';
import { section } from './section.ts';
import { whole } from './values.ts';

/**
 * What every ERP connection has.
 * @param concurrency requests at once, unless the file says otherwise
 */
export const common = (concurrency = 4) => ({
  connection: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'is not a connection name: only small letters, digits and "-", at most 40')
    .optional(),
  limits: section({
    concurrency: whole(1, 100).default(concurrency),
    per_second: whole(1, 1_000).default(20),
    request_seconds: whole(1, 120).default(20),
    /** How long the ERP may still work on a request that we gave up. Without it the adapter's way of posting decides. */
    late_seconds: whole(1, 3_600).optional(),
    breaker_failures: whole(1, 100).default(5),
    breaker_open_seconds: whole(1, 3_600).default(30),
  }).prefault({}),
});
