import type { Mismatch } from './mismatch.ts';
import type { SapEccConfig } from './schema.ts';

const kinds = [
  'customer',
  'salesOrder',
  'invoice',
  'creditMemo',
  'cashReceipt',
  'customerRefund',
  'journalEntry',
] as const;
type Interfaces = SapEccConfig['interfaces'];
/** By which interface a kind of document is posted. */
const wayOf = (interfaces: Interfaces, kind: (typeof kinds)[number]): Interfaces['default'] =>
  interfaces[kind] ?? interfaces.default;

/** What SAP's interfaces can't do together; src/erp/capabilities.ts says why. */
export const sapRules = (erp: SapEccConfig, taxCodes: Readonly<Record<string, string>>): readonly Mismatch[] => [
  ...changes(erp),
  ...partners(erp),
  ...deposits(erp),
  ...billing(erp),
  ...unknownTaxes(erp, taxCodes),
];

const changes = ({ interfaces }: SapEccConfig): readonly Mismatch[] =>
  interfaces.default === 'idoc' && !interfaces.changes
    ? [
        {
          path: ['erp', 'interfaces', 'changes'],
          what: 'is missing, although the default is idoc: an IDoc creates, and neither changes nor reverses',
        },
      ]
    : [];

const partners = ({ interfaces, idoc }: SapEccConfig): readonly Mismatch[] =>
  !idoc && kinds.some((kind) => wayOf(interfaces, kind) === 'idoc')
    ? [{ path: ['erp', 'idoc'], what: 'is missing, although documents go by idoc: it names the partners of WE20' }]
    : [];

const deposits = ({ interfaces, deposits: kind }: SapEccConfig): readonly Mismatch[] => {
  const way = wayOf(interfaces, 'cashReceipt');
  return kind === 'special_gl' && way !== 'soap-wrapper'
    ? [
        {
          path: ['erp', 'deposits'],
          what: `is special_gl, which only soap-wrapper posts, but receipts go by ${way}; see interfaces.cash_receipt`,
        },
      ]
    : [];
};

const billing = ({ interfaces, invoices }: SapEccConfig): readonly Mismatch[] => {
  const way = wayOf(interfaces, 'invoice');
  return invoices === 'billing' && (way === 'idoc' || way === 'odata')
    ? [
        {
          path: ['erp', 'invoices'],
          what: `is billing, which only soap-stateful and soap-wrapper post, but invoices go by ${way}; see interfaces.invoice`,
        },
      ]
    : [];
};

const unknownTaxes = ({ taxes }: SapEccConfig, taxCodes: Readonly<Record<string, string>>): readonly Mismatch[] =>
  Object.entries(taxCodes)
    .filter(([, code]) => !Object.hasOwn(taxes, code))
    .map(([rate, code]) => ({
      path: ['orders', 'tax_codes', rate],
      what: `is ${code}, which erp.taxes does not have`,
    }));
