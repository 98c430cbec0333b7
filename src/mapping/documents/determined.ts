import type { Line } from '../../domain/documents.ts';
import { zero } from '../../domain/money.ts';
import { netOf, type ShopLine } from '../../domain/shop-order.ts';
import { stateOf } from '../expressions/functions/places.ts';
import { MappingFault } from '../fault.ts';
import type { SaleInput } from '../mapper.ts';
import { accountFor, itemFor, taxCodeFor } from '../profile/determine.ts';
import type { ItemEntry, Profile } from '../profile/profile.ts';
import type { DeterminedLine } from '../sources/line.ts';
import { saleFacts } from './facts.ts';
import { kitLines } from './kits.ts';

/**
 * The lines of a sale by the tables of its profile: items, kits, tax codes, product classes, and where `accounts` is set
 * the accounts of the revenue. They come to the order, each with quantity x unit price - discount = net.
 * @throws MappingFault where a table leaves the choice to a person
 */
export function determinedLines(input: SaleInput, profile: Profile, accounts: boolean): readonly DeterminedLine[] {
  const { order } = input;
  const found = order.lines.flatMap((line, index) => ofShopLine(line, `order.lines[${index}]`, input, profile));
  const lines = [...found, ...shippingOf(input, profile)];
  return accounts ? lines.map((line) => withAccount(line, input, profile)) : lines;
}

function ofShopLine(line: ShopLine, where: string, input: SaleInput, profile: Profile): readonly DeterminedLine[] {
  if (!Number.isSafeInteger(line.quantity) || line.quantity < 1)
    throw new MappingFault(`${where}.quantity`, 'A quantity is a whole number from 1: correct the order in the shop');
  const entry = itemFor(profile.items, line);
  const whole = {
    where,
    sku: line.sku,
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitAmount,
    discount: line.discount,
    net: netOf(line),
    tax: line.tax,
    taxCode: taxCodeOf(line.taxRate, `${where}.taxRate`, input, profile),
    taxRate: line.taxRate,
    shipping: false,
    ...soldAs(line, entry),
  };
  const items = input.patch?.items ?? {};
  const patched = Object.hasOwn(items, line.sku) ? items[line.sku] : undefined;
  if (!entry?.kit || patched) return [{ ...whole, item: patched ?? itemOf(line, where, entry, profile) }];
  return kitLines({ ...whole, item: '' }, entry.kit).map(({ part, ...each }) => ({ ...each, ...classOf(part.class) }));
}

const soldAs = ({ product, price, metadata = {} }: ShopLine, entry: ItemEntry | undefined) => ({
  metadata,
  ...(product && { product }),
  ...(price && { price }),
  ...classOf(entry?.class ?? metadata.product_class?.trim()),
  ...(entry?.merge !== undefined && { merge: entry.merge }),
});

const classOf = (productClass: string | undefined) => (productClass ? { productClass } : {});

/** The entry's, that of the price's or product's metadata, or what the profile says of all others. */
function itemOf(line: ShopLine, where: string, entry: ItemEntry | undefined, { items }: Profile): string {
  const named = entry?.item ?? line.metadata?.erp_item?.trim();
  if (named) return named;
  const { otherwise } = items;
  if (typeof otherwise === 'object') return otherwise.item;
  if (otherwise === 'same' && line.sku.trim()) return line.sku.trim();
  throw new MappingFault(
    `${where}.sku`,
    otherwise === 'ask'
      ? 'items.yaml does not say which item of the ERP this line is. Add it, as in - { sku: …, item: … }, give the price at Stripe the metadata erp_item, or patch the case with the item of its SKU'
      : 'A line has no SKU. Give it one in the shop, or set otherwise in items.yaml to an item of the ERP, as in otherwise: { item: MISC }',
  );
}

function shippingOf(input: SaleInput, profile: Profile): readonly DeterminedLine[] {
  const { shipping, currency } = input.order;
  if (!shipping || (shipping.amount.minor === 0 && shipping.tax.minor === 0)) return [];
  const item = profile.items.shipping;
  if (!item)
    throw new MappingFault(
      'order.shipping',
      'The order has shipping, but no item stands for it. Set shipping in items.yaml, as in shipping: FREIGHT',
    );
  const { amount, tax, taxRate } = shipping;
  const line: Line = {
    item,
    description: 'Shipping',
    quantity: 1,
    unitPrice: amount,
    discount: zero(currency),
    net: amount,
    tax,
    taxCode: taxCodeOf(taxRate, 'order.shipping.taxRate', input, profile),
  };
  return [{ ...line, where: 'order.shipping', sku: '', taxRate, shipping: true, metadata: {} }];
}

function taxCodeOf(rate: string, where: string, { order }: SaleInput, { taxCodes }: Profile): string {
  const { country, state } = order.customer.address ?? {};
  // Shops write California, ca and CA.
  const code = country && state ? (stateOf(country, state) ?? state.trim().toUpperCase()) : '';
  const jurisdictions = country ? [country, ...(/^[A-Z0-9]{1,3}$/.test(code) ? [`${country}-${code}`] : [])] : [];
  return taxCodeFor(taxCodes, { jurisdictions, rate }, where);
}

const withAccount = (line: DeterminedLine, input: SaleInput, { accounts }: Profile): DeterminedLine => ({
  ...line,
  revenueAccount: accountFor(accounts, 'revenue', {
    ...saleFacts(input),
    product_class: line.productClass ?? '',
  }),
});
