import { setTimeout as pause } from 'node:timers/promises';
import { readDocuments, type ErpDocuments } from './truth.ts';

const everyMs = 1_000;
/** Longer than the product ever pauses between two attempts: what has not come by then does not come. */
const patienceMs = 720_000;

/** Waits until it holds of the ERP's documents. Gives false when it never did. */
export type Lookout = (holds: (documents: ErpDocuments) => boolean) => Promise<boolean>;

/** One look for all who wait, however many they are. */
export function lookoutAt(erpUrl: string): Lookout {
  let look: Promise<ErpDocuments> | undefined;
  const next = (): Promise<ErpDocuments> => {
    look ??= pause(everyMs)
      .then(() => readDocuments(erpUrl))
      .finally(() => void (look = undefined));
    return look;
  };
  return async (holds) => {
    const giveUp = Date.now() + patienceMs;
    while (Date.now() < giveUp) if (holds(await next())) return true;
    return false;
  };
}
