import { expect, it } from 'vitest';
import { PartlySent } from '../../src/alerts/channel.ts';
import { createDelivery } from '../../src/alerts/delivery.ts';
import { sampleMessage } from './sample.ts';

/** A channel that fails with `trouble`, and two messages that wait for it. */
function delivering(trouble: Error) {
  const waiting = ['m1', 'm2'].map((id) => ({ ...sampleMessage(), id, attempts: 1 }));
  const did: string[] = [];
  const { deliver } = createDelivery({
    messages: {
      claim: async () => waiting.shift(),
      sent: async (id, error) => void did.push(`sent ${id}${error ? `: ${error}` : ''}`),
      failed: async (id) => (did.push(`failed ${id}`), false),
    },
    channel: {
      name: 'email',
      send: async () => {
        throw trouble;
      },
      probe: async () => '',
    },
    log: { error: () => undefined },
    countFailure: (name) => void did.push(`counted ${name}`),
  });
  return { deliver, did };
}

it('sends nothing again to those who have it because another address is wrong, and goes on with the next', async () => {
  const { deliver, did } = delivering(new PartlySent('refused 1 of 2'));
  await deliver();
  expect(did).toEqual(['sent m1: refused 1 of 2', 'counted email', 'sent m2: refused 1 of 2', 'counted email']);
});

it('tries later what nobody has got, and besieges no channel that is down', async () => {
  const { deliver, did } = delivering(new Error('HTTP 500'));
  await deliver();
  expect(did).toEqual(['counted email', 'failed m1']);
});
