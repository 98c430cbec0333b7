import { describe, expect, it } from 'vitest';
import { createResumeActivities } from '../../src/activities/resume.ts';
import { ErpError } from '../../src/erp/errors.ts';

type Deps = Parameters<typeof createResumeActivities>[0];

function resuming(refuses: () => boolean) {
  const woken: string[] = [];
  let pings = 0;
  let now = 0;
  const activities = createResumeActivities(
    {
      client: { workflow: { getHandle: (flow: string) => ({ signal: async () => void woken.push(flow) }) } },
      cases: { resumable: async () => [{ caseId: 'c', flow: 'f' }] },
      companies: () => ({
        erp: {
          ping: async () => {
            pings += 1;
            if (refuses()) throw new ErpError('unauthorized', 'wrong password');
          },
        },
        stripe: { paymentIntents: { list: async () => ({ object: 'list' }) } },
      }),
    } as unknown as Deps,
    () => now,
  );
  /** As its schedule does: every half minute. */
  const during = async (minutes: number): Promise<void> => {
    for (const end = now + minutes * 60_000; now < end; now += 30_000)
      await activities.resumeConnectionCases({ company: 'acme' }).catch(() => undefined);
  };
  return { during, woken, pings: () => pings };
}

describe('cases of a connection', () => {
  it('are tried again as soon as it answers', async () => {
    const { during, woken } = resuming(() => false);
    await during(1);
    expect(woken).toEqual(['f', 'f']);
  });

  it('do not try a wrong password on and on: each pause is twice the one before, up to half an hour', async () => {
    let wrong = true;
    const { during, woken, pings } = resuming(() => wrong);
    await during(60);
    expect(pings()).toBeLessThanOrEqual(8);
    expect(woken).toEqual([]);

    wrong = false;
    await during(31);
    expect(woken.length).toBeGreaterThan(0);
  });
});
