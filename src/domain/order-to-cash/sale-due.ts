import type { PaymentState } from '../documents.ts';
import { effectKey, stands, type EffectKey, type EffectKind, type SeenEffect } from '../effects.ts';
import { isHeldByRefunds } from '../settle-refund/let-go.ts';
import { changesOf, isUnreleased, partsOf } from './released.ts';
import { add, equal, money, subtract, sum, zero, type Money } from '../money.ts';
import type { SeenOrder, SeenPayment } from './seen.ts';
import type { RoundingStep, SaleStep, Step } from './steps.ts';

/** How the sale stands in the ERP, as its posting and what was done to it since have noted. */
export type StandingSale = {
  readonly effect: SeenEffect;
  readonly document: SaleStep['document'];
  readonly held: boolean;
  readonly shown: PaymentState;
};
/** Left in the ledger with the posting: what the ERP's order then showed. */
export const saleNote = (document: SaleStep['document'], hold: boolean, state: PaymentState): string =>
  `${document} ${hold ? 'held' : 'released'} ${state}`;

/** Noted with the cancellation of an order whose money all went back; also what an order then shows. */
export const refunded = 'refunded';

const over: readonly PaymentState[] = ['failed', 'cancelled'];
const early: readonly PaymentState[] = ['pending', 'authorised'];

/** What the order, or the direct invoice, still needs. */
export function saleDue(seen: SeenPayment, order: SeenOrder): readonly Step[] {
  const sale = standingSale(seen);
  if (over.includes(seen.state)) return sale ? cancellation(seen, order, sale) : [];
  if (sale) return bringUpToDate(seen, order, sale);
  if (isRefunded(seen, order)) return [];

  const captured = seen.state === 'captured';
  // A direct invoice is of the whole order: it waits until every payment of it is captured.
  const complete = !order.invoiceDirectly || order.allCaptured;
  const wanted = captured ? complete : order.early && early.includes(seen.state);
  return wanted && order.authorised.minor === order.payable.minor ? [posting(seen, order, captured)] : [];
}

function posting(seen: SeenPayment, order: SeenOrder, captured: boolean): SaleStep {
  const document = order.invoiceDirectly && captured ? 'invoice' : 'sales-order';
  const generation = nextGeneration(
    seen.effects.filter(({ kind, subject }) => kind === 'sale' && subject === order.id),
  );
  const received = sum(
    seen.charges.map((charge) => charge.captured),
    order.payable.currency,
  );
  const hold = document === 'sales-order' && mustWait(seen, order);
  const letGo = document === 'sales-order' && !hold;
  const partial = document === 'invoice' && order.payments === 1 && received.minor < order.payable.minor;
  return {
    do: 'sale',
    key: effectKey({ company: seen.company, kind: 'sale', subject: order.id, generation }),
    document,
    order: order.id,
    generation,
    amount: order.total,
    hold,
    ...(letGo && { release: numbered(seen, 'release', order.id) }),
    state: seen.state,
    ...(seen.capturedAt && { capturedAt: seen.capturedAt }),
    ...(partial && { captured: add(received, subtract(order.total, order.payable)) }),
  };
}

function bringUpToDate(seen: SeenPayment, order: SeenOrder, sale: StandingSale): readonly Step[] {
  const difference = differenceOf(seen, sale);
  if (difference) return [difference];
  if (sale.document === 'invoice') return [];
  const paidFor = order.allCaptured && order.authorised.minor >= order.payable.minor;
  const mayGo = paidFor && !mustWait(seen, order) && !isHeldByRefunds(seen.effects, seen.company);
  const shows = stateToShow(seen, order, sale);
  const about = { sale: sale.effect.key, order: order.id };
  if (sale.held && mayGo) return [{ do: 'release', ...about, ...numbered(seen, 'release', order.id) }];
  if (sale.shown === shows || shows === 'incomplete') return [];
  return [{ do: 'payment-note', ...about, state: shows, ...numbered(seen, 'payment-note', order.id) }];
}

/** Nothing leaves the house for it yet: it is not paid, not paid any more, or a rule says so. */
const mustWait = (seen: SeenPayment, { holdByRule, allCaptured }: SeenOrder): boolean =>
  holdByRule || seen.state !== 'captured' || !allCaptured || allWentBack(seen);

/** Taken back because all of its money went back: what was paid once is not posted again. */
const isRefunded = ({ effects }: SeenPayment, order: SeenOrder): boolean =>
  effects.some((done) => done.kind === 'cancel' && done.subject === order.id && stands(done) && done.note === refunded);

/** Of this payment, to the minor unit: then nothing is to leave the house for it. */
function allWentBack({ charges }: SeenPayment): boolean {
  const taken = charges.filter(({ captured }) => captured.minor > 0);
  return taken.length > 0 && taken.every((charge) => charge.refunded && equal(charge.refunded, charge.captured));
}

