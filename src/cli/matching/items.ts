import type Stripe from 'stripe';
import type { ErpPort } from '../../erp/port.ts';
import type { ItemEntry } from '../../mapping/profile/profile.ts';
import { itemEvidence, type ErpProduct, type StripeProduct } from '../../matching/items.ts';
import type { Crosswalk } from '../../store/crosswalk.ts';
import { readProduct } from '../../stripe/product.ts';
import { listPrices, listProducts, type ListedPrice, type ListedProduct } from '../../stripe/product-list.ts';
import { refused, type Deed } from './apply.ts';
import { linkKinds, linkPair } from './link.ts';
import type { Matching } from './run.ts';

export type ItemDeps = {
  readonly company: string;
  readonly stripe: Stripe;
  readonly erp: Pick<ErpPort, 'items' | 'itemRecords'>;
  readonly crosswalk: Pick<Crosswalk, 'find' | 'link' | 'all'>;
  /** The profile's items.yaml. */
  readonly entries: readonly ItemEntry[];
};
/** What the mapping reads where items.yaml says nothing. */
const itemKey = 'erp_item';

export const itemMatching = (deps: ItemDeps): Matching<StripeProduct, ErpProduct> => ({
  stripe: () => atStripe(deps),
  erp: () => inErp(deps),
  evidence: itemEvidence,
  shown: {
    stripe: { stripe_name: ({ name }) => name, stripe_sku: ({ sku }) => sku },
    erp: {
      erp_description: ({ description }) => description,
      erp_discontinued: ({ discontinued }) => (discontinued ? 'yes' : ''),
    },
  },
  deed: { link: linkProduct(deps) },
});

async function atStripe({ company, stripe, crosswalk, entries }: ItemDeps): Promise<StripeProduct[]> {
  const links = await crosswalk.all(company, linkKinds.product);
  const prices = new Map<string, ListedPrice[]>();
  for await (const price of listPrices(stripe)) {
    const known = prices.get(price.product);
    if (known) known.push(price);
    else prices.set(price.product, [price]);
  }
  const rows: StripeProduct[] = [];
  for await (const product of listProducts(stripe)) {
    const linked = links.get(product.id);
    rows.push({ ...stripeProduct(product, prices.get(product.id) ?? [], entries), ...(linked && { linked }) });
  }
  return rows;
}

function stripeProduct(
  { id, name, metadata }: ListedProduct,
  prices: readonly ListedPrice[],
  entries: readonly ItemEntry[],
): StripeProduct {
  const skus = [metadata['sku'], ...prices.flatMap((price) => [price.metadata['sku'], price.lookupKey])];
  const known = new Set(skus.filter((sku) => sku !== undefined && sku.trim() !== ''));
  const [sku] = known;
  const named = metadata[itemKey];
  const fits = ({ match }: ItemEntry): boolean =>
    (match.product === undefined || match.product === id) &&
    (match.price === undefined || prices.some((price) => price.id === match.price)) &&
    (match.sku === undefined || known.has(match.sku));
  const items = entries.filter(fits).flatMap(({ item }) => item ?? []);
  return { id, name, crossReferred: [...new Set(items)], ...(sku && { sku }), ...(named && { named }) };
}

async function inErp({ erp }: ItemDeps): Promise<ErpProduct[]> {
  const rows: ErpProduct[] = [];
  for await (const { number, description, discontinued } of erp.itemRecords({}))
    rows.push({ id: number, description, discontinued });
  return rows;
}

/** One product may be linked to one item; several products may be the same item only by items.yaml. */
const linkProduct =
  (deps: ItemDeps): Deed['link'] =>
  async (stripeId, erpNumber) => {
    const { deleted, metadata } = await readProduct(deps.stripe, stripeId);
    if (deleted) return refused(`${stripeId} was deleted at Stripe`);
    const [item] = await deps.erp.items({ number: erpNumber });
    if (!item) return refused(`The ERP has no item ${erpNumber}`);
    return linkPair({ ...deps, metadataKey: itemKey }, { object: 'product', stripeId, metadata, number: item.number });
  };
