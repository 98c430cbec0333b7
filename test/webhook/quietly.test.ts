import { expect, it } from 'vitest';
import type { Alert } from '../../src/webhook/app.ts';
import { quietly } from '../../src/webhook/quietly.ts';

const about = (more: Partial<Alert> = {}): Alert => ({
  kind: 'security',
  company: 'acme',
  code: 'bad-signature',
  text: 'forged',
  ...more,
});

it('tells of each thing once in ten minutes', () => {
  const told: Alert[] = [];
  let now = 1_000;
  const alert = quietly(
    (alert) => void told.push(alert),
    () => now,
  );
  for (const one of [about(), about(), about({ company: 'globex' }), about({ code: 'livemode' })]) alert(one);
  expect(told).toHaveLength(3);
  now += 600_000;
  alert(about());
  expect(told).toHaveLength(4);
});
