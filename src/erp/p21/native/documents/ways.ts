import { ErpError } from '../../../errors.ts';
import type { ByImport, ByTransaction, Role, Site } from '../site.ts';

const called: Readonly<Record<Role, string>> = {
  'cash-receipt': 'cash receipts',
  'customer-refund': 'customer refunds',
  'credit-memo': 'credit memos',
  application: 'applying receipts to invoices',
};

/** Where it stands in the site's file: `services.cash_receipt.fields.bank_currency`. */
export const inFile = (role: Role, ...path: readonly string[]): string =>
  ['services', role, ...path].map(asInFile).join('.');

const asInFile = (name: string): string =>
  name.replaceAll('-', '_').replace(/[A-Z]/g, (big) => `_${big.toLowerCase()}`);

const lacking = (role: Role, what: string): ErpError =>
  new ErpError(
    'rejected',
    `This Prophet 21 has no ${what} for ${called[role]}: name its service under ${inFile(role)}`,
    { where: inFile(role) },
  );

/** How this site takes a document. @throws `rejected` where it takes none */
export function wayOf({ ways }: Site, role: Role): ByTransaction | ByImport {
  const way = ways[role];
  if (way.by !== 'none') return way;
  throw lacking(role, 'service');
}

/** The service of what no import can do. @throws `rejected` where there is none */
export function serviceOf({ ways }: Site, role: Role): ByTransaction {
  const way = ways[role];
  if (way.by === 'transaction') return way;
  throw lacking(role, way.by === 'import' ? 'service, and an import will not do,' : 'service');
}
