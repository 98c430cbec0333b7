import type { OrderItem } from './company.ts';
import type { Erp } from './erp.ts';
import type { Luw } from './luw.ts';
import type { Message } from './messages.ts';
import { error } from './messages.ts';
import type { ItemInput } from './order-reading.ts';

/** What speaks against a new item. */
export function problemsOf({ erp, company }: Luw, input: ItemInput, row: number): readonly Message[] {
  const material = company.materials.get(input.material ?? '');
  const place = { parameter: 'ORDER_ITEMS_IN', row, field: 'MATERIAL' };
  return [
    ...(!material || material.discontinued
      ? [error('V1 382', [input.material ?? '', erp.salesOrganisation, '10'], place)]
      : []),
    ...(erp.taxes.of(input.taxClass ?? '')
      ? []
      : [error('V1 460', [input.taxClass ?? '', 'TAX_CLASS1'], { ...place, field: 'TAX_CLASS1' })]),
    ...((input.quantity ?? 0n) > 0n ? [] : [error('V1 323', ['REQ_QTY'], { ...place, field: 'REQ_QTY' })]),
  ];
}

/** A new item, with what stock could promise it. */
export function newItem(luw: Luw, input: ItemInput): OrderItem {
  const material = luw.company.materials.get(input.material ?? '');
  return promise(luw, {
    number: input.number,
    material: input.material ?? '',
    text: input.text ?? material?.description ?? '',
    taxClass: input.taxClass ?? '1',
    price: input.price ?? 0n,
    discount: input.discount ?? 0n,
    quantity: input.quantity ?? 0n,
    confirmed: 0n,
    delivered: 0n,
    invoiced: 0n,
    deliveredNet: 0n,
    rejection: input.rejection ?? '',
    customerMaterial: input.customerMaterial ?? '',
  });
}

export const isService = (erp: Erp, { material }: Pick<OrderItem, 'material'>): boolean =>
  erp.company.materials.get(material)?.kind === 'service';

/** Confirms as much as there is, and gives back what is no longer wanted. */
export function promise(luw: Luw, item: OrderItem): OrderItem {
  const wanted = (item.rejection ? item.delivered : item.quantity) - item.confirmed;
  if (wanted === 0n) return item;
  const free = luw.erp.stock.get(item.material);
  const service = isService(luw.erp, item);
  const given = service || wanted < 0n || free >= wanted ? wanted : free;
  if (!service) luw.reserve(item.material, given);
  return { ...item, confirmed: item.confirmed + given };
}
