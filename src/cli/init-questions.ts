export type Answers = {
  readonly company: string;
  readonly account: string;
  readonly mode: string;
  readonly publicUrl: string;
  readonly erp: string;
  readonly dialect: string;
  readonly erpUrl: string;
  readonly erpCompany: string;
  readonly erpAuth: string;
  readonly erpUser: string;
  readonly p21Location: string;
  readonly p21Salesrep: string;
  readonly p21Journal: string;
  readonly p21CurrencyNumber: string;
  readonly sapClient: string;
  readonly sapSalesArea: string;
  readonly sapPlant: string;
  readonly sapChart: string;
  readonly sapReferenceCustomer: string;
  readonly sapRevenueAccount: string;
  readonly sapInterface: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly clearingAccount: string;
  readonly stripeUrl: string;
};
type Question = {
  readonly name: keyof Answers;
  readonly flag: string;
  readonly message: string;
  readonly when?: (answers: Answers) => boolean;
};

function onSap({ erp }: Answers): boolean {
  return erp === 'sap-ecc';
}

/** On Prophet 21 itself, whose site has a file of its own. */
export function onNative({ erp, dialect }: Pick<Answers, 'erp' | 'dialect'>): boolean {
  return erp === 'p21' && dialect === 'native';
}

/** What `init` must know, in the order in which it asks; each is a flag too. */
export const questions: readonly Question[] = [
  {
    name: 'company',
    flag: '--company <key>',
    message: 'A key for the company (small letters, digits and "-"); it stays for ever',
  },
  {
    name: 'account',
    flag: '--account <acct_…>',
    message: 'Id of its Stripe account (acct_…, under Settings, Account details)',
  },
  {
    name: 'mode',
    flag: '--mode <test|live>',
    message: 'test or live? They never mix: each needs a company of its own',
  },
  {
    name: 'publicUrl',
    flag: '--public-url <url>',
    message: 'Where Stripe reaches the webhook from outside, as https://hooks.example.com; empty: later',
  },
  { name: 'erp', flag: '--erp <p21|sap-ecc>', message: 'Which ERP: p21 (Prophet 21) or sap-ecc (SAP ECC)?' },
  {
    name: 'dialect',
    flag: '--dialect <native|facade>',
    message: 'native (Prophet 21 by its own APIs) or facade (a gateway of yours in front of it)?',
    when: ({ erp }) => erp === 'p21',
  },
  {
    name: 'erpUrl',
    flag: '--erp-url <url>',
    message: 'Address of Prophet 21 or its gateway, or of SAP (https, host and port)',
  },
  {
    name: 'erpCompany',
    flag: '--erp-company <id>',
    message: 'Company id in Prophet 21, or company code in SAP',
  },
  {
    name: 'erpAuth',
    flag: '--erp-auth <kind>',
    message: 'Log in by client_credentials or user_token (Prophet 21), by basic or x509 (SAP)?',
  },
  {
    name: 'erpUser',
    flag: '--erp-user <name>',
    message: 'Client id or user name there (empty for a consumer key of Prophet 21 that needs none)',
  },
  {
    name: 'p21Location',
    flag: '--p21-location <id>',
    message: 'Location that sells and ships every order',
    when: onNative,
  },
  {
    name: 'p21Salesrep',
    flag: '--p21-salesrep <id>',
    message: 'Sales representative of new customers',
    when: onNative,
  },
  { name: 'p21Journal', flag: '--p21-journal <id>', message: 'Journal of our entries', when: onNative },
  {
    name: 'p21CurrencyNumber',
    flag: '--p21-currency-number <id>',
    message: "Prophet 21's number of the ledger's currency (currency_hdr.currency_id)",
    when: onNative,
  },
  { name: 'sapClient', flag: '--sap-client <number>', message: 'Client of the SAP system, three digits', when: onSap },
  {
    name: 'sapSalesArea',
    flag: '--sap-sales-area <org/channel/division>',
    message: 'Sales area, as organisation/channel/division',
    when: onSap,
  },
  { name: 'sapPlant', flag: '--sap-plant <key>', message: 'Plant that delivers', when: onSap },
  { name: 'sapChart', flag: '--sap-chart <key>', message: 'Chart of accounts', when: onSap },
  {
    name: 'sapReferenceCustomer',
    flag: '--sap-reference-customer <number>',
    message: 'Customer whose settings new ones copy',
    when: onSap,
  },
  {
    name: 'sapRevenueAccount',
    flag: '--sap-revenue-account <number>',
    message: 'Revenue account of invoices that are posted at once',
    when: onSap,
  },
  {
    name: 'sapInterface',
    flag: '--sap-interface <name>',
    message: 'Interface: soap-wrapper (recommended), soap-stateful or odata; `quittance erp capabilities` compares',
    when: onSap,
  },
  { name: 'currency', flag: '--currency <code>', message: 'Currency in which the ERP company keeps its ledger' },
  { name: 'timeZone', flag: '--time-zone <zone>', message: 'Time zone of its books (IANA)' },
  {
    name: 'clearingAccount',
    flag: '--clearing-account <number>',
    message: "G/L account of Stripe's balance in that currency",
  },
  { name: 'stripeUrl', flag: '--stripe-url <url>', message: 'A sandbox instead of Stripe', when: () => false },
];

const ofProphet21: Answers = {
  company: 'acme',
  account: 'acct_1AbcDEF2ghIJKL3m',
  mode: 'test',
  publicUrl: '',
  erp: 'p21',
  dialect: 'native',
  erpUrl: 'https://p21.example.com',
  erpCompany: '01',
  erpAuth: 'client_credentials',
  erpUser: 'quittance',
  p21Location: '10',
  p21Salesrep: '1001',
  p21Journal: 'GJ',
  p21CurrencyNumber: '1',
  sapClient: '100',
  sapSalesArea: '1000/10/00',
  sapPlant: '1000',
  sapChart: 'INT',
  sapReferenceCustomer: '1000000',
  sapRevenueAccount: '800000',
  sapInterface: 'soap-wrapper',
  currency: 'USD',
  timeZone: 'America/New_York',
  clearingAccount: '1010',
  stripeUrl: '',
};
const ofSap: Partial<Answers> = {
  erpUrl: 'https://sap.example.com:44300',
  erpCompany: '1000',
  erpAuth: 'basic',
  erpUser: 'QUITTANCE',
  clearingAccount: '113100',
};

/** A consumer key of Prophet 21 itself needs no name. */
const nameless = (given: Partial<Answers>): boolean =>
  onNative({ ...ofProphet21, ...given }) && (given.erpAuth ?? ofProphet21.erpAuth) === 'client_credentials';

/** Where a newcomer who only wants to look can start, after what he said so far. */
export const defaultsFor = (given: Partial<Answers>): Answers => ({
  ...ofProphet21,
  ...(given.erp === 'sap-ecc' && ofSap),
  ...(nameless(given) && { erpUser: '' }),
});
