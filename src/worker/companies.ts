import type { Companies, Company, CompanySettings } from '../activities/company.ts';
import { clienteleOf, type Company as CompanyConfig, type Config } from '../config.ts';
import type { ErpPort } from '../erp/port.ts';
import type { Lookup } from '../mapping/expressions/evaluator.ts';
import type { Mapper } from '../mapping/mapper.ts';
import { parseShopOrder } from '../mapping/shop-order-schema.ts';
import { createHttpOrderSource } from '../shop/http-source.ts';
import { createStripeClient } from '../stripe/client.ts';

type Erps = (connection: string, config: CompanyConfig['erp']) => ErpPort;
type Mapping = {
  readonly mapperFor: (company: string, root: string) => Promise<Mapper>;
  readonly lookupFor: (company: string, erp: ErpPort) => Lookup;
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
  { mapperFor, lookupFor }: Mapping,
): Omit<Company, 'clientele'> {
  const { stripe, erp, orders } = config;
  const { http } = orders;
  const port = erpOf(connectionOf(key, config), erp);
  return {
    key,
    connection: connectionOf(key, config),
    stripe: createStripeClient(stripe),
    erp: port,
    settings: settingsOf(config),
    ...(http && {
      httpOrders: createHttpOrderSource({
        url: http.url,
        timeoutMs: http.timeoutSeconds * 1000,
        parse: parseShopOrder,
        ...(http.auth && { authorization: bearer(http.auth) }),
      }),
    }),
    requestMs: erp.limits.requestSeconds * 1000,
    mapperFor: (root) => mapperFor(key, root),
    lookup: lookupFor(key, port),
  };
}

const bearer = (token: { read(): string }) => () => `Bearer ${token.read()}`;

export const connectionOf = (key: string, { erp }: CompanyConfig): string => erp.connection ?? key;

const settingsOf = ({
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
});
