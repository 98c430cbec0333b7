import { expect, it } from 'vitest';
import { createBreakerWatch } from '../../src/worker/breaker-alerts.ts';

type State = 'closed' | 'half-open' | 'open';
function watching(states: readonly State[]) {
  const told: string[] = [];
  const left = [...states];
  const look = createBreakerWatch({
    breakers: async () => [{ connection: 'p21-main', state: left.shift() ?? 'closed' }],
    alerts: {
      raise: async ({ key, company }) => told.push(`raised ${key} of ${company}`) > 0,
      resolve: async (key) => void told.push(`over ${key}`),
    },
    companies: new Map([['p21-main', ['acme', 'globex']]]),
  });
  return { look, told };
}

it('a breaker that opens is told once to each company of the connection, and that it closed', async () => {
  const states = ['open', 'half-open', 'open', 'closed', 'closed'] as const;
  const { look, told } = watching(states);
  for (const _ of states) await look();
  expect(told).toEqual([
    'raised breaker/p21-main/acme of acme',
    'raised breaker/p21-main/globex of globex',
    'over breaker/p21-main',
  ]);
});

it('what closed while no worker ran is told as over by the next one', async () => {
  const { look, told } = watching(['closed']);
  await look();
  expect(told).toEqual(['over breaker/p21-main']);
});
