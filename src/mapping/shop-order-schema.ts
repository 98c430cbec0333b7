import { z } from 'zod';
import { currencyCode } from '../domain/currency.ts';
import { money, type Money } from '../domain/money.ts';
import { hasCardNumber } from '../domain/scrub.ts';
import { disagreement, type Person, type ShopLine, type ShopOrder } from '../domain/shop-order.ts';

/** What a shop leaves out may be absent, null or empty. */
const maybe = z
  .string()
  .max(500)
  .nullish()
  .transform((text) => text?.trim() || undefined);
const minor = z.int().min(0);
const rate = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'is not a percentage in digits, such as "19" or "7.25"');
const freeText = z
  .string()
  .max(1_000)
  .refine((text) => !hasCardNumber(text), 'looks like it holds a card number: take it out');

const Address = z.object({
  line1: maybe,
  line2: maybe,
  city: maybe,
  state: maybe,
  postal_code: maybe,
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'is not a country of two letters, such as "US"')
    .nullish(),
});
const Customer = z.object({ name: maybe, email: maybe, phone: maybe, address: Address.nullish() });
const Line = z.object({
  sku: z.string().trim().min(1),
  description: freeText,
  quantity: z.int().positive(),
  unit_amount: minor,
  discount: minor.default(0),
  tax: minor.default(0),
  tax_rate: rate.default('0'),
  /** Stripe's ids, where the shop sells by them. */
  product: maybe,
  price: maybe,
  metadata: z.record(z.string().max(100), freeText).optional(),
});

/** An order as a shop tells it, pushed or asked for: amounts are whole numbers of the currency's minor units. */
const Order = z.object({
  id: z.string().trim().min(1).max(100),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'is not a currency of three letters, such as "eur"')
    .transform(currencyCode),
  created: z.union(
    [z.iso.datetime({ offset: true }), z.int().positive()],
    'is neither an ISO time nor seconds since 1970',
  ),
  customer: Customer.nullish(),
  lines: z.array(Line).min(1).max(1_000),
  shipping: z.object({ amount: minor, tax: minor.default(0), tax_rate: rate.default('0') }).nullish(),
  tenders: z.array(z.object({ kind: z.string().min(1), amount: z.int().positive() })).default([]),
  total: minor,
  /** How many Stripe payments will pay it. */
  payments: z.int().positive().max(100).default(1),
  metadata: z.record(z.string().max(100), freeText).default({}),
});

/** Reads a shop's JSON, and refuses an order that doesn't add up. Issues name paths, never values of people. */
export const shopOrderSchema = Order.transform((raw, context): ShopOrder => {
  try {
    const order = toShopOrder(raw);
    const problem = problemOf(order);
    if (problem) context.addIssue({ code: 'custom', ...problem });
    return order;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue({ code: 'custom', path: ['lines'], message: 'add up to more than can be counted exactly' });
    return z.NEVER;
  }
});

function problemOf(order: ShopOrder): { readonly path: string[]; readonly message: string } | undefined {
  const wrong = disagreement(order);
  if (!wrong) return undefined;
  const message =
    wrong.where === 'total'
      ? `is ${order.total.minor}, but lines less discounts, tax and shipping add up to ${wrong.expected.minor}`
      : `are more than the total of ${wrong.expected.minor}`;
  return { path: [wrong.where], message };
}

/** @throws ZodError whose first issue names the field at fault. */
export const parseShopOrder = (json: unknown): ShopOrder => shopOrderSchema.parse(json);

function toShopOrder(raw: z.output<typeof Order>): ShopOrder {
  const { id, currency, created, customer, lines, shipping, tenders, total, payments, metadata } = raw;
  const amount = (units: number) => money(units, currency);
  return {
    id,
    currency,
    created: new Date(typeof created === 'number' ? created * 1_000 : created).toISOString(),
    customer: customer ? toPerson(customer) : {},
    lines: lines.map((line) => toLine(line, amount)),
    ...(shipping &&
      shipping.amount + shipping.tax > 0 && {
        shipping: { amount: amount(shipping.amount), tax: amount(shipping.tax), taxRate: shipping.tax_rate },
      }),
    tenders: tenders.map((tender) => ({ kind: tender.kind, amount: amount(tender.amount) })),
    total: amount(total),
    payments,
    metadata,
  };
}

const toLine = (
  { sku, description, quantity, product, price, metadata, ...raw }: z.output<typeof Line>,
  amount: (units: number) => Money,
): ShopLine => ({
  sku,
  description,
  quantity,
  unitAmount: amount(raw.unit_amount),
  discount: amount(raw.discount),
  tax: amount(raw.tax),
  taxRate: raw.tax_rate,
  ...(product && { product }),
  ...(price && { price }),
  ...(metadata && { metadata }),
});

const toPerson = ({ name, email, phone, address }: z.output<typeof Customer>): Person => ({
  ...(name && { name }),
  ...(email && { email }),
  ...(phone && { phone }),
  ...(address && { address: toAddress(address) }),
});

const toAddress = ({
  line1,
  line2,
  city,
  state,
  postal_code,
  country,
}: z.output<typeof Address>): Person['address'] & object => ({
  ...(line1 && { line1 }),
  ...(line2 && { line2 }),
  ...(city && { city }),
  ...(state && { state }),
  ...(postal_code && { postalCode: postal_code }),
  ...(country && { country: country.toUpperCase() }),
});
