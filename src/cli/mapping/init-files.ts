import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { shippedMappings } from '../../mapping/profile/files.ts';
import type { ProfileFiles } from '../../mapping/profile/profile.ts';
import { roleNames, roles, type Role } from '../../mapping/profile/roles.ts';
import type { Template } from './templates.ts';
import type { Base } from './usual-accounts.ts';

/** `otherwise` as the rate is for every other. */
export type RateCode = { readonly jurisdiction?: string; readonly rate: string; readonly code: string };
export type ProfileAnswers = {
  /** Where the files go. */
  readonly dir: string;
  readonly company: string;
  readonly base: Base;
  readonly accounts: Readonly<Record<Role, string>>;
  readonly codes: readonly RateCode[];
};

/** A company's own files: short, for its base says the rest. */
export function filesOf(answers: ProfileAnswers, template: Template | undefined): ProfileFiles {
  const files = {
    ...(template ? textsOf(template) : { 'items.yaml': itemsText, 'rules.yaml': rulesText }),
    'profile.yaml': headOf(answers, template),
    'accounts.yaml': accountsOf(answers),
    ...(answers.codes.length > 0 || !template ? { 'tax-codes.yaml': taxCodesOf(answers) } : {}),
  };
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, schemaLine(answers.dir, file.replace('.yaml', '')) + text]),
  );
}

/** Editors find the schema where the product is, from the file's own folder. */
const schemaLine = (dir: string, page: string): string => {
  const path = relative(resolve(dir), join(shippedMappings(), 'schemas', `${page}.schema.json`));
  return `# yaml-language-server: $schema=${path.replaceAll('\\', '/')}\n`;
};

const textsOf = ({ dir }: Template): ProfileFiles =>
  Object.fromEntries(
    readdirSync(dir).map((file) => [
      file,
      readFileSync(join(dir, file), 'utf8').replace(/^# yaml-language-server.*\n/, ''),
    ]),
  );

const quoted = (word: string): string => stringify(word, { defaultStringType: 'QUOTE_SINGLE', lineWidth: 0 }).trimEnd();

const headOf = ({ company, base }: ProfileAnswers, template: Template | undefined): string =>
  `# All that ${company} does its own way; what is not here comes from the base.
name: ${quoted(company)}
# Raise it with every change that is to go live, and say below what it changes.
version: 1
extends: ${base}
changelog:
  - { version: 1, date: ${new Date().toISOString().slice(0, 10)}, what: '${template ? `From the template ${template.name}` : 'How we begin'}' }
`;

const accountsOf = ({ accounts }: ProfileAnswers): string =>
  `# The ERP's account of every role. Cases are tried from the top, the first that fits wins:
#   revenue: { account: '4000', cases: [{ when: { product_class: digital }, account: '4010' }] }
# With ask: true instead of an account a person is asked.
accounts:
${roleNames.map((role) => `  # ${roles[role].about}\n  ${role}: { account: ${quoted(accounts[role])} }`).join('\n')}
`;

function taxCodesOf({ codes }: ProfileAnswers): string {
  const lines = codes
    .filter(({ rate }) => rate !== 'otherwise')
    .map(({ jurisdiction, rate, code }) => {
      const place = jurisdiction ? `jurisdiction: ${jurisdiction}, ` : '';
      return `  - { ${place}rate: ${quoted(rate)}, code: ${quoted(code)} }\n`;
    });
  const otherwise = codes.find(({ rate }) => rate === 'otherwise')?.code;
  return `# Which tax code of the ERP a line gets; the first that fits.
#   - { jurisdiction: DE, rate: '19', code: A1 }
tax_codes:${lines.length > 0 ? `\n${lines.join('')}` : ' []\n'}# Where none fits: ask (a person), or as in { code: TAXABLE }.
otherwise: ${otherwise === undefined ? 'ask' : `{ code: ${quoted(otherwise)} }`}
`;
}

const itemsText = `# Which item of the ERP a line of the shop is, where the SKU is not its number.
#   - { sku: TSHIRT-M, item: AP-1001, class: apparel }
items: []
# What is not among them: same (the SKU is the ERP's item), ask (a person), or as in { item: MISC }.
otherwise: same
# Items that stand for shipping and for rounding; create them in the ERP.
shipping: FREIGHT
rounding: ROUNDING
`;

const rulesText = `# Choices, in CEL; amounts are whole minor units (119.00 EUR is 11900).
#   direct_invoice: { when: 'metadata.delivery == "digital"' }
#   hold: { when: 'amount > 500000' }
rules: {}
`;
