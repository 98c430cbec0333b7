import { setTimeout as wait } from 'node:timers/promises';
import type { Erp } from '../erp.ts';
import { idocsAbout } from './outbound.ts';
import { timeLimit } from '../../timers.ts';

export type IdocReceiver = {
  readonly url: string;
  /** Value of the Authorization header. */
  readonly authorization: string;
};

/** Pauses between the tries of one IDoc; after the last it is given up. */
const RETRY_AFTER_MS = [50, 200, 800, 2_000] as const;
const TIMEOUT_MS = 5_000;

/** Tells a partner of what has been changed and committed, each IDoc on its own, in no order. */
export function createOutbox(erp: Erp, receiver: IdocReceiver) {
  const closed = new AbortController();
  const send = async (xml: string): Promise<boolean> => {
    const response = await fetch(receiver.url, {
      method: 'POST',
      headers: { authorization: receiver.authorization, 'content-type': 'application/xml' },
      body: xml,
      signal: timeLimit(TIMEOUT_MS, closed.signal),
    });
    await response.arrayBuffer();
    return response.ok;
  };
  const deliver = async (xml: string): Promise<void> => {
    for (const pause of [0, ...RETRY_AFTER_MS]) {
      await wait(pause, undefined, { signal: closed.signal });
      if (await send(xml).catch(() => false)) return;
    }
  };
  erp.afterCommit.add((changes) => {
    // Only the end of the simulator rejects, and then nobody waits.
    for (const xml of idocsAbout(erp, changes)) deliver(xml).catch(() => {});
  });
  return { close: () => closed.abort() };
}
