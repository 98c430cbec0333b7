import { z } from 'zod';
import type { Mismatch } from './mismatch.ts';
import { section } from './section.ts';
import { companyKey, text, whole } from './values.ts';

const queueName = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'is not the name of a queue: only small letters, digits and "-", at most 40');

/** Who sees to what waits for people, and by when. */
export const casesSchema = section({
  queues: z
    .array(
      section({
        name: queueName,
        owner: text.optional(),
        kinds: z
          .array(z.enum(['business', 'connection', 'defect']))
          .min(1, 'names no kind')
          .optional(),
        codes: z.array(text).min(1, 'names no code').optional(),
        companies: z.array(companyKey).min(1, 'names no company').optional(),
        sla_hours: whole(1, 8_760).default(24),
        escalate_to: z.array(text).default([]),
      }).transform((queue) => ({ ...queue, owner: queue.owner ?? queue.name })),
    )
    .default([]),
  deadline_lead_hours: whole(0, 720).default(24),
});

type Known = {
  readonly cases: z.output<typeof casesSchema>;
  readonly companies: Readonly<Record<string, unknown>>;
};

export const caseMismatches = ({ cases: { queues }, companies }: Known): readonly Mismatch[] =>
  queues.flatMap(({ name, companies: named = [] }, at) => [
    ...(queues.findIndex((other) => other.name === name) < at
      ? [{ path: ['cases', 'queues', at, 'name'], what: 'is the name of another queue already' }]
      : []),
    ...named.flatMap((key, index) =>
      key in companies ? [] : [{ path: ['cases', 'queues', at, 'companies', index], what: 'names no company' }],
    ),
  ]);
