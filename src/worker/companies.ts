import type { Companies, Company, CompanySettings } from '../activities/company.ts';
import { clienteleOf, type Company as CompanyConfig, type Config } from '../config.ts';
import type { ErpPort } from '../erp/port.ts';
import type { Lookup } from '../mapping/expressions/evaluator.ts';
import type { Mapper } from '../mapping/mapper.ts';
import { parseShopOrder } from '../mapping/shop-order-schema.ts';
import { createHttpOrderSource } from '../shop/http-source.ts';
import type { Budgets, Share } from '../store/budget.ts';
import { createStripeClient } from '../stripe/client.ts';

type Erps = (connection: string, config: CompanyConfig['erp']) => ErpPort;
type Mapping = {
  readonly mapperFor: (company: string, root: string) => Promise<Mapper>;
  readonly lookupFor: (company: string, erp: ErpPort) => Lookup;
  /** Of requests to Stripe, where they are shared. */
  readonly budgets?: Budgets;
};

/** Every company of the configuration with its clients; one ERP client for each connection. */
export function openCompanies(all: Config, erpOf: Erps, mapping: Mapping): Companies {
  const opened = new Map(
    Object.entries(all.companies).map(([key, config]) => [
      key,
      { ...openCompany(key, config, erpOf, mapping), clientele: clienteleOf(all, config) },
    ]),
  );
  return (key) => {
    const company = opened.get(key);
    if (!company)
      throw new Error(
        `The company ${key} is not in quittance.yaml; a flow of it is still open: add it again, or end the flow`,
      );
    return company;
  };
}

function openCompany(
  key: string,
  config: CompanyConfig,
  erpOf: Erps,
  { mapperFor, lookupFor, budgets }: Mapping,
): Omit<Company, 'clientele'> {
  const { stripe, erp, orders } = config;
  const httpOrders = httpOrdersOf(orders);
  const port = erpOf(connectionOf(key, config), erp);
  return {
    key,
    connection: connectionOf(key, config),
    ...stripeClients(stripe, budgets),
    erp: port,
    settings: settingsOf(config),
    ...(httpOrders && { httpOrders }),
    requestMs: erp.limits.requestSeconds * 1000,
    mapperFor: (root) => mapperFor(key, root),
    lookup: lookupFor(key, port),
  };
}

/** Live traffic takes what it needs; what may wait keeps to its own small share, and leaves half of the whole free. */
export function stripeClients(
  stripe: CompanyConfig['stripe'],
  budgets?: Budgets,
): Pick<Company, 'stripe' | 'unhurried'> {
  if (!budgets) return { stripe: createStripeClient(stripe), unhurried: createStripeClient(stripe) };
  const { perSecond = usualPerSecond(stripe) } = stripe;
  const name = `stripe/${stripe.account}`;
  const enough = (ms: number) => budgets.throttled(name, ms).catch(() => undefined);
  // While the database is away nobody counts: Stripe does by itself.
  const take = (share: Share, patienceMs: number) => budgets.take(share, patienceMs).catch(() => undefined);
  const whole = () => take({ name, perSecond }, 5_000);
  const aside = async () =>
    (await take({ name: `${name}/aside`, perSecond: Math.min(asidePerSecond, perSecond / 4) }, 30_000)) ??
    take({ name, perSecond, reserve: perSecond / 2 }, 30_000);
  return {
    stripe: createStripeClient(stripe, { enter: whole, enough }),
    unhurried: createStripeClient(stripe, { enter: aside, enough }),
  };
}

const asidePerSecond = 5;
/** Below what Stripe allows: 100 in a second, 25 in its own sandboxes. One of ours allows any number. */
const usualPerSecond = ({ livemode, baseUrl }: CompanyConfig['stripe']): number =>
  baseUrl ? 1_000 : livemode ? 80 : 20;

/** Where the shop is asked for its orders, if it is. */
export const httpOrdersOf = ({ http }: CompanyConfig['orders']) =>
  http &&
  createHttpOrderSource({
    url: http.url,
    timeoutMs: http.timeoutSeconds * 1000,
    parse: parseShopOrder,
    ...(http.auth && { authorization: bearer(http.auth) }),
  });

const bearer = (token: { read(): string }) => () => `Bearer ${token.read()}`;

export const connectionOf = (key: string, { erp }: CompanyConfig): string => erp.connection ?? key;

const settingsOf = ({
  stripe: { account, livemode, apiVersion, connectAccount },
  ledgerCurrency,
  timeZone,
  orders: { idKeys, sources, graceMinutes, otherPaymentsHours, whenPending, whenAuthorised },
  customers,
  metadataKeys,
  sync,
}: CompanyConfig): CompanySettings => ({
  ledgerCurrency,
  timeZone,
  orders: { idKeys, sources, graceMinutes, otherPaymentsHours, whenPending, whenAuthorised },
  customers,
  metadataKeys,
  overlapSeconds: sync.overlapSeconds,
  sweepOverlapSeconds: sync.sweepOverlapSeconds,
  stripe: { account, livemode, apiVersion, connectAccount },
});
