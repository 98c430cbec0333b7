import type { DocumentName } from '../profile/profile.ts';
import { receiptShape, refundShape } from '../sources/cash.ts';
import { creditMemoShape } from '../sources/credit-memo.ts';
import { customerShape } from '../sources/customer.ts';
import { itemShape } from '../sources/item.ts';
import { journalShape } from '../sources/journal.ts';
import { memoLineShape, saleLineShape } from '../sources/line.ts';
import { saleShape } from '../sources/sale.ts';
import type { Catalogue, FieldType, TargetField } from './catalogue.ts';

type Fields = Readonly<Record<string, TargetField>>;

/** Must be filled. */
const must = (type: FieldType, about: string): TargetField => ({ type, required: true, about });
const may = (type: FieldType, about: string): TargetField => ({ type, required: false, about });
/** Free text: what is too long for the ERP is cut, where an identifier would be refused. */
const words = (about: string, required = false): TargetField => ({ type: 'text', required, about, mayCut: true });

/** The ERP's name of something. */
const code = (about: string, required = true): TargetField => ({ type: 'text', required, about, ofErp: true });

const address = (under: string, whose: string): Fields => ({
  [`${under}.name`]: words(`who is at ${whose}`),
  [`${under}.line1`]: words(`street of ${whose}`),
  [`${under}.line2`]: words(`second line of ${whose}`),
  [`${under}.city`]: words(`city of ${whose}`),
  [`${under}.state`]: may('text', `state or province of ${whose}`),
  [`${under}.postal_code`]: may('text', `postal code of ${whose}`),
  [`${under}.country`]: may('country', `country of ${whose}, two letters`),
});

const sale: Fields = {
  customer: code("the ERP's number of the customer"),
  order_number: must('text', "the shop's number of the order"),
  date: must('day', 'the day of the sale'),
  paid_on: may('day', 'the day on which the money was captured'),
  ...address('ship_to', 'the address that the goods go to'),
};

const lines: Fields = {
  item: code("the ERP's item"),
  description: words('what was sold'),
  quantity: must('quantity', 'how many, a whole number'),
  unit_price: must('money', 'price of one, without tax'),
  discount: must('money', 'taken off the line, without tax'),
  net: must('money', 'quantity x unit price - discount'),
  tax: must('money', 'tax that the shop charged on the line'),
  tax_code: code("the ERP's tax code"),
  revenue_account: code("G/L account of the revenue; left out, the ERP's own determination decides", false),
};

const cash: Fields = {
  customer: code("the ERP's number of the customer"),
  account: code('G/L account of the Stripe clearing'),
  order: code("the ERP's number of the sales order that the money is for", false),
  date: must('day', 'the booking day, in an open period'),
  text: words('text of the posting', true),
};

/**
 * What a profile fills in each document, and what its expressions see. Kind, currency, totals, Stripe's ids and the state
 * of the payment are not among the fields: they follow from the sale, so that no profile can get them wrong.
 */
export const catalogues: Readonly<Record<DocumentName, Catalogue>> = {
  'sales-order': {
    about: 'an order that the ERP ships and invoices',
    fields: sale,
    lines,
    source: saleShape,
    line: saleLineShape,
  },
  invoice: {
    about: 'an invoice of what was delivered at payment',
    fields: {
      ...sale,
      invoice_number: may('text', 'the number that the invoice gets, where the ERP does not give one'),
    },
    lines,
    source: saleShape,
    line: saleLineShape,
  },
  'credit-memo': {
    about: 'a credit for what was invoiced',
    fields: {
      customer: code("the ERP's number of the customer"),
      invoice: code("the ERP's number of the invoice that is credited"),
      date: must('day', 'the day of the refund'),
      reason: words('why it is credited', true),
    },
    lines,
    source: creditMemoShape,
    line: memoLineShape,
  },
  'cash-receipt': { about: 'money that came in at Stripe, gross', fields: cash, source: receiptShape },
  'customer-refund': { about: 'money that went back to a customer, gross', fields: cash, source: refundShape },
  journal: {
    about: 'an entry of the general ledger',
    fields: { text: words("text of the entry; left out, that of the first line's") },
    lines: { amount: must('money', 'amount of the line'), text: words('text of the line', true) },
    source: journalShape,
  },
  customer: {
    about: 'a new customer of the ERP',
    fields: {
      name: words('name of the customer', true),
      email: may('email', 'e-mail address, in small letters'),
      phone: may('text', 'telephone number'),
      ...address('address', "the customer's address"),
      currency: must('currency', 'currency that the customer pays in, three letters'),
      tax_id: may('text', 'VAT or tax number'),
    },
    source: customerShape,
  },
  item: {
    about: "a product at Stripe, of the ERP's item",
    fields: {
      name: words('name of the product', true),
      description: words('description of the product'),
      active: must('flag', 'whether it is sold'),
    },
    source: itemShape,
  },
};
