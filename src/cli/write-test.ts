import type { Company, Config } from '../config.ts';
import { fromDecimal } from '../domain/money.ts';
import type { ErpPort } from '../erp/port.ts';
import { dayOf } from '../mapping/day.ts';
import type { Determination, Profile } from '../mapping/profile/profile.ts';
import { untaxedCode } from '../mapping/untaxed-code.ts';
import { draftOf, profileIn } from '../worker/mapping.ts';
import { isNative } from '../worker/p21.ts';
import { companyOf } from './company.ts';
import { examine, Wrong, type Check, type Finding } from './doctor/check.ts';
import { erpChecks } from './doctor/erp.ts';
import { erpAtHand } from './erp-at-hand.ts';
import { Complaint, failed, type Terminal } from './terminal.ts';
import { createBench, testReference, type Deed } from './write-test/bench.ts';
import { p21FieldsOf } from './write-test/p21-fields.ts';
import { tryAll, type Means } from './write-test/trials.ts';

/** `--item` and the like: what is not given is taken from the configuration. */
export type WriteTestOptions = {
  readonly company?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly item?: string;
  readonly taxCode?: string;
  readonly customer?: string;
  readonly debit?: string;
  readonly credit?: string;
};
type Asking = (question: string) => Promise<string | undefined>;

/** Posts one of each document into a company for tests and takes it back. Gives the exit status. */
export async function writeTest(
  config: Config,
  options: WriteTestOptions,
  terminal: Terminal,
  ask: Asking,
): Promise<number> {
  const { key, company } = testCompany(config, options);
  const means = meansOf(key, company, options);
  const { erp: settings } = company;
  const erp = erpAtHand(settings);
  const wrong = (
    await Promise.all([...erpChecks(key, company), ...meansChecks(key, erp, means, options)].map(examine))
  ).filter(({ ok }) => !ok);
  if (wrong.length > 0) return refusal(wrong, options, terminal);
  await confirm(key, company, options, terminal, ask);
  return posted(erp, company, means, options, terminal);
}

function testCompany(config: Config, { company: key }: WriteTestOptions) {
  if (!key) throw new Complaint('Which company? Add --company <key>');
  const company = companyOf(config, key);
  if (company.stripe.livemode)
    throw new Complaint(
      `companies.${key}.stripe.livemode is true: nothing is posted for a test into the books of real payments`,
    );
  return { key, company };
}

/** One unit of the ledger currency, and whatever the options or else the profile name. */
function meansOf(key: string, company: Company, options: WriteTestOptions): Means {
  const { ledgerCurrency } = company;
  const { accounts, items, taxCodes } = profileOf(key, company);
  const clearing = clearingOf(accounts.stripe_clearing, ledgerCurrency);
  if (!clearing)
    throw new Complaint(`accounts.yaml of ${company.profile} has no stripe_clearing for ${ledgerCurrency}`);
  const item = options.item ?? someItem(items);
  if (!item)
    throw new Complaint(
      'Which item may be sold for a test? Add --item <number>, or name one in items.yaml of the profile',
    );
  const taxCode = options.taxCode ?? untaxedCode(taxCodes);
  if (!taxCode)
    throw new Complaint("Which tax code? Add --tax-code <code>, or one for rate '0' to tax-codes.yaml of the profile");
  const { debit = clearing, credit = clearing, customer } = options;
  return {
    amount: fromDecimal('1.00', ledgerCurrency),
    item,
    taxCode,
    clearing,
    debit,
    credit,
    customerReference: testReference(`${key}/write-test/customer`),
    ...(customer !== undefined && { customer }),
  };
}

function profileOf(key: string, company: Company): Profile {
  const files = draftOf(company);
  if (files) return profileIn(files, company);
  throw new Complaint(`There is no ${company.profile}; \`quittance mapping init --company ${key}\` writes one`);
}

/** What a plain receipt in this currency would go to. */
function clearingOf({ cases, otherwise }: Determination, currency: string): string | undefined {
  const fits = cases.find(({ when, rule }) => !rule && JSON.stringify(when) === JSON.stringify({ currency }));
  return fits?.account ?? (otherwise === 'ask' ? undefined : otherwise.account);
}

