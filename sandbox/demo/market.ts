import type { ShopOrder } from '../shop/index.ts';

/** What the people of one shop mostly pay with, and where its parcels go. */
export type Market = {
  /** Capital letters. */
  readonly currency: string;
  /** Percent, as `8.25`. */
  readonly taxRate: string;
  readonly address: ShopOrder['customer']['address'];
};
