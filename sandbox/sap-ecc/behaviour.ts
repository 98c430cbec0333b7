import { z } from 'zod';

const count = z.int().nonnegative();
const settings = z.strictObject({
  /** So many commits are answered with success and save nothing: the update task (V1) has failed. */
  commitFails: count.default(0),
  /** So many commits of a stateful session find it forgotten, and work on an empty one. */
  loseSession: count.default(0),
  /** So many changes find what they need locked: E MC 601. */
  lockNext: count.default(0),
  /** Every row of RETURN comes twice. */
  duplicateReturn: z.boolean().default(false),
  /** Function that the user may not call; blank for none. */
  noAuthority: z.string().default(''),
  autoClearing: z.boolean().default(false),
  /** From storing an IDoc to posting it. */
  idocDelayMs: count.default(20),
  /** IDocs stay at status 64 until this is taken back. */
  holdIdocs: z.boolean().default(false),
});
type Settings = z.output<typeof settings>;
type Countdown = 'commitFails' | 'loseSession' | 'lockNext';
export const behaviourChange = z.strictObject({
  commitFails: count.optional(),
  loseSession: count.optional(),
  lockNext: count.optional(),
  duplicateReturn: z.boolean().optional(),
  noAuthority: z.string().optional(),
  autoClearing: z.boolean().optional(),
  idocDelayMs: count.optional(),
  holdIdocs: z.boolean().optional(),
});

/** What only an SAP system does to its callers. */
export function createBehaviour(start: Partial<Settings>) {
  const state = settings.parse(start);
  return {
    state,
    change: (wanted: Partial<Settings>): void => void Object.assign(state, wanted),
    /** Whether it happens this time; it is counted. */
    strikes: (trouble: Countdown): boolean => {
      if (state[trouble] === 0) return false;
      state[trouble] -= 1;
      return true;
    },
  };
}
