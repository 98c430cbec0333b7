import type { Fields, Role } from '../erp/p21/native/site.ts';
import { usualWays } from '../erp/p21/native/usual-ways.ts';
import type { Examples } from '../yaml/examples.ts';
import { snake } from './p21-site-schema.ts';

/** The usual names, which are right as long as nobody knows better. */
function serviceExamples(role: Role): Examples {
  const { fields, ...way } = usualWays[role];
  const at = `services.${snake(role)}`;
  const usual: Fields = fields;
  return Object.fromEntries([
    [at, `${snake(role)}: { service: ${way.service} }`],
    ...Object.entries(way).map(([name, value]) => [`${at}.${name}`, `${name}: ${value}`]),
    ...Object.entries(usual).map(([meaning, field]) => [
      `${at}.fields.${snake(meaning)}`,
      `${snake(meaning)}: ${field}`,
    ]),
  ]) as Examples;
}

/** An example of right for every field of a Prophet 21 site's file. */
export const siteExamples: Examples = {
  sales_location: "sales_location: '10'",
  source_location: "source_location: '10'",
  ship_to: "ship_to: '100198'",
  taker: 'taker: QUITTANCE',
  salesrep: "salesrep: '1001'",
  terms: "terms: '1'",
  journal: 'journal: GJ',
  time_zone: 'time_zone: America/New_York',
  currencies: "currencies: { USD: '1' }",
  'currencies.*': "USD: '1'",
  order_reference: 'order_reference: po_no',
  payment_columns:
    'payment_columns: { stripe_id: quittance_stripe_id, state: quittance_payment_state, paid_on: quittance_paid_on }',
  'payment_columns.stripe_id': 'stripe_id: quittance_stripe_id',
  'payment_columns.state': 'state: quittance_payment_state',
  'payment_columns.paid_on': 'paid_on: quittance_paid_on',
  customer_column: 'customer_column: quittance_stripe_id',
  ...serviceExamples('cash-receipt'),
  'services.cash_receipt.folder': 'folder: /srv/p21-import/receipts',
  'services.cash_receipt.import_folder': 'import_folder: /srv/p21-import/receipts',
  ...serviceExamples('customer-refund'),
  'services.customer_refund.folder': 'folder: /srv/p21-import/refunds',
  'services.customer_refund.import_folder': 'import_folder: /srv/p21-import/refunds',
  ...serviceExamples('credit-memo'),
  ...serviceExamples('application'),
};
