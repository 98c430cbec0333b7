import type { Migration } from 'kysely';
import { effects } from './0001-effects.ts';
import { audit } from './0002-audit.ts';
import { crosswalk } from './0003-crosswalk.ts';
import { orders } from './0004-orders.ts';
import { cases } from './0005-cases.ts';
import { limits } from './0006-limits.ts';
import { companies } from './0007-companies.ts';
import { profiles } from './0008-profiles.ts';
import { customerLinks } from './0009-customer-links.ts';
import { caseQueues } from './0010-case-queues.ts';
import { alerts } from './0011-alerts.ts';
import { sweeps } from './0012-sweeps.ts';
import { turns } from './0013-turns.ts';
import { budgets } from './0014-budgets.ts';

/** In order, by name; listed here and not read from a folder, so that a bundled build has them too. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-effects': effects,
  '0002-audit': audit,
  '0003-crosswalk': crosswalk,
  '0004-orders': orders,
  '0005-cases': cases,
  '0006-limits': limits,
  '0007-companies': companies,
  '0008-profiles': profiles,
  '0009-customer-links': customerLinks,
  '0010-case-queues': caseQueues,
  '0011-alerts': alerts,
  '0012-sweeps': sweeps,
  '0013-turns': turns,
  '0014-budgets': budgets,
};
