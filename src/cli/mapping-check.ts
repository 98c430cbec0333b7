import type { Config } from '../config.ts';
import { compileRule } from '../mapping/rules.ts';

/** Type-checks the rules of every company. @throws Error that names the rule's place and what is wrong. */
export function checkMapping({ companies }: Config): string {
  const rules = Object.entries(companies).flatMap(([key, { orders }]) => [
    { where: `companies.${key}.orders.direct_invoice_when`, text: orders.directInvoiceWhen },
    { where: `companies.${key}.orders.hold_when`, text: orders.holdWhen },
  ]);
  const given = rules.flatMap(({ where, text }) => (text === undefined ? [] : [compileRule(text, where)]));
  return `${given.length} rules are right.`;
}
