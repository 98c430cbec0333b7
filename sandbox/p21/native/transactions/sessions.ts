import type { Habits } from '../native-site.ts';
import type { Outcome } from './transaction-set.ts';

const SESSIONS = 3;

/**
 * The windows that transactions are carried out in, one after the other. One that failed leaves its session as it stood, and
 * the next transaction that gets it fails without having done anything.
 */
export function createSessions(habits: Habits) {
  const contaminated = Array.from({ length: SESSIONS }, () => false);
  let turn = -1;

  return (carryOut: () => Outcome): Outcome => {
    turn = (turn + 1) % SESSIONS;
    if (habits.contaminatedSessions && contaminated[turn]) {
      contaminated[turn] = false;
      return { failure: 'Unexpected response window' };
    }
    const outcome = carryOut();
    contaminated[turn] = habits.contaminatedSessions && 'failure' in outcome;
    return outcome;
  };
}
