import { isMap } from 'yaml';
import { problemAt, type Source } from './problems.ts';
import type { Problem } from '../yaml/problems.ts';

/** What a company's section held once, and where it stands since each company has a profile. */
const moved: Readonly<Record<string, string>> = {
  clearing_accounts: 'accounts.yaml: stripe_clearing, with a case for each other currency',
  'orders.direct_invoice_when': 'rules.yaml: direct_invoice',
  'orders.hold_when': 'rules.yaml: hold',
  'orders.default_item': 'items.yaml: otherwise, as in { item: MISC }',
  'orders.shipping_item': 'items.yaml: shipping',
  'orders.rounding_item': 'items.yaml: rounding',
  'orders.rounding_limit_minor': 'items.yaml: rounding_limit',
  'orders.items': 'items.yaml: items, as in { sku: TSHIRT-M, item: AP-1001 }',
  'orders.tax_codes': "tax-codes.yaml: tax_codes, as in { rate: '19', code: A1 }",
  'customers.guests': 'customer.yaml: settings.guests',
  'customers.house_account': 'customer.yaml: settings.house_account',
  'customers.template': 'customer.yaml: extra',
};

/** Takes them out of the document, so that nothing else is said of them. */
export function takeMoved({ document, ...source }: Source): readonly Problem[] {
  const companies = document.get('companies');
  if (!isMap(companies)) return [];
  return companies.items.flatMap(({ key }) => {
    const company = String(key);
    const named: unknown = document.getIn(['companies', company, 'profile']);
    const folder = typeof named === 'string' ? named : `mappings/${company}`;
    return Object.entries(moved).flatMap(([name, place]) => {
      const path = ['companies', company, ...name.split('.')];
      if (!document.hasIn(path)) return [];
      const what = `has moved to the company's profile, ${folder}/${place}`;
      const problem = problemAt({ document, ...source }, path, what, '');
      document.deleteIn(path);
      return [problem];
    });
  });
}
