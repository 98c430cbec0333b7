import { ErpError, type ErpErrorCode } from '../errors.ts';
import { exchange } from '../http.ts';
import { createCookies, type Cookies } from './cookies.ts';
import type { Answer, Asking, Parameters, Rfc } from './rfc.ts';
import { createRfc, urlOf, type Door } from './soap.ts';

/** Ends an HTTP session at once instead of by time-out (M). */
const logoffPath = '/sap/public/bc/icf/logoff';
/** Milliseconds that a logoff may take: what was not committed is dropped by SAP's time-out as well, only later. */
const logoffMs = 2_000;

export type Session = Rfc & { readonly keepsState: () => boolean };

/** Function calls that share one LUW. Whatever becomes of the work, the session ends, and drops what was not committed. */
export const createSession =
  (door: Door, path: string) =>
  async <T>(work: (session: Session) => Promise<T>, signal: AbortSignal): Promise<T> => {
    const cookies = createCookies();
    const rfc = createRfc(door, path, cookies);
    const within = (asking: Asking): Asking => ({ ...asking, signal: asking.signal ?? signal });
    try {
      return await work({
        call: (functionName, parameters, asking) => rfc.call(functionName, parameters, within(asking)),
        keepsState: () => cookies.session !== undefined,
      });
    } finally {
      await logoff(door, cookies);
    }
  };

/** Nothing depends on its success, and it is not the caller's time that it takes. */
async function logoff(door: Door, cookies: Cookies): Promise<void> {
  if (cookies.session === undefined) return;
  const request = { name: 'logoff', write: false, method: 'GET' } as const;
  const signal = AbortSignal.timeout(Math.min(door.requestMs, logoffMs));
  const headers = { ...door.credentials(), ...cookies.header };
  await exchange(door.agent, { ...request, url: urlOf(door, logoffPath), headers, signal }).catch(() => undefined);
}

type Change = { readonly functionName: string; readonly parameters: Parameters; readonly tables?: readonly string[] };

/**
 * One change and its COMMIT. A commit whose answer is lost, or that is refused, may have saved: `outcome-unknown`. One
 * that succeeds proves nothing either, because failures of the update task are silent: read back what was posted.
 */
export async function committed(session: Session, change: Change): Promise<Answer> {
  const answer = await refusedOrRolledBack(session, change);
  if (!session.keepsState())
    throw new ErpError(
      'invalid',
      `${change.functionName} was called outside a session, and nothing was saved: make the service stateful in SOAMANAGER`,
    );
  try {
    await session.call('BAPI_TRANSACTION_COMMIT', { WAIT: 'X' }, { write: true });
  } catch (error) {
    throw unlessNeverRun(error);
  }
  return answer;
}

async function refusedOrRolledBack(session: Session, { functionName, parameters, tables = [] }: Change) {
  try {
    return await session.call(functionName, parameters, { write: true, tables });
  } catch (error) {
    await session.call('BAPI_TRANSACTION_ROLLBACK', {}, { write: false }).catch(() => undefined);
    throw error;
  }
}

/** SAP turned the commit away before it did anything, and the end of the session drops the rest. */
const neverRun: ReadonlySet<ErpErrorCode> = new Set(['unavailable', 'throttled', 'unauthorized']);

function unlessNeverRun(error: unknown): unknown {
  if (!(error instanceof ErpError) || neverRun.has(error.code) || error.code === 'outcome-unknown') return error;
  return new ErpError('outcome-unknown', `What was posted may not have been saved: ${error.message}`, { cause: error });
}
