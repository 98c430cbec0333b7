import type { Mismatch } from './mismatch.ts';
import type { SapEccConfig } from './schema.ts';

/** Kinds of documents that may go by an interface of their own. */
export const sapKinds = [
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
const wayOf = (interfaces: Interfaces, kind: (typeof sapKinds)[number]): Interfaces['default'] =>
  interfaces[kind] ?? interfaces.default;
/** By which interface what stands is changed; an IDoc changes nothing, which is a mismatch of its own. */
const changingWay = ({ changes, default: usual }: Interfaces): Interfaces['default'] => changes ?? usual;

/** What SAP's interfaces can't do together; src/erp/capabilities.ts says why. */
export const sapRules = (erp: SapEccConfig): readonly Mismatch[] => [
  ...changes(erp),
  ...partners(erp),
  ...deposits(erp),
  ...billing(erp),
  ...documentTypes(erp),
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
  !idoc && sapKinds.some((kind) => wayOf(interfaces, kind) === 'idoc')
    ? [{ path: ['erp', 'idoc'], what: 'is missing, although documents go by idoc: it names the partners of WE20' }]
    : [];

const deposits = ({ interfaces, deposits: kind }: SapEccConfig): readonly Mismatch[] => {
  if (kind !== 'special_gl') return [];
  const ways = [
    { what: 'receipts', field: 'cash_receipt', way: wayOf(interfaces, 'cashReceipt') },
    { what: 'refunds', field: 'customer_refund', way: wayOf(interfaces, 'customerRefund') },
    { what: 'changes', field: 'changes', way: changingWay(interfaces) },
  ];
  return ways
    .filter(({ way }) => way !== 'soap-wrapper')
    .map(({ what, field, way }) => ({
      path: ['erp', 'deposits'],
      what: `is special_gl, which only soap-wrapper posts, but ${what} go by ${way}; see interfaces.${field}`,
    }));
};

const billing = ({ interfaces, invoices }: SapEccConfig): readonly Mismatch[] => {
  if (invoices !== 'billing') return [];
  const ways = [
    { what: 'post, but invoices', field: 'invoice', way: wayOf(interfaces, 'invoice') },
    { what: 'cancel, but changes', field: 'changes', way: changingWay(interfaces) },
  ];
  return ways
    .filter(({ way }) => way === 'idoc' || way === 'odata')
    .map(({ what, field, way }) => ({
      path: ['erp', 'invoices'],
      what: `is billing, which only soap-stateful and soap-wrapper ${what} go by ${way}; see interfaces.${field}`,
    }));
};

/** A receipt stands on the side of a credit memo, and a refund on that of an invoice: only the type tells them apart. */
const documentTypes = ({ documentTypes: { receipt, ...types } }: SapEccConfig): readonly Mismatch[] =>
  (['invoice', 'creditMemo'] as const)
    .filter((kind) => types[kind] === receipt)
    .map((kind) => ({
      path: ['erp', 'document_types', 'receipt'],
      what: `is the type of ${kind === 'invoice' ? 'invoices' : 'credit memos'} too: what was posted could not be told apart when it is looked up`,
    }));
