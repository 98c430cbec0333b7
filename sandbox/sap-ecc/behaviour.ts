import { z } from 'zod';

const count = z.int().nonnegative();
const settings = z.strictObject({
  /** So many commits are answered with success and save nothing: the update task (V1) has failed. */
  commitFails: count,
  /** So many commits of a stateful session find it forgotten, and work on an empty one. */
  loseSession: count,
  /** So many changes find what they need locked: E MC 601. */
  lockNext: count,
  /** Every row of RETURN comes twice. */
  duplicateReturn: z.boolean(),
  /** Function that the user may not call; blank for none. */
  noAuthority: z.string(),
  /** What F.13 would clear is cleared after every commit. */
  autoClearing: z.boolean(),
  /** From storing an IDoc to posting it. */
  idocDelayMs: count,
  /** IDocs stay at status 64 until this is taken back. */
  holdIdocs: z.boolean(),
});
export const behaviourChange = settings.partial();
type Settings = z.output<typeof settings>;
type Change = z.output<typeof behaviourChange>;
type Countdown = 'commitFails' | 'loseSession' | 'lockNext';

const good: Settings = {
  commitFails: 0,
  loseSession: 0,
  lockNext: 0,
  duplicateReturn: false,
  noAuthority: '',
  autoClearing: false,
  idocDelayMs: 20,
  holdIdocs: false,
};

/** What only an SAP system does to its callers. */
export function createBehaviour(start: Change) {
  const state = { ...good };
  const change = (wanted: Change): void =>
    void Object.assign(state, Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)));
  change(start);
  return {
    state,
    change,
    /** Whether it happens this time; it is counted. */
    strikes: (trouble: Countdown): boolean => {
      if (state[trouble] === 0) return false;
      state[trouble] -= 1;
      return true;
    },
  };
}
