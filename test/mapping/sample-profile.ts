import type {
  DocumentMapping,
  DocumentName,
  FieldMapping,
  FieldMappings,
  Profile,
} from '../../src/mapping/profile/profile.ts';
import { journalTypes, roleNames, type JournalType, type Role } from '../../src/mapping/profile/roles.ts';

/** Fields by expressions, in a file of their own: `line` counts up, so that each has a place. */
const fieldsIn = (file: string, expressions: Readonly<Record<string, string>>): FieldMappings =>
  Object.fromEntries(
    Object.entries(expressions).map(([name, from], index) => [
      name,
      { from, place: { file, line: index + 2, column: 5 } },
    ]),
  );
export const by = (file: string, from: string, line = 7): FieldMapping => ({ from, place: { file, line, column: 20 } });

const address = (under: string, of: string) =>
  Object.fromEntries(
    ['name', 'line1', 'line2', 'city', 'state', 'postal_code', 'country'].map((name) => [
      `${under}.${name}`,
      `${of}.${name}`,
    ]),
  );
const names = (...list: readonly string[]) => Object.fromEntries(list.map((name) => [name, name]));
const ofLine = (...list: readonly string[]) => Object.fromEntries(list.map((name) => [name, `line.${name}`]));

const sale = {
  customer: 'customer',
  order_number: 'order.id',
  date: '$day(sold_at)',
  paid_on: 'payment.status = "captured" ? $day(payment.captured_at)',
  ...address('ship_to', 'order.customer.address'),
};
const lines = ofLine('item', 'description', 'quantity', 'unit_price', 'discount', 'net', 'tax', 'tax_code');
const cash = {
  ...names('customer', 'account', 'order', 'date'),
  text: '"Stripe " & charge & " " & transaction & (date = booked_on ? "" : " of " & booked_on)',
};
const person = {
  name: '[person.name, person.address.name, guest_name][0]',
  email: 'person.email',
  phone: 'person.phone',
};
const texts: Readonly<Record<DocumentName, { readonly fields: object; readonly lines?: object }>> = {
  'sales-order': { fields: sale, lines },
  invoice: { fields: { ...sale, invoice_number: 'payment.metadata.invoice_number' }, lines },
  'credit-memo': { fields: names('customer', 'invoice', 'date', 'reason'), lines },
  'cash-receipt': { fields: cash },
  'customer-refund': { fields: cash },
  journal: { fields: {} },
  customer: {
    fields: { ...person, ...address('address', 'person.address'), currency: 'currency', tax_id: 'tax_id' },
  },
  item: { fields: { name: 'description', description: 'number', active: '$not(discontinued)' } },
};

const entries: Readonly<Record<JournalType, readonly (readonly ['debit' | 'credit', Role, string])[]>> = {
  fees: [
    ['debit', 'stripe_fees', '$minus(amount, tax)'],
    ['debit', 'input_tax', 'tax'],
    ['credit', 'stripe_clearing', 'amount'],
  ],
  'dispute-withdrawn': [
    ['debit', 'disputes', 'amount'],
    ['credit', 'stripe_clearing', 'amount'],
  ],
  'dispute-reinstated': [
    ['debit', 'stripe_clearing', 'amount'],
    ['credit', 'disputes', 'amount'],
  ],
  'dispute-lost': [
    ['debit', 'dispute_losses', 'amount'],
    ['credit', 'disputes', 'amount'],
  ],
  payout: [
    ['debit', 'payouts_in_transit', 'amount'],
    ['credit', 'stripe_clearing', 'amount'],
  ],
  'payout-return': [
    ['debit', 'stripe_clearing', 'amount'],
    ['credit', 'payouts_in_transit', 'amount'],
  ],
  suspense: [
    ['debit', 'stripe_clearing', 'amount'],
    ['credit', 'suspense', 'amount'],
  ],
  'suspense-release': [
    ['debit', 'suspense', 'amount'],
    ['credit', 'stripe_clearing', 'amount'],
  ],
  reserve: [
    ['debit', 'reserves', 'amount'],
    ['credit', 'stripe_clearing', 'amount'],
  ],
  transfer: [
    ['debit', 'transfers', 'amount'],
    ['credit', 'stripe_clearing', 'amount'],
  ],
  adjustment: [
    ['debit', 'stripe_clearing', 'amount'],
    ['credit', 'adjustments', 'amount'],
  ],
  revenue: [
    ['debit', 'deferred_revenue', 'amount'],
    ['credit', 'revenue', 'amount'],
  ],
};
const place = { file: 'mappings/acme/accounts.yaml', line: 1, column: 1 };
const mappingOf = (document: DocumentName): DocumentMapping => {
  const file = `mappings/acme/${document}.yaml`;
  const { fields, lines: ofLines = {} } = texts[document];
  return { fields: fieldsIn(file, { ...fields }), lines: fieldsIn(file, { ...ofLines }), extra: {} };
};

/** What the bases of the product say, in short, for the company of the tests. */
export const sampleProfile: Profile = {
  name: 'acme',
  version: 3,
  changelog: [],
  documents: Object.fromEntries(
    Object.keys(texts).map((name) => [name, mappingOf(name as DocumentName)]),
  ) as Profile['documents'],
  journals: Object.fromEntries(
    journalTypes.map((type) => [
      type,
      entries[type].map(([side, account, amount], index) => ({
        side,
        account,
        amount: by('mappings/acme/journal.yaml', amount, index + 3),
        text: by('mappings/acme/journal.yaml', `"${account} " & stripe_id`, index + 3),
      })),
    ]),
  ) as unknown as Profile['journals'],
  rules: {},
  accounts: Object.fromEntries(
    roleNames.map((role, index) => [role, { cases: [], otherwise: { account: String(1_010 + index) }, place }]),
  ) as unknown as Profile['accounts'],
  taxCodes: {
    codes: [
      ['0', 'V0'],
      ['7', 'V7'],
      ['19', 'V19'],
      ['8.875', 'NY'],
    ].map(([rate = '', code = '']) => ({ rate, code, place })),
    otherwise: 'ask',
  },
  items: {
    entries: [{ match: { sku: 'MUG' }, item: 'AP-1002', place }],
    otherwise: 'same',
    shipping: 'FREIGHT',
    rounding: 'ROUNDING',
    roundingLimit: 2,
  },
  lists: {},
  customers: {
    guests: 'one_time',
    create: 'at_payment',
    owners: { name: 'stripe', email: 'newest', phone: 'stripe', address: 'stripe', tax_id: 'erp' },
  },
};

type Change = { readonly fields?: FieldMappings; readonly lines?: FieldMappings; readonly extra?: FieldMappings };
/** The same with other fields in one document. */
export const withFields = (document: DocumentName, change: Change, profile = sampleProfile): Profile => {
  const before = profile.documents[document];
  const after = {
    fields: { ...before.fields, ...change.fields },
    lines: { ...before.lines, ...change.lines },
    extra: { ...before.extra, ...change.extra },
  };
  return { ...profile, documents: { ...profile.documents, [document]: after } };
};
