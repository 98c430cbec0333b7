import type { Organisation } from './system.ts';

/** As SAP is delivered, or as most companies have it. */
const usual = {
  distributionChannel: '10',
  division: '00',
  orderType: 'OR',
  holdBlock: '01',
  customerBlock: '01',
  rejection: '00',
  conditions: { price: 'PR00', discount: 'RB00' },
  documentTypes: { invoice: 'DR', receipt: 'DZ', creditMemo: 'DG', journal: 'SA' },
  deposits: 'on-account',
  invoices: 'fi',
  chartOfAccounts: 'INT',
  timeZone: 'UTC',
  language: 'EN',
  unknownAddress: { city: 'Unknown', country: 'US' },
} as const satisfies Partial<Organisation>;

/** What must be told of an organisation; the rest has a usual value. */
export type GivenOrganisation = Partial<Organisation> &
  Pick<Organisation, 'client' | 'companyCode' | 'salesOrganisation' | 'referenceCustomer' | 'revenueAccount' | 'taxes'>;

/** Plant and controlling area are called like the company code in most systems, and the user is who logs on. */
export const organised = (given: GivenOrganisation, user: string): Organisation => ({
  ...usual,
  plant: given.companyCode,
  controllingArea: given.companyCode,
  user,
  ...given,
});
