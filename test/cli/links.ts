import type { Crosswalk, Link } from '../../src/store/crosswalk.ts';

/** The crosswalk's links in memory. */
export function links(): Pick<Crosswalk, 'find' | 'link' | 'all'> {
  const kept: Link[] = [];
  return {
    find: (sought) =>
      Promise.resolve(
        kept.find(
          (link) =>
            link.company === sought.company &&
            link.kind === sought.kind &&
            ('stripeId' in sought ? link.stripeId === sought.stripeId : link.erpId === sought.erpId),
        ),
      ),
    link: (link) => Promise.resolve(void kept.push(link)),
    all: (company, kind) =>
      Promise.resolve(
        new Map(
          kept
            .filter((link) => link.company === company && link.kind === kind)
            .map((link) => [link.stripeId, link.erpId]),
        ),
      ),
  };
}
