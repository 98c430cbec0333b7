import { z } from 'zod';
import { parseBody } from '../errors.ts';
import type { Route } from '../routing.ts';
import type { Habits } from './native-site.ts';

const change = z
  .strictObject({
    xmlTokens: z.boolean(),
    onlyTokenV1: z.boolean(),
    tokenSeconds: z.int().nonnegative(),
    contaminatedSessions: z.boolean(),
    droppedLineEvery: z.int().nonnegative(),
  })
  .partial();

/** Looks at the habits of a running site, and switches some of them. */
export const habitRoutes = (habits: Habits): readonly Route[] => [
  { method: 'get', path: '/_sandbox/habits', handle: () => habits },
  { method: 'post', path: '/_sandbox/habits', handle: ({ body }) => Object.assign(habits, parseBody(change, body)) },
];
