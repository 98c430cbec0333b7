import { connections, withinMs, type RequestSeen } from '../../http.ts';
import type { ErpPort } from '../../port.ts';
import { createApplications } from './applications.ts';
import { createTokens, type Auth } from '../auth.ts';
import { able, capabilities } from '../../capabilities.ts';
import { createChanges } from './changes.ts';
import { createClient } from './client.ts';
import type { Gateway } from './gateway.ts';
import { createMasterData } from './master-data.ts';
import { createOpenItems } from './open-items.ts';
import { createOrders } from './orders.ts';
import { createPosting } from './posting.ts';
import { createSearches } from './searches.ts';
import { createUndoing } from './undoing.ts';

export type P21FacadeOptions = {
  /** Where the gateway's routes begin, `https://gateway.example.com`. */
  readonly baseUrl: string;
  /** Prophet 21's id of the company, as in `CompanyId`. */
  readonly company: string;
  readonly auth: Auth;
  /** Milliseconds that one request may take, and one change with all of its requests; 20 s unless told. */
  readonly requestMs?: number;
  /** Milliseconds that the gateway may still work on a request after we gave it up; 10 s unless told. */
  readonly lateMs?: number;
  /** Who is said to have taken the orders. */
  readonly taker?: string;
  readonly onRequest?: (seen: RequestSeen) => void;
};

/** Prophet 21 behind a gateway that offers openapi.yaml. */
export function createP21Facade(options: P21FacadeOptions): ErpPort {
  const { company, auth, taker, onRequest, requestMs = 20_000, lateMs = 10_000 } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const agent = connections(requestMs);
  const tokens = createTokens({ agent, baseUrl, auth, requestMs });
  const gateway: Gateway = {
    client: createClient({ agent, baseUrl, tokens, requestMs, ...(onRequest && { onRequest }) }),
    origin: { company, ...(taker && { taker }) },
    within: withinMs(requestMs),
  };
  return {
    name: 'p21/facade',
    capabilities: able(capabilities.p21.facade),
    settleMs: requestMs + lateMs,
    ...createMasterData(gateway),
    ...createPosting(gateway),
    ...createUndoing(gateway),
    ...createApplications(gateway),
    ...createOrders(gateway),
    ...createSearches(gateway),
    ...createOpenItems(gateway),
    ...createChanges(gateway),
  };
}
