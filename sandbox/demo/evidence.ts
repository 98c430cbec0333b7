import type { PlayedOrder } from './played.ts';
import type { ErpDocuments, StripeTruth } from './truth.ts';

/** The ERP's accounts that a judge asks about. */
export type Accounts = {
  readonly clearingAccount: string;
  readonly disputesAccount: string;
  readonly lossesAccount: string;
};
/** What both sides say, and what is known besides. */
export type Evidence = {
  readonly stripe: StripeTruth;
  readonly documents: ErpDocuments;
  /** Stripe ids of what waits for a person, each with why. */
  readonly parked: ReadonlyMap<string, string>;
  readonly accounts: Accounts;
  /** Numbers of credit memos that people made in the ERP. */
  readonly byPeople: ReadonlySet<string>;
};
export type Charge = StripeTruth['charges'][number];
export type Refund = StripeTruth['refunds'][number];
export type Dispute = StripeTruth['disputes'][number];
type Paid = Pick<PlayedOrder, 'intents'>;
type Cash = ErpDocuments['customerRefunds'][number];

export const sum = <T>(rows: readonly T[], minor: (row: T) => number): number =>
  rows.reduce((total, row) => total + minor(row), 0);

export const chargesOf = ({ intents }: Paid, { charges }: StripeTruth): readonly Charge[] =>
  charges.filter(({ payment_intent }) => payment_intent && intents.includes(payment_intent));

/** Of these the money has come, also where the bank took it back afterwards. */
export const everCaptured = (played: Paid, stripe: StripeTruth): readonly Charge[] =>
  chargesOf(played, stripe).filter(({ captured }) => captured);

export const capturedCharges = (played: Paid, stripe: StripeTruth): readonly Charge[] =>
  everCaptured(played, stripe).filter(({ status }) => status === 'succeeded');

/** Refunds that took money from the balance, also where the bank sent it back afterwards. */
export const refundsAtStripe = (played: Paid, stripe: StripeTruth): readonly Refund[] =>
  stripe.refunds.filter(({ charge, balance_transaction: txn }) => txn && isOf(played, stripe, charge));

export const disputesAtStripe = (played: Paid, stripe: StripeTruth): readonly Dispute[] =>
  stripe.disputes.filter(({ charge }) => isOf(played, stripe, charge));

const isOf = (played: Paid, stripe: StripeTruth, charge: string | null | undefined): boolean =>
  chargesOf(played, stripe).some(({ id }) => id === charge);

/** Everything that Stripe booked about a charge, a refund or a dispute: gross, in the currency of the balance. */
export const bookedMinor = (source: string, { balance_transactions: all }: StripeTruth): number =>
  sum(
    all.filter((txn) => txn.source === source),
    ({ amount }) => amount,
  );

export const isSentBack = ({ status }: Refund): boolean => status === 'failed';

const lives = ({ status }: { readonly status: string }): boolean => status !== 'reversed';
export const liveReceipts = ({ cashReceipts }: ErpDocuments) => cashReceipts.filter(lives);
export const liveRefunds = ({ customerRefunds }: ErpDocuments) => customerRefunds.filter(lives);
export const liveMemos = ({ creditMemos }: ErpDocuments) => creditMemos.filter(lives);
export const liveEntries = ({ journalEntries }: ErpDocuments) => journalEntries.filter(lives);

const names =
  (ids: readonly (string | null | undefined)[]) => (document: { readonly stripeId?: string | null | undefined }) =>
    Boolean(document.stripeId) && ids.includes(document.stripeId);

/** What the ERP received for a charge; some take a receipt back by a debit instead of reversing it. */
export function receiptsFor({ id, failure_balance_transaction: failed }: Charge, documents: ErpDocuments) {
  const takenBack = liveRefunds(documents).filter(names([id, failed]));
  const received = liveReceipts(documents).filter(names([id]));
  const net = (minor: (cash: Cash) => number): number => sum(received, minor) - sum(takenBack, minor);
  return { documents: [...received, ...takenBack], count: net(() => 1), net };
}

/** Everything in the ERP that bears the name of a refund. */
export const refundDocuments = (refund: Refund, documents: ErpDocuments) => ({
  paid: liveRefunds(documents).filter(names([refund.id, refund.balance_transaction])),
  memos: liveMemos(documents).filter(names([refund.id])),
  sentBack: liveReceipts(documents).filter(names([refund.id, refund.failure_balance_transaction])),
});

/** Journal entries that bear the name of a dispute, or of a movement of its money. */
export function entriesOf({ id }: Dispute, { stripe, documents }: Pick<Evidence, 'stripe' | 'documents'>) {
  const txns = stripe.balance_transactions.filter(({ source }) => source === id);
  const entries = liveEntries(documents).filter(names([id, ...txns.map((txn) => txn.id)]));
  const on = (account: string): number =>
    sum(
      entries.flatMap(({ lines }) => lines.filter((line) => line.account === account)),
      ({ amountMinor }) => amountMinor,
    );
  return { txns, entries, on };
}
