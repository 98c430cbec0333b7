import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { usualAccounts, type Base } from '../../src/cli/mapping/usual-accounts.ts';

export type ProfileChoices = {
  readonly name?: string;
  readonly base?: Base;
  readonly version?: number;
  /** By role, where they are others than those of the simulators. */
  readonly accounts?: Readonly<Record<string, string | object>>;
  readonly items?: object;
  readonly taxCodes?: object;
  readonly rules?: Readonly<Record<string, string>>;
  readonly customers?: object;
  /** Other files, by their name. */
  readonly files?: Readonly<Record<string, object>>;
};

/** On SAP, with the codes of the simulator's tax rates, in percent. */
export const sapProfile = (codes: Readonly<Record<string, string>> = {}) => {
  const byRate = Object.entries({ '0': 'A0', ...codes }).map(([rate, code]) => ({ rate, code }));
  return {
    base: 'sap-ecc-default',
    taxCodes: { tax_codes: byRate, otherwise: { code: 'A0' } },
  } as const satisfies ProfileChoices;
};

/** The files of a profile that is right, by their names. */
export function profileFiles(choices: ProfileChoices = {}): Readonly<Record<string, string>> {
  const {
    name = 'acme',
    base = 'p21-default',
    version = 1,
    accounts = {},
    items,
    taxCodes,
    rules,
    customers,
  } = choices;
  const pages: Readonly<Record<string, object | undefined>> = {
    'profile.yaml': {
      name,
      version,
      extends: base,
      changelog: [{ version, date: '2026-11-21', what: `Version ${version} of the test` }],
    },
    'accounts.yaml': {
      accounts: Object.fromEntries(
        Object.entries({ ...usualAccounts[base], ...accounts }).map(([role, account]) => [
          role,
          typeof account === 'string' ? { account } : account,
        ]),
      ),
    },
    'items.yaml': items,
    'tax-codes.yaml': taxCodes,
    'rules.yaml': rules && {
      rules: Object.fromEntries(Object.entries(rules).map(([rule, when]) => [rule, { when }])),
    },
    'customer.yaml': customers,
    ...choices.files,
  };
  return Object.fromEntries(Object.entries(pages).flatMap(([file, page]) => (page ? [[file, stringify(page)]] : [])));
}

/** The same with the files of its base, as they are stored and loaded. */
export function withBase(choices: ProfileChoices = {}): Readonly<Record<string, string>> {
  const folder = join('mappings', choices.base ?? 'p21-default');
  const base = readdirSync(folder).map((file) => [`base/${file}`, readFileSync(join(folder, file), 'utf8')]);
  return { ...profileFiles(choices), ...Object.fromEntries(base) };
}

/** Writes them into a folder. */
export function writeProfile(dir: string, choices: ProfileChoices = {}): void {
  mkdirSync(dir, { recursive: true });
  for (const [file, text] of Object.entries(profileFiles(choices))) writeFileSync(join(dir, file), text);
}
