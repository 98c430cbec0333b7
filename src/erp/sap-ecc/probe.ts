import { randomBytes } from 'node:crypto';
import { ErpError } from '../errors.ts';
import { codeOf, exchange, outcomeOf, redirected, waiting, type Outgoing } from '../http.ts';
import { doorOf, pathsOf, type SapEccOptions } from './adapter.ts';
import { refusal } from './odata/refusal.ts';
import { createSession } from './session.ts';
import { createRfc, urlOf, type Door } from './soap.ts';

/** Looks at the ways in without changing anything. @throws ErpError where one doesn't answer, as a document would. */
export type SapProbe = {
  /** Whether a second call meets the session of the first one. */
  keepsSession(): Promise<boolean>;
  /** Whether the wrapper functions are installed. */
  hasWrapper(): Promise<boolean>;
  takesIdocs(): Promise<void>;
  /** Those that the service lacks of what erp-side/sap-ecc/odata describes. */
  missingEntitySets(): Promise<readonly string[]>;
};

export function createSapProbe(options: SapEccOptions): SapProbe {
  const [door, paths] = [doorOf(options), pathsOf(options)];
  return {
    keepsSession: () => keepsSession(door, paths.stateful),
    hasWrapper: () => hasWrapper(door, paths.rfc),
    takesIdocs: () => takesIdocs(door, paths.idoc),
    missingEntitySets: () => missingEntitySets(door, paths.odata),
  };
}

/** A rollback of nothing is what can be called there most harmlessly. */
const keepsSession = (door: Door, path: string): Promise<boolean> =>
  createSession(door, path)(async (session) => {
    const rollBack = () => session.call('BAPI_TRANSACTION_ROLLBACK', {}, { write: false });
    await rollBack();
    if (!session.keepsState()) return false;
    await rollBack();
    return session.keepsState();
  }, AbortSignal.timeout(door.requestMs));

/** How releases say that there is no such function (M). */
const noFunction = /\b(?:FU_NOT_FOUND|FUNCTION_NOT_FOUND)\b|Function module .{0,40}not found/i;

async function hasWrapper(door: Door, path: string): Promise<boolean> {
  const unused = randomBytes(8).toString('hex').toUpperCase();
  try {
    await createRfc(door, path).call('Z_QTC_FIND', { IV_KEY: unused }, { write: false });
    return true;
  } catch (error) {
    if (error instanceof ErpError && noFunction.test(error.message)) return false;
    throw error;
  }
}

/** The inbox knows no request that asks nothing, so it is given a message without an IDoc, and may refuse it as it likes (M). */
async function takesIdocs(door: Door, path: string): Promise<void> {
  const request = { name: 'POST idoc_xml', write: false, method: 'POST' } as const;
  const body = '<?xml version="1.0" encoding="UTF-8"?><QUITTANCE/>';
  const reply = await asked(door, { ...request, path, body, headers: { 'content-type': 'application/xml' } });
  if (understandable(reply.status)) return;
  const message = `${request.name} was answered ${reply.status}${redirected(reply)}`;
  throw new ErpError(codeOf(outcomeOf(request, reply), request), message, waiting(reply));
}

const notTheInbox: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 429, 502, 503, 504]);
const understandable = (status: number): boolean => !(status >= 300 && status < 400) && !notTheInbox.has(status);

const entitySets = [
  'SalesOrders',
  'SalesOrderItems',
  'Customers',
  'FinancialDocuments',
  'FinancialDocumentLines',
  'Reversals',
  'Clearings',
];

async function missingEntitySets(door: Door, service: string): Promise<readonly string[]> {
  const request = { name: 'GET ZQUITTANCE_SRV/$metadata', write: false, method: 'GET' } as const;
  const path = `${service}/$metadata`;
  const reply = await asked(door, { ...request, path, headers: { accept: 'application/xml' } });
  if (reply.status < 200 || reply.status > 299) throw refusal(request, reply);
  const there = new Set([...reply.text.matchAll(/<EntitySet\s[^>]*?\bName="(\w+)"/g)].map(([, name]) => name));
  return entitySets.filter((name) => !there.has(name));
}

type Ask = Omit<Outgoing, 'url' | 'signal'> & { readonly path: string };
const asked = (door: Door, { path, headers, ...ask }: Ask) =>
  exchange(door.agent, {
    ...ask,
    url: urlOf(door, path),
    headers: { ...headers, ...door.credentials() },
    signal: AbortSignal.timeout(door.requestMs),
  });
