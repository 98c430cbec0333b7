/** Of the chart that both simulated Prophet 21 have. */
export const accounts = {
  bank: '1000',
  stripe_clearing: '1010',
  payouts_in_transit: '1015',
  disputes: '1200',
  dispute_losses: '6010',
  reserves: '1210',
  suspense: '1999',
  deferred_revenue: '2100',
  revenue: '4000',
  digital_revenue: '4010',
  stripe_fees: '6000',
  dispute_fees: '6100',
  input_tax: '1300',
  bad_debts: '6200',
  transfers: '1400',
  adjustments: '6900',
} as const;
