import { startShop } from '../shop/index.ts';
import { startStripeSandbox } from '../stripe/index.ts';
import type { Company } from './companies/company.ts';
import { shopToken } from './settings.ts';

type Options = {
  readonly seed?: number;
  /** Between an order's release and its shipment, in milliseconds. */
  readonly shipAfterMs?: number;
  /** The first of three, for Stripe, the ERP and the shop. */
  readonly port?: number;
};

/** Stripe, an ERP and a shop, set up for each other and for one company. */
async function openSite(company: Company, { seed, shipAfterMs = 12_000, port }: Options) {
  const [stripe, erp, shop] = await Promise.all([
    startStripeSandbox({
      account: company.stripe.account,
      secretKeys: [company.stripe.apiKey],
      settlementCurrencies: [company.ledger.currency.toLowerCase()],
      ...(seed !== undefined && { seed }),
      ...(port !== undefined && { port }),
    }),
    company.erp.start({ shipAfterMs, ...(port !== undefined && { port: port + 1 }) }),
    startShop({ token: shopToken, ...(port !== undefined && { port: port + 2 }) }),
  ]);
  return { company, stripe, erp, shop };
}
export type Site = Awaited<ReturnType<typeof openSite>>;

/** A site for each company, none of which knows the others; ids of no two Stripe accounts are the same. */
export async function startSandboxes(companies: readonly Company[], { seed, port, shipAfterMs }: Options = {}) {
  const sites = await Promise.all(
    companies.map((company, index) =>
      openSite(company, {
        ...(shipAfterMs !== undefined && { shipAfterMs }),
        ...(seed !== undefined && { seed: seed + index * 100_000 }),
        ...(port !== undefined && { port: port + index * 3 }),
      }),
    ),
  );
  const close = () =>
    Promise.all(sites.flatMap(({ stripe, erp, shop }) => [stripe.close(), erp.close(), shop.close()]));
  return { sites, close };
}
export type Sandboxes = Awaited<ReturnType<typeof startSandboxes>>;
