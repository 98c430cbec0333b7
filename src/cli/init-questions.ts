export type Answers = {
  readonly company: string;
  readonly account: string;
  readonly mode: string;
  readonly publicUrl: string;
  readonly erp: string;
  readonly erpUrl: string;
  readonly erpCompany: string;
  readonly erpAuth: string;
  readonly erpUser: string;
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
    name: 'erpUrl',
    flag: '--erp-url <url>',
    message: 'Address of the Prophet 21 gateway, or of SAP (https, host and port)',
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
  { name: 'erpUser', flag: '--erp-user <name>', message: 'Client id or user name there' },
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
  erpUrl: 'https://p21.example.com',
  erpCompany: '01',
  erpAuth: 'client_credentials',
  erpUser: 'quittance',
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

/** Where a newcomer who only wants to look can start. */
export const defaultsFor = (erp = ofProphet21.erp): Answers => ({
  ...ofProphet21,
  ...(erp === 'sap-ecc' && ofSap),
  erp,
});
