import {
  disputesAtStripe,
  entriesOf,
  everCaptured,
  liveEntries,
  liveMemos,
  liveReceipts,
  liveRefunds,
  refundDocuments,
  refundsAtStripe,
  type Evidence,
} from './evidence.ts';
import type { PlayedOrder } from './played.ts';
import type { ErpDocuments } from './truth.ts';

/** Documents that nothing of the day accounts for. */
export function orphansOf(played: readonly PlayedOrder[], evidence: Evidence): readonly string[] {
  const { documents, byPeople } = evidence;
  const references = new Set(played.map(({ reference }) => reference));
  const takenByPeople = new Set(played.flatMap(({ erpOrder }) => erpOrder ?? []));
  const orders = new Set(documents.salesOrders.map(({ number }) => number));
  const isKnown = (reference: string | null | undefined) => Boolean(reference && references.has(reference));
  const known = knownOf(played, evidence);
  const strangers = (what: string, rows: readonly Named[]) =>
    rows.filter((row) => !known.has(row)).map(({ number }) => `${what} ${number}`);
  return [
    ...documents.salesOrders
      .filter(({ number, webReferenceNo }) => !isKnown(webReferenceNo) && !takenByPeople.has(number))
      .map(({ number }) => `sales order ${number}`),
    ...documents.invoices
      .filter(({ orderNo, webReferenceNo }) => (orderNo ? !orders.has(orderNo) : !isKnown(webReferenceNo)))
      .map(({ number }) => `invoice ${number}`),
    ...strangers('cash receipt', liveReceipts(documents)),
    ...strangers(
      'credit memo',
      liveMemos(documents).filter(({ number }) => !byPeople.has(number)),
    ),
    ...strangers('customer refund', liveRefunds(documents)),
    ...strangers('journal entry', liveEntries(documents)),
  ];
}

type Named = { readonly number: string };

/** Everything that a charge, a refund or a dispute of the day accounts for. */
function knownOf(played: readonly PlayedOrder[], evidence: Evidence): ReadonlySet<Named> {
  const { stripe, documents } = evidence;
  return new Set<Named>(
    played.flatMap((order) => {
      const charges = new Set(
        everCaptured(order, stripe).flatMap((charge) => [charge.id, charge.failure_balance_transaction]),
      );
      const cash = [...liveReceipts(documents), ...liveRefunds(documents)].filter(
        ({ stripeId }) => stripeId && charges.has(stripeId),
      );
      const refunds = refundsAtStripe(order, stripe).map((refund) => refundDocuments(refund, documents));
      return [
        ...cash,
        ...refunds.flatMap(({ paid, memos, sentBack }) => [...paid, ...memos, ...sentBack]),
        ...disputesAtStripe(order, stripe).flatMap((dispute) => entriesOf(dispute, evidence).entries),
      ];
    }),
  );
}

/** One person, one customer: by Stripe's id, and by e-mail. */
export function twins({ customers }: ErpDocuments): readonly string[] {
  const active = customers.filter(({ status }) => status !== 'deleted');
  const twice = (name: 'stripeId' | 'email') => {
    const values = active.flatMap((customer) => customer[name]?.toLowerCase() ?? []);
    return values.filter((value, index) => values.indexOf(value) !== index);
  };
  return [...new Set([...twice('stripeId'), ...twice('email')])].map((who) => `${who} is more than one customer`);
}
