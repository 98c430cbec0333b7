import type { DocumentKind } from '../../../domain/documents.ts';
import type { ErpPort } from '../../port.ts';
import type { System } from '../system.ts';
import { createChanges } from './changes.ts';
import { ping } from './company.ts';
import { createFinding } from './finding.ts';
import { createMasterData } from './master-data.ts';
import { openItemsOf } from './open-items.ts';
import { openPeriod } from './periods.ts';

type Reading = Pick<
  ErpPort,
  | 'find'
  | 'read'
  | 'customers'
  | 'customer'
  | 'customerRecords'
  | 'items'
  | 'itemRecords'
  | 'accounts'
  | 'accountRecords'
  | 'openItems'
  | 'openPeriod'
  | 'invoicesOf'
  | 'changes'
  | 'ping'
>;

/** All that only asks. @param wrapped whether the wrapper posts documents of this kind. */
export const createReading = (system: System, wrapped: (kind: DocumentKind) => boolean): Reading => ({
  ...createFinding(system, wrapped),
  ...createMasterData(system),
  ...createChanges(system),
  openItems: async ({ customer }, call) => openItemsOf(system, customer, call?.signal),
  openPeriod: async (day, call) => openPeriod(system, day, call?.signal),
  ping: async (call) => ping(system.rfc, system.organisation, call),
});
