import { horizonDays } from '../stripe/event-list.ts';
import { Complaint } from './terminal.ts';

const dayMs = 86_400_000;
type Asked = {
  readonly company: string;
  /** What the person asks for, and the time it is, in milliseconds since 1970. */
  readonly since: number;
  readonly now: number;
  /** ISO time at which the company began with us; nothing where no worker has run for it yet. */
  readonly begun: string | undefined;
};
/** From when objects and events are listed, in milliseconds since 1970. */
export type Reach = { readonly from: number; /** Stripe lists no events from then. */ readonly beyond: boolean };

/**
 * What happened before a company began with us was seen to by others: posted once more, it would stand twice.
 * @throws Complaint where the company has not begun
 */
export function reachOf({ company, since, now, begun }: Asked): Reach {
  if (begun === undefined)
    throw new Complaint(`${company} has not begun yet: start a worker, and replay what happens from then on`);
  return { from: Math.max(since, Date.parse(begun)), beyond: now - since > horizonDays * dayMs };
}
