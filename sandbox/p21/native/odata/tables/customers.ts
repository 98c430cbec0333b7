import type { Customer } from '../../../records.ts';
import { flag, tableOf, text, time, whole } from '../table.ts';
import type { Table } from '../table.ts';
import type { Ground } from './ground.ts';
import { ownColumns } from './own-columns.ts';

/** Prophet 21 numbers its customers; the books may have been given others, which only the gateway shows. */
const isNumbered = ({ number }: Customer): boolean => /^\d+$/.test(number);

export const customerTables = (ground: Ground): readonly Table[] => {
  const customers = () => ground.erp.customers.all(isNumbered);
  const customer_id = whole<Customer>(({ number }) => number);
  const company_id = text<Customer>(() => ground.erp.company);
  return [
    tableOf('customer', customers, {
      customer_id,
      company_id,
      customer_name: text(({ body }) => body.CustomerName),
      legacy_id: text(({ body }) => body.Reference),
      currency_id: whole(({ body }) => ground.numberOf(body.CurrencyId)),
      credit_status: text(({ body }) => (body.CreditHold === 'Y' ? 'HOLD' : 'GOOD')),
      delete_flag: flag(({ deleted }) => deleted),
      date_last_modified: time(({ changed }) => ground.clock.at(changed.master)),
    }),
    tableOf('address', customers, {
      id: customer_id,
      email_address: text(({ body }) => body.Email),
      central_phone_number: text(({ body }) => body.Phone),
      mail_address1: text(({ body }) => body.MailAddress?.Address1),
      mail_address2: text(({ body }) => body.MailAddress?.Address2),
      mail_city: text(({ body }) => body.MailAddress?.City),
      mail_state: text(({ body }) => body.MailAddress?.State),
      mail_postal_code: text(({ body }) => body.MailAddress?.PostalCode),
      mail_country: text(({ body }) => body.MailAddress?.Country),
      date_last_modified: time(({ changed }) => ground.clock.at(changed.address)),
    }),
    ownColumns(
      tableOf('customer_ud', customers, {
        customer_id,
        company_id,
        quittance_stripe_id: text(({ body }) => body.StripeCustomerId),
        date_last_modified: time(({ changed }) => ground.clock.at(changed.own)),
      }),
      customers,
      ({ body }) => body.UserDefined,
    ),
  ];
};
