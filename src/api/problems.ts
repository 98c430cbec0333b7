import type { z } from 'zod';

export type Problem = { readonly path: string; readonly message: string };

/** Where a value stands that can't be taken, and what is wrong with it: never the value. */
export const problemOf = ({ path, message }: z.core.$ZodIssue): Problem => ({
  path: path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : `${name}${name && '.'}${String(step)}`),
    '',
  ),
  message,
});
