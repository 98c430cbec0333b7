/** What an account of the ledger must be to take a role's postings. `bank`: takes money, as the clearing must. */
type AccountKind = 'bank' | 'balance' | 'profit-and-loss';

/** The closed list of accounts that postings need; every one must be filled, and none may be a control account. */
export const roles = {
  bank: { kind: ['bank', 'balance'], about: 'the bank account that Stripe pays out to' },
  stripe_clearing: { kind: ['bank'], about: 'the balance at Stripe; one for each currency it settles in' },
  payouts_in_transit: { kind: ['bank', 'balance'], about: 'payouts on their way to the bank' },
  disputes: { kind: ['bank', 'balance'], about: 'disputed amounts that Stripe has taken, until the dispute ends' },
  dispute_losses: { kind: ['profit-and-loss'], about: 'disputes that were lost' },
  reserves: { kind: ['bank', 'balance'], about: 'what Stripe holds back' },
  suspense: { kind: ['bank', 'balance'], about: 'what was not posted at the close of a day' },
  deferred_revenue: { kind: ['balance'], about: 'billed, and not earned yet' },
  revenue: { kind: ['profit-and-loss'], about: 'sales' },
  stripe_fees: { kind: ['profit-and-loss'], about: "Stripe's fees" },
  dispute_fees: { kind: ['profit-and-loss'], about: 'fees of disputes' },
  input_tax: { kind: ['balance', 'bank'], about: "tax on Stripe's fees" },
  bad_debts: { kind: ['profit-and-loss'], about: 'receivables given up' },
  transfers: { kind: ['bank', 'balance', 'profit-and-loss'], about: 'transfers to and from connected accounts' },
  adjustments: {
    kind: ['profit-and-loss', 'balance', 'bank'],
    about: "Stripe's adjustments and whatever has no role of its own",
  },
} as const satisfies Readonly<Record<string, { readonly kind: readonly AccountKind[]; readonly about: string }>>;
export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as readonly Role[];

/** The entries in the general ledger that a profile may shape, each with the total it must come to. */
export const journalTypes = [
  'fees',
  'dispute-withdrawn',
  'dispute-reinstated',
  'dispute-lost',
  'payout',
  'payout-return',
  'suspense',
  'suspense-release',
  'reserve',
  'transfer',
  'adjustment',
  'revenue',
] as const;
export type JournalType = (typeof journalTypes)[number];
