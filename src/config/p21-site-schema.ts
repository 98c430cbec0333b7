import { z } from 'zod';
import type { Fields, Role, Site, Way } from '../erp/p21/native/site.ts';
import { usualWays } from '../erp/p21/native/usual-ways.ts';
import { section } from './section.ts';
import { currency, text, timeZone } from './values.ts';

/** A name that Prophet 21 gives to a service, a form, a field or a column. */
const name = z.string().regex(/^[A-Za-z_][\w.]*$/, 'is not a name of Prophet 21: only letters, digits, "_" and "."');
/** As it is compared with the tables, which hold a number: `01` would never be found. */
const number = z.string().regex(/^(0|[1-9]\d*)$/, 'is not a number of Prophet 21: only digits, and no "0" before them');

const fields = (usual: Fields) =>
  section(Object.fromEntries(Object.entries(usual).map(([meaning, field]) => [snake(meaning), name.default(field)])))
    .prefault({})
    .transform((given) => given as Fields);

export const snake = (camel: string): string =>
  camel.replace(/[A-Z]/g, (big) => `_${big.toLowerCase()}`).replaceAll('-', '_');

const folder = z.string().regex(/^\//, 'is not an absolute path');

function byTransaction(role: Role, more: { readonly import_folder?: z.ZodType } = {}) {
  const usual = usualWays[role];
  return section({
    by: z.literal('transaction').optional(),
    service: name.default(usual.service),
    form: name.default(usual.form),
    key: name.default(usual.key),
    ...('lines' in usual && { lines: name.default(usual.lines) }),
    ...more,
    fields: fields(usual.fields),
  }).transform((way) => ({ ...way, by: 'transaction' }) as Way);
}
const none = section({ by: z.literal('none') });
const byImport = (role: Role) =>
  section({
    by: z.literal('import'),
    folder,
    fields: fields(usualWays[role].fields),
  });

const service = (role: Role) => z.discriminatedUnion('by', [byTransaction(role), none]).prefault({});
/** Only cash has a layout for the scheduled import, and may have come by it before. */
const cash = (role: Role) =>
  z
    .discriminatedUnion('by', [byTransaction(role, { import_folder: folder.optional() }), byImport(role), none])
    .prefault({});

type Currencies = Readonly<Record<string, string>>;

/** Two currencies of one number: what is read back would be taken for the first. */
function twice(currencies: Currencies): readonly string[] | undefined {
  const codes = Object.keys(currencies);
  const second = codes.find((code, at) => codes.findIndex((one) => currencies[one] === currencies[code]) < at);
  return second === undefined ? undefined : codes.filter((code) => currencies[code] === currencies[second]);
}

/** The file of a Prophet 21 site. What it leaves out is as it usually is. */
export const siteSchema = section({
  sales_location: text,
  source_location: text.optional(),
  ship_to: text.optional(),
  taker: text.optional(),
  salesrep: text,
  terms: text.optional(),
  journal: text,
  time_zone: timeZone,
  currencies: z
    .record(currency, number)
    .refine((currencies) => Object.keys(currencies).length > 0, 'names no currency')
    .refine((currencies) => !twice(currencies), {
      error: ({ input }) => `gives ${twice(input as Currencies)?.join(' and ')} the same number`,
    }),
  order_reference: z.enum(['po_no', 'web_reference_no']).default('po_no'),
  payment_columns: section({ stripe_id: name, state: name, paid_on: name }).optional(),
  customer_column: name.optional(),
  services: section({
    cash_receipt: cash('cash-receipt'),
    customer_refund: cash('customer-refund'),
    credit_memo: service('credit-memo'),
    application: service('application'),
  }).prefault({}),
}).transform(({ services, ...site }): Site => ({
  ...site,
  sourceLocation: site.sourceLocation ?? site.salesLocation,
  ways: {
    'cash-receipt': services.cashReceipt,
    'customer-refund': services.customerRefund,
    'credit-memo': services.creditMemo,
    application: services.application,
  },
}));
