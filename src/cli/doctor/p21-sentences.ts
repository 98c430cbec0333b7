import type { Resolved } from '../../erp/p21/native/resolving.ts';
import type { Role } from '../../erp/p21/native/site.ts';

/** What people call what a role takes. */
export const roleNames: Readonly<Record<Role, string>> = {
  'cash-receipt': 'cash receipts',
  'customer-refund': 'customer refunds',
  'credit-memo': 'credit memos',
  application: 'applications',
};

type Without = Extract<Resolved, { readonly found: 'nowhere' | 'forbidden' }>;

/**
 * Why a site takes nothing of a role.
 * @param services how many it has
 */
export function why(resolved: Without, services: number): string {
  if (resolved.found === 'forbidden') return `${resolved.service} is there, but the user may not open its window`;
  const { best } = resolved;
  const closest = best ? `; ${best.service} comes closest, but lacks ${best.lacks.join(', ')}` : '';
  return `none of this site's ${services} services takes them${closest}`;
}
