import type { Lookup } from '../expressions/evaluator.ts';
import type { ItemInput, Mapped, Product } from '../mapper.ts';
import { itemView } from '../sources/item.ts';
import { createFiller, type FillerSettings } from './filler.ts';
import { slotsOf } from './slots.ts';

/** What Stripe's product says of an item of the ERP. */
export function createItemMapping(settings: FillerSettings) {
  const fill = createFiller(settings, slotsOf('item', settings.profile, settings.target));
  return async (input: ItemInput, lookup?: Lookup): Promise<Mapped<Product>> => {
    const { head, extra, trace } = await fill({ view: itemView(input), lookup });
    const { name, description, active } = head;
    const document = {
      kind: 'product',
      name,
      ...(description !== undefined && { description }),
      active,
      extra,
    } as Product;
    return { document, trace };
  };
}
