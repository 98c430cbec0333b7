import { ErpError } from './errors.ts';
import type { ErpReceipt } from './port.ts';

/** The document stands: whatever goes wrong while it is read back, nobody may send it again unseen. */
export async function readBack<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ErpError) || error.code === 'conflict') throw error;
    throw new ErpError('outcome-unknown', `${what} was accepted but could not be read back: ${error.message}`, {
      cause: error,
      ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    });
  }
}

/** Nothing, where the ERP says that there is no such document. */
export async function orNothing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ErpError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Cancelled or reversed since it was posted. */
export const isTakenBack = ({ status }: ErpReceipt): boolean => status === 'cancelled' || status === 'reversed';

export const conflict = (message: string, where: string): ErpError => new ErpError('conflict', message, { where });

/** The field whose test fails first. */
export const firstOf = (differs: Readonly<Record<string, boolean>>): string | undefined =>
  Object.entries(differs).find(([, does]) => does)?.[0];

/** Nothing in an ERP is unique, so finding two is for a person to decide. */
export function onlyOne<T>(found: readonly T[], what: string): T | undefined {
  if (found.length > 1) throw conflict(`${found.length} ${what}; keep one of them in the ERP`, 'Reference');
  return found[0];
}
