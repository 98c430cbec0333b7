import { expect, it } from 'vitest';
import { reachOf } from '../../src/cli/replay-reach.ts';

const at = (iso: string): number => Date.parse(iso);
const now = at('2026-11-20T00:00:00Z');
const reach = (since: string, begun?: string) => reachOf({ company: 'acme', since: at(since), now, begun });

it('a replay goes back no further than to when the company began with us, however far back is asked for', () => {
  expect(reach('2020-01-01', '2026-11-01T08:00:00.000Z')).toEqual({ from: at('2026-11-01T08:00:00Z'), beyond: true });
  expect(reach('2026-11-10', '2026-11-01T08:00:00.000Z')).toEqual({ from: at('2026-11-10'), beyond: false });
});

it('there is nothing to replay of a company that has not begun', () => {
  expect(() => reach('2026-11-10')).toThrow('acme has not begun yet');
});
