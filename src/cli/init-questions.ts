export type Answers = {
  readonly company: string;
  readonly account: string;
  readonly mode: string;
  readonly publicUrl: string;
  readonly erpUrl: string;
  readonly erpCompany: string;
  readonly erpAuth: string;
  readonly erpUser: string;
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
  { name: 'erpUrl', flag: '--erp-url <url>', message: 'Address of the Prophet 21 gateway' },
  { name: 'erpCompany', flag: '--erp-company <id>', message: 'Company id in Prophet 21' },
  {
    name: 'erpAuth',
    flag: '--erp-auth <client_credentials|user_token>',
    message: 'Log in by client_credentials or user_token?',
  },
  { name: 'erpUser', flag: '--erp-user <name>', message: 'Client id or user name there' },
  { name: 'currency', flag: '--currency <code>', message: 'Currency in which the ERP company keeps its ledger' },
  { name: 'timeZone', flag: '--time-zone <zone>', message: 'Time zone of its books (IANA)' },
  {
    name: 'clearingAccount',
    flag: '--clearing-account <number>',
    message: "G/L account of Stripe's balance in that currency",
  },
  { name: 'stripeUrl', flag: '--stripe-url <url>', message: 'A sandbox instead of Stripe', when: () => false },
];

/** Where a newcomer who only wants to look can start. */
export const defaults: Answers = {
  company: 'acme',
  account: 'acct_1AbcDEF2ghIJKL3m',
  mode: 'test',
  publicUrl: '',
  erpUrl: 'https://p21.example.com',
  erpCompany: '01',
  erpAuth: 'client_credentials',
  erpUser: 'quittance',
  currency: 'USD',
  timeZone: 'America/New_York',
  clearingAccount: '1010',
  stripeUrl: '',
};
