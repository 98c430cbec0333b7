import { startP21Sandbox } from '../p21/server.ts';
import { startShop } from '../shop/index.ts';
import { startStripeSandbox } from '../stripe/index.ts';
import { erpClient, erpUser, houseAccount, moreItems, shopToken, stripeAccount, stripeKey } from './settings.ts';

type Options = {
  readonly seed?: number;
  /** Between an order's release and its shipment, in milliseconds. */
  readonly shipAfterMs?: number;
  readonly ports?: { readonly stripe: number; readonly erp: number; readonly shop: number };
};

/** Stripe, Prophet 21 and a shop, set up for each other. */
export async function startSandboxes({ seed, shipAfterMs = 12_000, ports }: Options = {}) {
  const [stripe, erp, shop] = await Promise.all([
    startStripeSandbox({
      account: stripeAccount,
      secretKeys: [stripeKey],
      settlementCurrencies: ['usd'],
      ...(seed !== undefined && { seed }),
      ...(ports && { port: ports.stripe }),
    }),
    startP21Sandbox({
      shipAfterMs,
      users: [erpUser],
      clients: [erpClient],
      items: moreItems,
      customers: [{ CustomerId: houseAccount, CustomerName: 'Counter sales', CurrencyId: 'USD' }],
      ...(ports && { port: ports.erp }),
    }),
    startShop({ token: shopToken, ...(ports && { port: ports.shop }) }),
  ]);
  return { stripe, erp, shop, close: () => Promise.all([stripe.close(), erp.close(), shop.close()]) };
}
export type Sandboxes = Awaited<ReturnType<typeof startSandboxes>>;
