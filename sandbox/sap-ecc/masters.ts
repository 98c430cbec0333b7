import { z } from 'zod';
import type { Customer, Material } from './company.ts';
import { parseQuantity } from './currencies.ts';
import type { Erp } from './erp.ts';
import type { Luw } from './luw.ts';
import { error, Refusal } from './messages.ts';
import { alpha } from './numbers.ts';

const flag = z.enum(['Y', 'N']);
/** The names are those of the Prophet 21 sandbox, so that one demo can seed both. */
export const customerSeed = z.looseObject({
  /** The number is the ERP's own choice only where the seed has none. */
  CustomerId: z.string().max(10).optional(),
  CustomerName: z.string().max(35),
  CurrencyId: z.string().length(3).optional(),
  Email: z.string().max(241).optional(),
  StripeCustomerId: z.string().max(35).optional(),
  Reference: z.string().max(35).optional(),
  CreditBlocked: flag.optional(),
  Deleted: flag.optional(),
});
export type CustomerSeed = z.input<typeof customerSeed>;

export const itemSeed = z.strictObject({
  ItemId: z.string().min(1).max(18),
  ItemDesc: z.string().max(40).default(''),
  Class: z.enum(['stock', 'service']).default('stock'),
  QuantityOnHand: z.string().default('1000000'),
  Discontinued: flag.default('N'),
});
export type ItemSeed = z.input<typeof itemSeed>;

/** A customer with everything that the caller does not name left initial. */
export const newCustomer = ({ erp }: Luw, fields: Partial<Customer> & Pick<Customer, 'names'>): Customer => ({
  number: fields.number ?? erp.nextNumber('customer'),
  street: '',
  postalCode: '',
  city: '',
  region: '',
  country: 'DE',
  language: 'E',
  currency: erp.ledgerCurrency,
  phone: '',
  email: '',
  taxId: '',
  addressNumber: erp.nextNumber('address'),
  creditBlocked: false,
  orderBlock: '',
  deleted: false,
  created: erp.clock.now().toISOString(),
  ...fields,
});

export function seedCustomer(luw: Luw, input: unknown): Customer {
  const seed = customerSeed.parse(input);
  return luw.company.customers.put(
    newCustomer(luw, {
      names: [seed.CustomerName, '', seed.StripeCustomerId ?? '', seed.Reference ?? ''],
      ...(seed.CustomerId !== undefined && { number: alpha(seed.CustomerId, 10) }),
      currency: seed.CurrencyId ?? luw.erp.ledgerCurrency,
      email: seed.Email ?? '',
      creditBlocked: seed.CreditBlocked === 'Y',
      deleted: seed.Deleted === 'Y',
    }),
  );
}

/** What of a customer can be changed; the four names apart. */
export type CustomerFields = Partial<
  Pick<
    Customer,
    | 'street'
    | 'postalCode'
    | 'city'
    | 'region'
    | 'country'
    | 'phone'
    | 'email'
    | 'taxId'
    | 'orderBlock'
    | 'creditBlocked'
    | 'deleted'
    | 'currency'
  >
> & { readonly name?: string; readonly name2?: string; readonly name3?: string; readonly name4?: string };

/** @throws Refusal for a customer that is not there, is being changed, or would lose what each one needs */
export function changeCustomer(luw: Luw, number: string, wanted: CustomerFields): Customer {
  const stored = luw.company.customers.get(number);
  if (!stored) throw new Refusal(error('F2 153', [number]));
  if (!luw.lock(`customer ${number}`)) throw new Refusal(error('F2 042', [number]));
  const { name, name2, name3, name4, ...fields } = wanted;
  const names = [name, name2, name3, name4].map((each, place) => (each ?? stored.names[place] ?? '').slice(0, 35));
  const changed = {
    ...stored,
    ...fields,
    names: [names[0] ?? '', names[1] ?? '', names[2] ?? '', names[3] ?? ''] as const,
  };
  const blank = Object.entries({ NAME: changed.names[0], CITY: changed.city, COUNTRY: changed.country }).find(
    ([field, value]) => value === '' && !isAsBefore(field, stored),
  );
  if (blank) throw new Refusal(error('F2 163', [blank[0]], { field: blank[0] }));
  return luw.company.customers.put(changed);
}

/** A seed may lack what SAP would not have saved. */
const isAsBefore = (field: string, { names, city, country }: Customer): boolean =>
  ({ NAME: names[0], CITY: city, COUNTRY: country })[field] === '';

/** What people change in the masters; what is not named stays. */
const customerEdit = z.strictObject({
  CustomerName: z.string().min(1).max(70).optional(),
  Email: z.string().max(241).optional(),
  Phone: z.string().max(16).optional(),
  MailAddress: z
    .strictObject({
      Address1: z.string().max(35),
      City: z.string().min(1).max(35),
      State: z.string().max(3),
      PostalCode: z.string().max(10),
      Country: z.string().min(2).max(3),
    })
    .partial()
    .default({}),
  TaxId: z.string().max(20).optional(),
  StripeCustomerId: z.string().max(35).optional(),
  OrderBlock: z.string().max(2).optional(),
  CreditBlocked: flag.optional(),
  Deleted: flag.optional(),
});

export function editCustomer(luw: Luw, number: string, input: unknown): Customer {
  const edit = customerEdit.parse(input);
  const wanted = {
    name: edit.CustomerName?.slice(0, 35),
    name2: edit.CustomerName?.slice(35).trim(),
    name3: edit.StripeCustomerId,
    email: edit.Email,
    phone: edit.Phone,
    street: edit.MailAddress.Address1,
    city: edit.MailAddress.City,
    region: edit.MailAddress.State,
    postalCode: edit.MailAddress.PostalCode,
    country: edit.MailAddress.Country,
    taxId: edit.TaxId,
    orderBlock: edit.OrderBlock,
    creditBlocked: edit.CreditBlocked && edit.CreditBlocked === 'Y',
    deleted: edit.Deleted && edit.Deleted === 'Y',
  };
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return changeCustomer(luw, alpha(number, 10), given);
}

const itemEdit = z.strictObject({
  ItemDesc: z.string().max(40).optional(),
  Discontinued: flag.optional(),
});

export function editItem(luw: Luw, item: string, input: unknown): Material {
  const { ItemDesc, Discontinued } = itemEdit.parse(input);
  const number = alpha(item, 18);
  const stored = luw.company.materials.get(number);
  if (!stored) throw new Refusal(error('M3 305', [number]));
  return luw.company.materials.put({
    ...stored,
    ...(ItemDesc !== undefined && { description: ItemDesc }),
    ...(Discontinued !== undefined && { discontinued: Discontinued === 'Y' }),
  });
}

/** Adds a material, or replaces what is known of it and its stock. */
export function seedItem(erp: Erp, luw: Luw, input: unknown): Material {
  const { ItemId, ItemDesc, Class, QuantityOnHand, Discontinued } = itemSeed.parse(input);
  const number = alpha(ItemId, 18);
  erp.stock.set(number, parseQuantity(QuantityOnHand) ?? 0n);
  return luw.company.materials.put({
    number,
    description: ItemDesc,
    kind: Class,
    discontinued: Discontinued === 'Y',
    created: luw.company.materials.get(number)?.created ?? erp.clock.now().toISOString(),
  });
}
