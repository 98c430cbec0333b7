import type { Role } from '../../mapping/profile/roles.ts';

export const bases = ['p21-default', 'sap-ecc-default'] as const;
export type Base = (typeof bases)[number];

/** Account numbers that are suggested: those of a small chart in Prophet 21, and of SAP's chart INT. */
export const usualAccounts: Readonly<Record<Base, Readonly<Record<Role, string>>>> = {
  'p21-default': {
    bank: '1000',
    stripe_clearing: '1010',
    payouts_in_transit: '1015',
    disputes: '1200',
    dispute_losses: '6010',
    reserves: '1210',
    suspense: '1999',
    deferred_revenue: '2100',
    revenue: '4000',
    stripe_fees: '6000',
    dispute_fees: '6100',
    input_tax: '1300',
    bad_debts: '6200',
    transfers: '1400',
    adjustments: '6900',
  },
  'sap-ecc-default': {
    bank: '113000',
    stripe_clearing: '113100',
    payouts_in_transit: '113150',
    disputes: '113200',
    dispute_losses: '476910',
    reserves: '113250',
    suspense: '199900',
    deferred_revenue: '210000',
    revenue: '800000',
    stripe_fees: '476900',
    dispute_fees: '476920',
    input_tax: '154000',
    bad_debts: '476930',
    transfers: '113300',
    adjustments: '476990',
  },
};
