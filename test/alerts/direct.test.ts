import { expect, it } from 'vitest';
import type { AlertChannel } from '../../src/alerts/channel.ts';
import { createDirectAlerts } from '../../src/alerts/direct.ts';
import type { AlertMessage } from '../../src/domain/alert.ts';
import { sampleAlert } from './sample.ts';

const minute = 60_000;

function direct() {
  const sent: AlertMessage[] = [];
  const logged: string[] = [];
  const failures: string[] = [];
  const at = { now: 0, down: false };
  const channel: AlertChannel = {
    name: 'webhook',
    async send(message) {
      if (at.down) throw new Error('HTTP 500 for ada@example.com');
      sent.push(message);
    },
    probe: async () => '',
  };
  const write = (line: object, text: string) => void logged.push(`${JSON.stringify(line)} ${text}`);
  const alerts = createDirectAlerts({
    channels: [channel],
    rules: [],
    windowMs: 10 * minute,
    log: { info: write, warn: write, error: write },
    count: () => undefined,
    countFailure: (name) => void failures.push(name),
    now: () => at.now,
  });
  return { alerts, sent, logged, failures, at };
}

it('tells of one thing at once, and of the same again only after the window', async () => {
  const { alerts, sent, at } = direct();
  for (const alert of [
    sampleAlert(),
    sampleAlert(),
    sampleAlert({ company: 'globex' }),
    sampleAlert({ code: 'other' }),
  ])
    await alerts.raise(alert);
  expect(sent.map(({ notices }) => notices[0]?.alert)).toMatchObject([
    { company: 'acme', code: 'rejected' },
    { company: 'globex' },
    { code: 'other' },
  ]);
  at.now = 10 * minute;
  await alerts.raise(sampleAlert());
  expect(sent).toHaveLength(4);
});

it('tells that a thing is over to those who heard of it, once', async () => {
  const { alerts, sent } = direct();
  await alerts.raise(sampleAlert({ key: 'k' }));
  await alerts.resolve('k', 'mended');
  await alerts.resolve('k');
  await alerts.resolve('unheard-of');
  expect(sent.map(({ notices }) => [notices[0]?.what, notices[0]?.how])).toEqual([
    ['raised', undefined],
    ['recovered', 'mended'],
  ]);
});

it('counts and logs a channel that is down, and tries it again a minute later, not at each delivery', async () => {
  const { alerts, sent, failures, logged, at } = direct();
  at.down = true;
  for (let times = 0; times < 5; times += 1) await alerts.raise(sampleAlert());
  expect(failures).toEqual(['webhook']);
  expect(logged.join('\n')).toContain('an alert could not be delivered');
  expect(logged.join('\n')).not.toContain('ada@');
  at.down = false;
  at.now = minute;
  await alerts.raise(sampleAlert());
  expect(sent).toHaveLength(1);
});

it('remembers only so many keys, so that nobody can fill the memory from outside', async () => {
  const { alerts, sent } = direct();
  for (let index = 0; index <= 1_000; index += 1) await alerts.raise(sampleAlert({ key: `k${index}` }));
  await alerts.raise(sampleAlert({ key: 'k1000' }));
  await alerts.raise(sampleAlert({ key: 'k0' }));
  expect(sent).toHaveLength(1_002);
});
