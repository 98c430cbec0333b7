import type { AlertMessage } from '../domain/alert.ts';
import { scrub } from '../domain/scrub.ts';
import { PartlySent, whyNot, type AlertChannel } from './channel.ts';

type Claimed = AlertMessage & { readonly attempts: number };
type Messages = {
  claim(channel: string, leaseMs: number): Promise<Claimed | undefined>;
  /** @param error what kept some from hearing of it, though others did */
  sent(id: string, error?: string): Promise<void>;
  failed(id: string, error: string, when: { readonly inMs: number; readonly endAfterMs: number }): Promise<boolean>;
};
type Options = {
  readonly messages: Messages;
  readonly channel: AlertChannel;
  readonly log: { error(line: object, text: string): void };
  readonly countFailure: (channel: string) => void;
  readonly times?: Times;
};
type Times = {
  /** A message whose worker was killed is sent by another after this; longer than `sendMs`. */
  readonly leaseMs: number;
  readonly sendMs: number;
  /** Until the first repetition; each further one waits three times as long, up to `longestMs`. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** After this long nothing more is tried: the message is given up. */
  readonly endAfterMs: number;
};
type Trouble = { readonly reason: string; readonly partly: boolean };
const usual: Times = {
  leaseMs: 120_000,
  sendMs: 60_000,
  firstMs: 5_000,
  longestMs: 300_000,
  endAfterMs: 86_400_000,
};

/** Sends what is due to one channel, each message once; only a crash between sending and marking makes it twice. */
export function createDelivery({ messages, channel, log, countFailure, times = usual }: Options) {
  let under: Promise<void> = Promise.resolve();
  return {
    deliver: (): Promise<void> => (under = deliverAll()),
    /** Waits for what is on its way, so that a worker that ends in order sends nothing twice. */
    idle: (): Promise<void> => under.catch(() => undefined),
  };

  async function deliverAll(): Promise<void> {
    for (;;) {
      const message = await messages.claim(channel.name, times.leaseMs);
      if (!message) return;
      const trouble = await send(message);
      if (trouble === undefined) await messages.sent(message.id);
      else if (trouble.partly) await sentInPart(message, trouble.reason);
      else return putOff(message, trouble.reason);
    }
  }

  async function send(message: Claimed): Promise<Trouble | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${times.sendMs} ms`)), times.sendMs);
    });
    try {
      // What was taken out of a message in the meantime needs no sending.
      if (message.notices.length > 0) await Promise.race([channel.send(message), tooLong]);
      return undefined;
    } catch (error) {
      return { reason: scrub(whyNot(error)), partly: error instanceof PartlySent };
    } finally {
      clearTimeout(timer);
    }
  }

  /** One wrong address must neither flood the others nor hold up what comes after. */
  async function sentInPart({ id, notices }: Claimed, reason: string): Promise<void> {
    await messages.sent(id, reason);
    countFailure(channel.name);
    log.error(
      { channel: channel.name, message: id, notices: notices.length, reason },
      'alerts did not reach everybody: some of those who are named never get them',
    );
  }

  async function putOff({ id, attempts, notices }: Claimed, reason: string): Promise<void> {
    const inMs = Math.min(times.firstMs * 3 ** Math.min(attempts - 1, 10), times.longestMs);
    countFailure(channel.name);
    const ended = await messages.failed(id, reason, { inMs, endAfterMs: times.endAfterMs });
    log.error(
      { channel: channel.name, message: id, notices: notices.length, attempts, reason },
      ended ? 'alerts were given up: nobody was told of them' : 'alerts could not be delivered; they are tried again',
    );
  }
}
