import type { DocumentTarget, ErpTarget, ExtraField } from '../../../domain/target.ts';
import type { Site } from './site.ts';

/** Characters that the columns hold, by the neutral field. The encoders read them too. */
export const lengths = {
  customer: { name: 50, email: 255, phone: 20 },
  address: { line1: 50, line2: 50, city: 50, state: 50, postal_code: 10, country: 50 },
  shipTo: { name: 50 },
  order: { order_number: 40 },
  line: { item: 40, description: 255, tax_code: 20 },
  memo: { reason: 255 },
  cash: { account: 40, text: 60 },
  /** Of the text: the rest of the 255 is a blank and Stripe's id. */
  journal: { account: 40, text: 224 },
} as const;

const columnOfOurs: ExtraField = { name: 'UserDefined.', max: 255, about: 'a user-defined column, by its name' };
/** What a profile may fill besides, by the kind of document: the encoders refuse any other. */
export const extra = {
  customer: [
    { name: 'CreditStatus', max: 20, about: 'HOLD takes no new orders' },
    { name: 'TermsId', max: 20, about: 'terms of payment' },
    { name: 'SalesrepId', max: 20, about: 'sales representative' },
    columnOfOurs,
  ],
  order: [
    { name: 'delivery_instructions', max: 255, about: 'a note on the order' },
    { name: 'taker', max: 30, about: 'who took the order' },
    columnOfOurs,
  ],
  none: [],
} as const satisfies Readonly<Record<string, readonly ExtraField[]>>;

const within = (place: string, those: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(those).map(([field, length]) => [`${place}.${field}`, length]));

const lines = within('line', lengths.line);
/** Prophet 21 takes a line's revenue account from its product group. */
const ownAccounts = ['line.revenue_account'];
const order: DocumentTarget = {
  extra: extra.order,
  lengths: { ...lengths.order, ...within('ship_to', { ...lengths.address, ...lengths.shipTo }), ...lines },
  lacks: ownAccounts,
};
const cash: DocumentTarget = { extra: extra.none, lengths: lengths.cash, lacks: [] };

/** What Prophet 21 itself takes of each kind of document; texts are of its one code page (V: every column is `varchar`). */
export const nativeTarget = ({ customerColumn }: Pick<Site, 'customerColumn'>): ErpTarget => ({
  name: 'p21/native',
  characters: 'latin1',
  documents: {
    customer: {
      extra: extra.customer,
      lengths: { ...lengths.customer, ...within('address', lengths.address) },
      lacks: ['tax_id', 'address.name', ...(customerColumn === undefined ? ['stripe_id'] : [])],
    },
    'sales-order': order,
    invoice: { ...order, lacks: [...ownAccounts, 'invoice_number'] },
    'credit-memo': {
      extra: extra.none,
      lengths: { ...lengths.memo, ...lines },
      lacks: ownAccounts,
    },
    'cash-receipt': cash,
    'customer-refund': cash,
    'journal-entry': {
      extra: extra.none,
      lengths: lengths.journal,
      lacks: [],
    },
  },
});
