import { z } from 'zod';

const minor = z.int().nonnegative();
const percent = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'a percentage in digits, for example "19" or "7.25"');

const address = z.strictObject({
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  state: z.string().nullable(),
  postal_code: z.string(),
  country: z.string().length(2),
});

/** An order as the shop tells it; every amount is in minor units of its currency. README.md explains the fields. */
export const orderSchema = z.strictObject({
  id: z.string().min(1),
  currency: z.string().regex(/^[a-z]{3}$/, 'three small letters, for example "eur"'),
  created: z.int(),
  customer: z.strictObject({ email: z.string(), name: z.string(), phone: z.string().nullable(), address }),
  lines: z
    .array(
      z.strictObject({
        sku: z.string().min(1),
        description: z.string(),
        quantity: z.int().positive(),
        unit_amount: minor,
        discount: minor,
        tax: minor,
        tax_rate: percent,
      }),
    )
    .min(1),
  shipping: z.strictObject({ amount: minor, tax: minor, tax_rate: percent }),
  tenders: z.array(z.strictObject({ kind: z.enum(['gift_card', 'store_credit']), amount: z.int().positive() })),
  total: minor,
  payments: z.int().positive().default(1),
});
export type ShopOrder = z.output<typeof orderSchema>;

/** What the lines and the shipping come to, in minor units. */
export const sumOf = ({ lines, shipping }: Pick<ShopOrder, 'lines' | 'shipping'>): number =>
  lines.reduce((sum, { quantity, unit_amount, discount, tax }) => sum + quantity * unit_amount - discount + tax, 0) +
  shipping.amount +
  shipping.tax;

/** What is left to pay with Stripe, in minor units. */
export const dueOf = ({ total, tenders }: Pick<ShopOrder, 'total' | 'tenders'>): number =>
  total - tenders.reduce((sum, { amount }) => sum + amount, 0);
