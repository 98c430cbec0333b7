import type { Companies, Company, CompanySettings } from '../activities/company.ts';
import { clienteleOf, type Company as CompanyConfig, type Config } from '../config.ts';
import type { ErpPort } from '../erp/port.ts';
import { compileRule } from '../mapping/rules.ts';
import { parseShopOrder } from '../mapping/shop-order-schema.ts';
import { createHttpOrderSource } from '../shop/http-source.ts';
import { createStripeClient } from '../stripe/client.ts';

type Erps = (connection: string, config: CompanyConfig['erp']) => ErpPort;

/** Every company of the configuration with its clients; one ERP client for each connection. */
export function openCompanies(all: Config, erpOf: Erps): Companies {
  const opened = new Map(
    Object.entries(all.companies).map(([key, config]) => [
      key,
      { ...openCompany(key, config, erpOf), clientele: clienteleOf(all, config) },
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

function openCompany(key: string, config: CompanyConfig, erpOf: Erps): Omit<Company, 'clientele'> {
  const { stripe, erp, orders } = config;
  const { directInvoiceWhen, holdWhen, http } = orders;
  const at = (rule: string) => `companies.${key}.orders.${rule}`;
  return {
    key,
    connection: connectionOf(key, config),
    stripe: createStripeClient(stripe),
    erp: erpOf(connectionOf(key, config), erp),
    settings: settingsOf(config),
    ...(directInvoiceWhen && { directInvoiceWhen: compileRule(directInvoiceWhen, at('direct_invoice_when')) }),
    ...(holdWhen && { holdWhen: compileRule(holdWhen, at('hold_when')) }),
    ...(http && {
      httpOrders: createHttpOrderSource({
        url: http.url,
        timeoutMs: http.timeoutSeconds * 1000,
        parse: parseShopOrder,
        ...(http.auth && { authorization: bearer(http.auth) }),
      }),
    }),
    requestMs: erp.limits.requestSeconds * 1000,
    profile: 'built-in@1',
  };
}

const bearer = (token: { read(): string }) => () => `Bearer ${token.read()}`;

export const connectionOf = (key: string, { erp }: CompanyConfig): string => erp.connection ?? key;

const settingsOf = ({
  ledgerCurrency,
  timeZone,
  clearingAccounts,
  orders,
  customers,
  metadataKeys,
  sync,
}: CompanyConfig): CompanySettings => ({
  ledgerCurrency,
  timeZone,
  clearingAccounts,
  orders: withoutUndefined(orders),
  customers: withoutUndefined(customers),
  metadataKeys,
  overlapSeconds: sync.overlapSeconds,
});

/** A setting left out is absent, not undefined. */
function withoutUndefined<T extends object>(settings: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