/** Of several payments, each knows of its own disputes and refunds only: another's are not taken off the order again. */
function stateToShow(seen: SeenPayment, { payments }: SeenOrder, { shown }: StandingSale): PaymentState {
  if (seen.charges.some(({ disputed }) => disputed === 'now')) return 'disputed';
  if (allWentBack(seen) && (payments === 1 || shown === refunded || everyReceiptWentBack(seen))) return refunded;
  const ownIsOver = shown === 'disputed' && seen.charges.some(({ disputed }) => disputed === 'over');
  const anothers =
    payments > 1 && seen.state === 'captured' && (shown === 'disputed' || shown === refunded) && !ownIsOver;
  return anothers ? shown : seen.state;
}

function everyReceiptWentBack({ effects }: SeenPayment): boolean {
  const come = (kind: EffectKind): number =>
    effects.reduce((sum, done) => sum + (done.kind === kind && stands(done) ? (done.amount?.minor ?? 0) : 0), 0);
  return come('receipt') === come('refund') - come('refund-return');
}

/** What the ERP's own total lacks to be ours; the line that evens it out, unless it was added or a person accepted it. */
export function differenceOf(seen: SeenPayment, { effect }: StandingSale): RoundingStep | undefined {
  const { amount, posted, key, subject, generation } = effect;
  if (!amount || !posted || equal(amount, posted)) return undefined;
  const rounding = effectKey({ company: seen.company, kind: 'rounding', subject, generation });
  if (seen.effects.some((done) => done.key === rounding && stands(done))) return undefined;
  return {
    do: 'rounding',
    key: rounding,
    sale: key,
    order: subject,
    generation,
    amount: money(amount.minor - posted.minor, amount.currency),
  };
}

/**
 * An order that was held for its payment is cancelled when the payment fails. Once money has come for it, even if the bank
 * took it back, or once it was released, the sale stays and its receivable is open.
 */
function cancellation(seen: SeenPayment, order: SeenOrder, sale: StandingSale): readonly Step[] {
  const paid = seen.effects.some(({ kind, state }) => kind === 'receipt' && state !== 'abandoned');
  if (paid || order.payments > 0 || !sale.held) return [];
  const { key, generation } = sale.effect;
  return [
    {
      do: 'cancel',
      key: effectKey({ company: seen.company, kind: 'cancel', subject: order.id, generation }),
      sale: key,
      order: order.id,
      generation,
    },
  ];
}

export function standingSale({ effects, order, state: now }: SeenPayment): StandingSale | undefined {
  const effect = effects.find(
    (candidate) => candidate.kind === 'sale' && candidate.subject === order?.id && stands(candidate),
  );
  if (!effect) return undefined;
  if (effect.state === 'settled-by-hand') return { effect, document: documentOf(effect), held: false, shown: now };
  const [, , state = 'captured'] = partsOf(effect);
  return {
    effect,
    document: documentOf(effect),
    held: isUnreleased(effects, effect),
    shown: (changesOf(effects, effect).at(-1)?.note ?? state) as PaymentState,
  };
}

/** What the sale was frozen and sent as, whatever would be posted today. */
export const documentOf = ({ note }: Pick<SeenEffect, 'note'>): SaleStep['document'] =>
  note?.startsWith('invoice') ? 'invoice' : 'sales-order';

const ofErpOrder = 'erp-order/';

/** What money is for: the ERP's number of the order, ours or people's, and what posted the order or direct invoice if that was us. */
type PaidFor = { readonly order?: string; readonly sale?: EffectKey };

export function paidFor(root: string, effects: readonly SeenEffect[]): PaidFor {
  if (root.startsWith(ofErpOrder)) return { order: root.slice(ofErpOrder.length) };
  const sale = effects.find((effect) => effect.kind === 'sale' && stands(effect));
  if (!sale) return {};
  return {
    ...(sale.number !== undefined && documentOf(sale) === 'sales-order' && { order: sale.number }),
    // What a person made in its place carries whatever the person wrote.
    ...(sale.state === 'posted' && { sale: sale.key }),
  };
}

const nextGeneration = (effects: readonly SeenEffect[]): number => {
  const last = effects.reduce((highest, { generation }) => Math.max(highest, generation), 0);
  const open = effects.some(
    ({ generation, state }) => generation === last && state !== 'reversed' && state !== 'abandoned',
  );
  return open ? last : last + 1;
};

/** Settings are numbered, because the same change may rightly happen again; one that did not finish keeps its number. */
export function numbered(seen: Pick<SeenPayment, 'company' | 'effects'>, kind: EffectKind, subject: string) {
  const done = seen.effects.filter(
    (effect) => effect.kind === kind && effect.subject === subject && stands(effect),
  ).length;
  const part = String(done + 1);
  return { key: effectKey({ company: seen.company, kind, subject, part }), part };
}

export const postedOf = (effects: readonly SeenEffect[], currency: string): Money =>
  effects.reduce(
    (total, { amount }) => (amount ? { ...total, minor: total.minor + amount.minor } : total),
    zero(currency),
  );
