import type { Call } from '../../port.ts';
import type { Entities } from './entities.ts';
import type { Journals } from './journals.ts';
import type { OData } from './odata.ts';
import type { Site } from './site.ts';
import type { Transactions } from './transactions.ts';

/** What every part of the adapter works with. */
export type Native = {
  /** Prophet 21's id of the company. */
  readonly company: string;
  readonly site: Site;
  readonly odata: OData;
  readonly transactions: Transactions;
  readonly entities: Entities;
  readonly journals: Journals;
  /** Ends a change as a whole, with the reads before and after it, when one request would have ended. */
  readonly within: (call: Call | undefined) => AbortSignal;
};
