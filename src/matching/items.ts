import { normalDescription, normalNumber } from './normal.ts';
import type { Evidence } from './evidence.ts';

export type StripeProduct = {
  /** `prod_…`. */
  readonly id: string;
  readonly name: string;
  readonly sku?: string;
  /** The ERP's item in the metadata of the product. */
  readonly named?: string;
  /** The ERP's item in the crosswalk. */
  readonly linked?: string;
  /** The ERP's items of it and of its prices in the profile's items.yaml. */
  readonly crossReferred: readonly string[];
};
export type ErpProduct = { readonly id: string; readonly description: string; readonly discontinued: boolean };

const listed = (id: string | undefined): readonly string[] => (id ? [id] : []);

/** How a product of Stripe and an item of the ERP are known to be the same. */
export const itemEvidence: Evidence<StripeProduct, ErpProduct> = {
  namings: [
    { words: 'items.yaml says so', byStripe: ({ crossReferred }) => crossReferred },
    { words: "Stripe's metadata names it", byStripe: ({ named }) => listed(named) },
    { words: 'linked before', byStripe: ({ linked }) => listed(linked) },
  ],
  keys: [
    {
      match: 'exact',
      words: 'number',
      ofStripe: ({ sku }) => normalNumber(sku ?? ''),
      ofErp: ({ id }) => normalNumber(id),
    },
    {
      match: 'likely',
      words: 'description',
      ofStripe: ({ name }) => normalDescription(name),
      ofErp: ({ description }) => normalDescription(description),
    },
  ],
  doubt: ({ discontinued }) => (discontinued ? 'it is discontinued in the ERP' : undefined),
};
