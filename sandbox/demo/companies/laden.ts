import { startSapSandbox } from '../../sap-ecc/server.ts';
import { catalogue } from '../cart.ts';
import type { Company } from './company.ts';
import { peopleAtSap, personAtSap } from './people-at-sap.ts';
import { profileOf } from './profile.ts';

const houseAccount = '100000';
const user = { username: 'QUITTANCE', password: 'sandbox-sap-password' } as const;
const items = { 'WIDGET-S': 'W-100', 'WIDGET-L': 'W-200', 'WIDGET-KIT': 'W-300', LICENCE: 'L-100' } as const;
const secretVariable = 'SAP_PASSWORD';
const accounts = {
  bank: '113000',
  stripe_clearing: '113100',
  payouts_in_transit: '113150',
  disputes: '113200',
  dispute_losses: '476910',
  reserves: '113250',
  suspense: '199900',
  deferred_revenue: '210000',
  revenue: '800000',
  digital_revenue: '800100',
  stripe_fees: '476900',
  dispute_fees: '476920',
  input_tax: '154000',
  bad_debts: '476930',
  transfers: '113300',
  adjustments: '476990',
} as const;
const outputTax = '175000';

/** A shop in Berlin that keeps its books in euros, on SAP ECC; each kind of document goes another way in. */
export const laden: Company = {
  key: 'laden',
  market: {
    currency: 'EUR',
    taxRate: '19',
    address: {
      line1: 'Beispielgasse 12',
      line2: null,
      city: 'Berlin',
      state: null,
      postal_code: '10115',
      country: 'DE',
    },
  },
  stripe: {
    account: 'acct_1SandboxLaden',
    apiKey: 'sk_test_sandbox_laden',
    apiKeyVariable: 'LADEN_STRIPE_API_KEY',
    webhookSecretVariable: 'LADEN_STRIPE_WEBHOOK_SECRET',
  },
  erp: {
    name: 'SAP ECC',
    secretVariable,
    secret: user.password,
    configuration: (url) => ({
      adapter: 'sap-ecc',
      base_url: url,
      client: '100',
      company_code: '1000',
      sales_organisation: '1000',
      distribution_channel: '10',
      division: '00',
      plant: '1000',
      controlling_area: '1000',
      chart_of_accounts: 'INT',
      reference_customer: '1',
      revenue_account: '800000',
      hold_block: '01',
      rejection: '61',
      taxes: {
        A0: { classification: '0' },
        A1: { classification: '1', account: outputTax },
        A3: { classification: '3', account: outputTax },
      },
      time_zone: 'UTC', // The simulated system's clock.
      interfaces: {
        default: 'soap-wrapper',
        sales_order: 'soap-stateful',
        customer: 'odata',
        journal_entry: 'idoc',
      },
      idoc: {
        sender_port: 'QUITTANCE',
        sender: 'QUITTANCE',
        receiver_port: 'SAPECC',
        receiver: 'ECCCLNT100',
        account_group: '0001',
        reconciliation_account: '140000',
      },
      unknown_address: { city: 'Berlin', country: 'DE' },
      auth: { kind: 'basic', username: user.username, password: `env:${secretVariable}` },
    }),
    start: (options) =>
      startSapSandbox({
        ...options,
        users: [user, personAtSap],
        items: [{ ItemId: items.LICENCE, ItemDesc: catalogue.LICENCE.description, Class: 'service' }],
        customers: [{ CustomerId: houseAccount, CustomerName: 'Counter sales', CurrencyId: 'EUR' }],
      }),
    peopleAt: (url) => peopleAtSap(url, items),
    requests: {
      saleSent: { method: 'POST', body: 'BAPI_SALESORDER_CREATEFROMDAT2' },
      saleCommitted: { method: 'POST', path: '/stateful$', body: 'BAPI_TRANSACTION_COMMIT' },
      receiptSent: { method: 'POST', body: 'Z_QTC_DOCUMENT_POST' },
    },
    troubles: [
      { name: 'the session is lost between BAPI and commit', hundredth: 16, behaviour: { loseSession: 1 } },
      { name: 'the update fails after the commit was confirmed', hundredth: 28, behaviour: { commitFails: 1 } },
      { name: 'somebody else holds what is to be changed', hundredth: 60, behaviour: { lockNext: 2 } },
    ],
  },
  profile: profileOf({
    key: 'laden',
    base: 'sap-ecc-default',
    accounts,
    taxCodes: { '0': 'A0', '10': 'A3', '19': 'A1' },
    items,
    houseAccount,
  }),
  ledger: {
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    clearingAccount: accounts.stripe_clearing,
    disputesAccount: accounts.disputes,
    lossesAccount: accounts.dispute_losses,
    items,
  },
};