const someItem = ({ otherwise, entries }: Profile['items']): string | undefined =>
  typeof otherwise === 'string' ? entries.find(({ item }) => item !== undefined)?.item : otherwise.item;

/** Looked at before anything is posted. */
const meansChecks = (key: string, erp: ErpPort, means: Means, options: WriteTestOptions): readonly Check[] => [
  there(`${key}: item ${means.item}`, 'item', () => erp.items({ number: means.item })),
  ...(means.customer === undefined ? [] : [buyer(key, erp, means.customer)]),
  ...(['debit', 'credit'] as const)
    .filter((side) => options[side] !== undefined)
    .map((side) => postable(key, erp, side, means[side])),
];

const otherOne = (flag: string): string => `Name one that the ERP has: --${flag} <number>`;

const buyer = (key: string, erp: ErpPort, number: string): Check =>
  there(`${key}: customer ${number}`, 'customer', () => erp.customers({ number }));

const there = (name: string, flag: string, find: () => Promise<readonly object[]>): Check => ({
  name,
  mend: otherOne(flag),
  async run() {
    if ((await find()).length === 0) throw new Wrong('it does not exist');
    return 'is there';
  },
});

const postable = (key: string, erp: ErpPort, side: 'debit' | 'credit', number: string): Check => ({
  name: `${key}: account ${number}`,
  mend: otherOne(side),
  async run() {
    const account = (await erp.accounts({ number })).find((one) => one.number === number);
    if (!account) throw new Wrong('it does not exist');
    if (account.blocked) throw new Wrong('it is blocked');
    if (account.kind === 'control') throw new Wrong('it is a control account, which nothing is posted to directly');
    return account.kind;
  },
});

function refusal(wrong: readonly Finding[], { json }: WriteTestOptions, { out }: Terminal): number {
  if (json) out(JSON.stringify({ ok: false, checks: wrong, deeds: [] }, undefined, 2));
  else
    out(
      [
        ...wrong.map(({ name, text, mend }) => `FAILED  ${name}: ${text}\n        Mend: ${mend}`),
        '',
        'Nothing was posted.',
      ].join('\n'),
    );
  return failed;
}

async function confirm(
  key: string,
  { erp }: Company,
  { yes }: WriteTestOptions,
  { interactive }: Terminal,
  ask: Asking,
) {
  if (yes) return;
  const books = erp.adapter === 'p21' ? `company ${erp.company}` : `company code ${erp.companyCode}`;
  const what = `Documents over 1.00 are posted into ${books} at ${erp.baseUrl} and taken back, or offset by others`;
  if (!interactive) throw new Complaint(`${what}. Add --yes`);
  if ((await ask(`${what}. Type ${key} to go on`)) !== key) throw new Complaint('Nothing was posted');
}

const wentWell = (deeds: readonly Deed[]): string =>
  `Everything was posted and taken back${deeds.some(({ did }) => did === 'offset') ? ', or offset' : ''}.`;

async function posted(
  erp: ErpPort,
  { timeZone, erp: settings }: Company,
  means: Means,
  { json }: WriteTestOptions,
  { out }: Terminal,
): Promise<number> {
  const deeds: Deed[] = [];
  const tell = (did: Deed['did'], what: string) => {
    deeds.push({ did, what });
    if (!json) out(`${did.padEnd(10)} ${what}`);
  };
  const day = await erp.openPeriod(dayOf(new Date().toISOString(), timeZone));
  await tryAll(createBench({ erp, day, tell, ...(isNative(settings) && { fieldsOf: p21FieldsOf(settings) }) }), means);
  const wrong = deeds.filter(({ did }) => did === 'refused' || did === 'left').length;
  if (json) out(JSON.stringify({ ok: wrong === 0, deeds }, undefined, 2));
  else out(`\n${wrong === 0 ? wentWell(deeds) : `${wrong} went wrong.`}`);
  return wrong === 0 ? 0 : failed;
}
