import { z } from 'zod';
import type { Customer, Material } from './company.ts';
import { parseQuantity } from './currencies.ts';
import type { Erp } from './erp.ts';
import type { Luw } from './luw.ts';
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
  });
}
