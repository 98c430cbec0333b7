import type { Mismatch } from './mismatch.ts';
import type { Company, Config, ErpConfig } from './schema.ts';

/** What companies may share of an ERP, and what not. */
export const sharedErps = ({ companies }: Config): readonly Mismatch[] => {
  const all = Object.entries(companies).map(([key, company]) => ({ key, ...company }));
  return [...sharedConnections(all), ...sharedBooks(all)];
};

type Keyed = Config['companies'][string] & { readonly key: string };

/** One name for two systems would give the customers of one to the other, and one system's limits to both. */
function sharedConnections(companies: readonly Keyed[]): readonly Mismatch[] {
  const owners = new Map<string, Keyed>();
  return companies.flatMap((company) => {
    const { key, erp } = company;
    const owner = firstOf(owners, erp.connection, company);
    return systemOf(erp) === systemOf(owner.erp)
      ? []
      : [
          {
            path: ['companies', key, 'erp', 'connection'],
            what: `is also that of company ${owner.key}, whose adapter, base_url or client is another: customers of one system would be looked for in the other`,
          },
        ];
  });
}

/** Stripe's test payments would be posted among the real ones. */
function sharedBooks(companies: readonly Keyed[]): readonly Mismatch[] {
  const owners = new Map<string, Keyed>();
  return companies.flatMap((company) => {
    const { key, erp, stripe } = company;
    const owner = firstOf(owners, `${systemOf(erp)} ${booksOf(erp)}`, company);
    return stripe.livemode === owner.stripe.livemode
      ? []
      : [
          {
            path: ['companies', key, 'stripe', 'livemode'],
            what: `is not that of company ${owner.key}, which posts into the same company of the same ERP: test payments would get into real books`,
          },
        ];
  });
}

function firstOf(owners: Map<string, Keyed>, name: string, company: Keyed): Keyed {
  const owner = owners.get(name) ?? company;
  owners.set(name, owner);
  return owner;
}

/** The same system, however its address is spelt. */
function systemOf({ adapter, baseUrl, ...rest }: ErpConfig): string {
  const address = new URL(baseUrl).href.replace(/\/+$/, '');
  return [adapter, address, 'client' in rest ? rest.client : ''].join(' ');
}

/** Whose books a company's key is bound to, for ever: the same company code in another client is another company. */
export const booksOf = (erp: ErpConfig): string =>
  erp.adapter === 'p21' ? erp.company : `${erp.client}/${erp.companyCode}`;

/**
 * Whose customers a company sells to, by a name that has no slash: all that share it find and create them as one. SAP's
 * customers belong to the client, so to the connection; Prophet 21's to the company there, which is named where a
 * connection has several.
 */
export function clienteleOf({ companies }: Config, { erp }: Company): string {
  const sharing = Object.values(companies).filter((other) => other.erp.connection === erp.connection);
  const books = new Set(sharing.map((other) => booksOf(other.erp)));
  return erp.adapter === 'p21' && books.size > 1
    ? `${erp.connection}:${encodeURIComponent(booksOf(erp))}`
    : erp.connection;
}
