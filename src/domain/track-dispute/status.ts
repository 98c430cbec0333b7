import type { SeenDispute } from './seen.ts';

type Course = {
  /** What is still withdrawn is lost, unless it comes back. */
  readonly over?: true;
  /** Somebody must answer by Stripe's deadline. */
  readonly asks?: true;
  /** Stripe gives back what it took, if it took anything. */
  readonly comesBack?: true;
};

/** Where each of Stripe's words for a dispute leads. A word that is not here is never ignored: a person must look. */
const courses: Readonly<Record<string, Course>> = {
  warning_needs_response: { asks: true },
  warning_under_review: {},
  warning_closed: { over: true, comesBack: true },
  needs_response: { asks: true },
  under_review: {},
  appeal_needs_response: { asks: true },
  appeal_under_review: {},
  won: { over: true, comesBack: true },
  lost: { over: true },
  prevented: { over: true },
};

export const courseOf = ({ status }: Pick<SeenDispute, 'status'>): Course | undefined =>
  Object.hasOwn(courses, status) ? courses[status] : undefined;

export const isOver = (dispute: Pick<SeenDispute, 'status'>): boolean => courseOf(dispute)?.over === true;
