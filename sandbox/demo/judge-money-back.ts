import {
  bookedMinor,
  disputesAtStripe,
  entriesOf,
  isSentBack,
  refundDocuments,
  refundsAtStripe,
  sum,
  type Dispute,
  type Evidence,
  type Refund,
} from './evidence.ts';
import { disputesOf, givenBackMinor, refundsOf } from './plan.ts';
import type { PlayedOrder } from './played.ts';

/** Refunds and disputes of one order, line by line: sums can agree although two are mixed up. */
export const moneyBackFaults = (played: PlayedOrder, evidence: Evidence): readonly string[] => [
  ...refundsAtStripe(played, evidence.stripe).flatMap((refund) => refundFaults(refund, evidence)),
  ...disputesAtStripe(played, evidence.stripe).flatMap((dispute) => disputeFaults(dispute, evidence)),
  ...planFaults(played, evidence),
];

function refundFaults(refund: Refund, { stripe, documents }: Evidence): readonly string[] {
  const { id, amount, currency } = refund;
  const { paid, memos, sentBack } = refundDocuments(refund, documents);
  const credited = sum(memos, ({ totalMinor }) => totalMinor);
  const wanted = isSentBack(refund) ? amount : 0;
  const net =
    sum(sentBack, ({ settlementMinor }) => settlementMinor) - sum(paid, ({ settlementMinor }) => settlementMinor);
  return [
    ...differs(
      `${id}: refunded ${amount}, paid out in the ERP`,
      amount,
      sum(paid, ({ totalMinor }) => totalMinor),
    ),
    ...differs(
      `${id}: sent back ${wanted}, received again`,
      wanted,
      sum(sentBack, ({ totalMinor }) => totalMinor),
    ),
    ...(net === bookedMinor(id, stripe) ? [] : [`${id}: settled otherwise`]),
    ...(credited === 0 || credited === amount ? [] : [`${id}: refunded ${amount}, credited ${credited}`]),
    ...([...paid, ...memos, ...sentBack].every((one) => one.currency === currency) ? [] : [`${id}: another currency`]),
  ];
}

/** What was withdrawn is on the account of disputes, until it came back or was lost. */
function disputeFaults(dispute: Dispute, evidence: Evidence): readonly string[] {
  const { accounts, stripe } = evidence;
  const moved = bookedMinor(dispute.id, stripe);
  const lost = dispute.status === 'lost' ? -moved : 0;
  const { on } = entriesOf(dispute, evidence);
  return [
    ...differs(`${dispute.id}: Stripe moved ${moved}, in clearing`, moved, on(accounts.clearingAccount)),
    ...differs(`${dispute.id}: lost ${lost}, written off`, lost, on(accounts.lossesAccount)),
    ...differs(`${dispute.id}: disputed ${-moved - lost}, held`, -moved - lost, on(accounts.disputesAccount)),
  ];
}

const differs = (what: string, wanted: number, found: number): readonly string[] =>
  wanted === found ? [] : [`${what} ${found}`];

/** How many journal entries a dispute leaves: one a movement, and one for what was lost in the end. */
export const entriesWanted = (dispute: Dispute, evidence: Evidence): number =>
  entriesOf(dispute, evidence).txns.length +
  (dispute.status === 'lost' && bookedMinor(dispute.id, evidence.stripe) !== 0 ? 1 : 0);

/** The day itself went as planned, or nothing can be concluded from it. */
function planFaults(played: PlayedOrder, { stripe }: Evidence): readonly string[] {
  const refunds = refundsAtStripe(played, stripe);
  const planned = {
    refunded: givenBackMinor(played.plan),
    'sent back': refundsOf(played.plan).filter(({ bank }) => bank === 'returns').length,
    lost: disputesOf(played.plan).filter(({ outcome }) => outcome === 'lost').length,
    disputed: disputesOf(played.plan).length,
  };
  const disputes = disputesAtStripe(played, stripe).filter(({ status }) => over.includes(status));
  const found: typeof planned = {
    refunded: sum(refunds, ({ amount }) => amount),
    'sent back': refunds.filter(isSentBack).length,
    lost: disputes.filter(({ status }) => status === 'lost').length,
    disputed: disputes.length,
  };
  return (Object.keys(planned) as (keyof typeof planned)[]).flatMap((what) =>
    differs(`the day was not played as planned: ${what} ${planned[what]}, at Stripe`, planned[what], found[what]),
  );
}

const over = ['won', 'lost', 'warning_closed', 'prevented'];
