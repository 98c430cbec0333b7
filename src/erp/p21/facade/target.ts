import type { DocumentTarget, ErpTarget, ExtraField } from '../../../domain/target.ts';

/** Characters that the gateway takes, as openapi.yaml says, by the neutral field. The encoders read them too. */
export const lengths = {
  customer: { name: 255, email: 255, phone: 20, tax_id: 40 },
  address: { name: 255, line1: 255, line2: 255, city: 255, state: 50, postal_code: 20, country: 2 },
  sale: { order_number: 255 },
  invoice: { invoice_number: 40 },
  line: { item: 40, description: 255, tax_code: 20, revenue_account: 40 },
  memo: { reason: 255 },
  cash: { account: 40, text: 60 },
  journal: { text: 255, posting_text: 60, account: 40 },
} as const;

const userDefined: ExtraField = { name: 'UserDefined.', max: 255, about: 'a field of your own, by its name' };
const ofSales: readonly ExtraField[] = [
  { name: 'PoNo', max: 50, about: "the customer's own order number" },
  { name: 'Taker', max: 30, about: 'who took the order' },
  { name: 'Notes', max: 2000, about: 'a note on the order' },
  userDefined,
];

/** What a profile may fill besides, by the kind of document: the encoders refuse any other. */
export const extra = {
  customer: [{ name: 'CreditHold', max: 1, about: 'Y takes no new orders' }, userDefined],
  sale: ofSales,
  'credit-memo': [userDefined],
  cash: [userDefined],
  'journal-entry': [],
} as const satisfies Readonly<Record<string, readonly ExtraField[]>>;

const within = (place: string, those: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(those).map(([field, length]) => [`${place}.${field}`, length]));

const lines = within('line', lengths.line);
const cash: DocumentTarget = { extra: extra.cash, lengths: lengths.cash, lacks: [] };
const sale: DocumentTarget = {
  extra: extra.sale,
  lengths: { ...lengths.sale, ...within('ship_to', lengths.address), ...lines },
  lacks: [],
};

/** What a gateway takes of each kind of document. */
export const facadeTarget: ErpTarget = {
  name: 'p21/facade',
  characters: 'unicode',
  documents: {
    customer: {
      extra: extra.customer,
      lengths: { ...lengths.customer, ...within('address', lengths.address) },
      lacks: [],
    },
    'sales-order': sale,
    invoice: { ...sale, lengths: { ...sale.lengths, ...lengths.invoice } },
    'credit-memo': { extra: extra['credit-memo'], lengths: { ...lengths.memo, ...lines }, lacks: [] },
    'cash-receipt': cash,
    'customer-refund': cash,
    'journal-entry': {
      extra: extra['journal-entry'],
      lengths: { text: lengths.journal.posting_text, account: lengths.journal.account },
      lacks: [],
    },
  },
};
