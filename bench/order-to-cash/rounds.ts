import { drive } from '../drive.ts';
import { percentile } from '../statistics.ts';
import { processorSeconds, processorSecondsOfAll } from '../usage.ts';
import type { Side } from './sides.ts';

/** `family`: a server that works in processes of its own. */
export type Watched = { readonly name: string; readonly pid: number; readonly family?: boolean };
export type Round = {
  readonly perSecond: number;
  /** Of one order, from the event being sent until its flow has ended. */
  readonly p50: number;
  readonly failed: number;
  /** Milliseconds of processor time that each process spent for one order. */
  readonly processorMs: Readonly<Record<string, number>>;
};
export const atOnce = 16;
/** A round that is slower is cut short. */
const withinMs = 20_000;

/** Orders, each by one event, so many at a time. */
export async function runRound(side: Side, name: string, orders: number, watched: readonly Watched[]): Promise<Round> {
  const payments = await side.prepare(name, orders);
  const before = watched.map(spentBy);
  const { latenciesMs, seconds, failed } = await drive({ total: orders, atOnce, withinMs }, async (index) => {
    const payment = payments[index] ?? '';
    const eventId = `evt_${name}x${index}`;
    const accepted = await side.send({ eventId, type: 'payment_intent.succeeded', payment });
    return accepted && (await side.ended(payment, [eventId])) === 'settled';
  });
  const done = latenciesMs.length;
  if (done === 0) throw new Error(`No order of ${name} was settled: look at worker.log, or try fewer --orders`);
  const spent = watched.map(
    (each, index) => [each.name, ((spentBy(each) - (before[index] ?? 0)) * 1_000) / done] as const,
  );
  return {
    perSecond: done / seconds,
    p50: percentile(latenciesMs, 0.5),
    failed,
    processorMs: Object.fromEntries(spent),
  };
}

const spentBy = ({ pid, family }: Watched): number => (family ? processorSecondsOfAll : processorSeconds)(pid);
