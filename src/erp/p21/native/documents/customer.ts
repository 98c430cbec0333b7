import type { Address, Customer, Reference } from '../../../../domain/documents.ts';
import { firstOf } from '../../../read-back.ts';
import { cut } from '../../../fields.ts';
import { allowedExtra, given, whole } from '../../document-fields.ts';
import { currencyNumber, currencyOf, wholeNumber } from '../amounts.ts';
import type { Native } from '../native.ts';
import { extra, lengths } from '../target.ts';
import { define } from './kind.ts';
import { flag, rowsWith, text } from './rows.ts';

type StoredCustomer = {
  readonly number: string;
  readonly company: string;
  readonly reference: string;
  readonly currency: string;
  readonly deleted: boolean;
  /** Nothing where the site has no column for it. */
  readonly stripeId: string | undefined;
};

export const customer = define<Customer, StoredCustomer>({
  fields: { reference: 'legacy_id', company: 'company_id' },
  numbers: async (native, reference, signal) => {
    const equal = { legacy_id: reference, company_id: native.company };
    const rows = await rowsWith(native, 'customer', equal, ['customer_id'], signal);
    return rows
      .filter((row) => text(row, 'legacy_id') === reference)
      .map((row) => wholeNumber(text(row, 'customer_id'), 'customer_id'));
  },
  stored,
  receipt: ({ number, deleted }) => ({
    kind: 'customer',
    number,
    customer: number,
    ...(deleted && { status: 'cancelled' }),
  }),
  prepare(native, sent, reference, signal) {
    const body = encodeCustomer(native, sent, reference);
    return { send: async () => native.entities.createCustomer(body, signal) };
  },
  differs: ({ site }, sent, { currency, stripeId }) =>
    firstOf({
      currency_id: currency !== sent.currency,
      [site.customerColumn ?? '']: stripeId !== undefined && stripeId !== (sent.stripeId ?? ''),
    }),
});

/** Prophet 21 knows a customer by his number within one company. */
async function stored(native: Native, number: string, signal?: AbortSignal): Promise<StoredCustomer | undefined> {
  const equal = { customer_id: number, company_id: native.company };
  const [row] = await rowsWith(native, 'customer', equal, ['customer_id'], signal);
  if (!row) return undefined;
  const column = native.site.customerColumn;
  const [own] = column ? await rowsWith(native, 'customer_ud', equal, ['customer_id'], signal) : [];
  return {
    number: wholeNumber(text(row, 'customer_id'), 'customer_id'),
    company: text(row, 'company_id'),
    reference: text(row, 'legacy_id'),
    currency: currencyOf(native.site, row['currency_id'] ?? null),
    deleted: flag(row, 'delete_flag'),
    stripeId: column === undefined ? undefined : (own?.[column]?.trim() ?? ''),
  };
}

function encodeCustomer({ company, site }: Native, customer: Customer, reference: Reference): object {
  const { fields, own } = allowedExtra(customer.extra, extra.customer);
  const address = {
    ...mailAddress(customer.address ?? {}),
    ...given('CentralPhoneNumber', whole('CentralPhoneNumber', customer.phone ?? '', lengths.customer.phone)),
    ...given('EmailAddress', whole('EmailAddress', customer.email ?? '', lengths.customer.email)),
  };
  const userDefined = { ...own, ...(site.customerColumn && given(site.customerColumn, customer.stripeId)) };
  return {
    CompanyId: company,
    CustomerName: whole('CustomerName', customer.name, lengths.customer.name),
    LegacyId: reference,
    CurrencyId: currencyNumber(site, customer.currency),
    SalesrepId: site.salesrep,
    ...given('TermsId', site.terms),
    Taxable: 'Y',
    ...fields,
    ...(Object.keys(address).length > 0 && { CustomerAddress: address }),
    ...(Object.keys(userDefined).length > 0 && { UserDefinedFields: userDefined }),
  };
}

const mailAddress = ({ line1, line2, city, state, postalCode, country }: Address): object => ({
  ...given('MailAddress1', cut(line1 ?? '', lengths.address.line1)),
  ...given('MailAddress2', cut(line2 ?? '', lengths.address.line2)),
  ...given('MailCity', cut(city ?? '', lengths.address.city)),
  ...given('MailState', whole('MailState', state ?? '', lengths.address.state)),
  ...given('MailPostalCode', whole('MailPostalCode', postalCode ?? '', lengths.address.postal_code)),
  ...given('MailCountry', whole('MailCountry', country ?? '', lengths.address.country)),
});
