import { able, p21NativeAbilities } from '../../capabilities.ts';
import { connections, withinMs, type RequestSeen } from '../../http.ts';
import type { ErpPort } from '../../port.ts';
import { createTokens, type Auth } from '../auth.ts';
import { native as dialect } from '../dialects.ts';
import { createApplications } from './applications.ts';
import { createChanges } from './changes.ts';
import { createNativeClient } from './client.ts';
import { createEntities } from './entities.ts';
import { createJournals } from './journals.ts';
import { createMasterData } from './master-data.ts';
import type { Native } from './native.ts';
import { createOData } from './odata.ts';
import { createOpenItems } from './open-items.ts';
import { createOrders } from './orders.ts';
import { createPeriods } from './periods.ts';
import { createPosting } from './posting.ts';
import { createSearches } from './searches.ts';
import type { Site } from './site.ts';
import { createTransactions } from './transactions.ts';
import { createUndoing } from './undoing.ts';

export type P21NativeOptions = {
  /** Of the middleware, `https://p21.example.com`. */
  readonly baseUrl: string;
  /** Prophet 21's id of the company, as in `company_id`. */
  readonly company: string;
  readonly auth: Auth;
  /** What differs between one Prophet 21 and another. */
  readonly site: Site;
  /** Milliseconds that one request may take, and one change with all of its requests; 20 s unless told. */
  readonly requestMs?: number;
  /**
   * Milliseconds that Prophet 21 may still work on a request after we gave it up; 110 s unless told, after which the
   * middleware ends a request as it is delivered (M: ASP.NET's `executionTimeout`).
   */
  readonly lateMs?: number;
  readonly onRequest?: (seen: RequestSeen) => void;
};

/** Prophet 21 itself, by the interfaces that its sites have. */
export function createP21Native(options: P21NativeOptions): ErpPort {
  const { site, requestMs = 20_000, lateMs = 110_000 } = options;
  const native = nativeOf({ ...options, requestMs });
  return {
    name: 'p21/native',
    capabilities: able(p21NativeAbilities(site)),
    settleMs: requestMs + lateMs,
    ...createMasterData(native),
    ...createPosting(native),
    ...createUndoing(native),
    ...createApplications(native),
    ...createOrders(native),
    ...createSearches(native),
    ...createOpenItems(native),
    ...createPeriods(native),
    ...createChanges(native),
  };
}

/** The ground of the adapter, also for whoever sets a site up or looks after it: every interface behind one login. */
export function nativeOf(options: P21NativeOptions): Native {
  const { company, auth, site, onRequest, requestMs = 20_000 } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const agent = connections(requestMs);
  const tokens = createTokens({ agent, baseUrl, auth, requestMs, dialect });
  const client = createNativeClient({ agent, baseUrl, tokens, requestMs, ...(onRequest && { onRequest }) });
  return {
    company,
    site,
    odata: createOData(client, { moreColumns: columnsOf(site) }),
    transactions: createTransactions(client),
    entities: createEntities(client),
    journals: createJournals(client, { company, journal: site.journal }),
    within: withinMs(requestMs),
  };
}

/** The site's own columns of the tables that hold such. */
const columnsOf = ({ customerColumn, paymentColumns }: Site): Readonly<Record<string, readonly string[]>> => ({
  customer_ud: customerColumn === undefined ? [] : [customerColumn],
  oe_hdr_ud: paymentColumns ? [paymentColumns.stripeId, paymentColumns.state, paymentColumns.paidOn] : [],
});
