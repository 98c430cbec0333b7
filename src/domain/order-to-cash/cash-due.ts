import { effectKey, stands, type EffectKey, type SeenEffect } from '../effects.ts';
import { refundedFrom } from '../settle-refund/deposits.ts';
import { equal, least, subtract, zero, type Money } from '../money.ts';
import { postedOf, standingSale } from './sale-due.ts';
import type { SeenCharge, SeenPayment, Settled } from './seen.ts';
import type { ApplyStep, ReceiptStep, ReturnStep, SaleStep, Step } from './steps.ts';

/** Money of this payment that stands, or is about to stand, as a deposit on the customer. */
type Deposit = { readonly key: EffectKey; readonly subject: string; readonly amount: Money };
type Payable = { readonly invoice: ApplyStep['invoice']; readonly name: string; readonly total: Money };

/** One receipt a charge; what is captured later is a part of its own. */
export const receiptsDue = (seen: SeenPayment): readonly (ReceiptStep | ReturnStep)[] =>
  seen.charges.flatMap((charge) => [...receiptDue(seen, charge), ...returnDue(seen, charge)]);

function receiptDue(seen: SeenPayment, { id, captured, settled }: SeenCharge): readonly ReceiptStep[] {
  const posted = receiptsOf(seen, id);
  const amount = stillToReceive(posted, captured);
  if (amount.minor <= 0 || !settled) return [];
  const part = posted.length > 0 ? settled.txn : undefined;
  const key = effectKey({ company: seen.company, kind: 'receipt', subject: id, ...(part && { part }) });
  return [
    { do: 'receipt', key, charge: id, ...(part && { part }), amount, settled: restOf(settled, captured, amount) },
  ];
}

/** A receipt that a person made by hand has no amount here: it is taken for the whole charge. */
export function stillToReceive(posted: readonly SeenEffect[], captured: Money): Money {
  if (posted.some(({ amount }) => !amount)) return zero(captured.currency);
  return subtract(captured, postedOf(posted, captured.currency));
}

/** Of a later part, in one currency: what was settled for that part alone. */
const restOf = (settled: Settled, captured: Money, amount: Money): Settled =>
  equal(captured, amount) ? settled : { ...settled, settlement: amount };

function returnDue(seen: SeenPayment, { id, returned }: SeenCharge): readonly ReturnStep[] {
  if (!returned) return [];
  return receiptsOf(seen, id).flatMap(({ key, amount, part }) =>
    amount
      ? [
          {
            do: 'receipt-return',
            key: effectKey({
              company: seen.company,
              kind: 'receipt-return',
              subject: returned.txn,
              ...(part && { part }),
            }),
            receipt: key,
            charge: id,
            amount,
            returned,
            applied: applications(seen).filter(({ subject }) => subject === depositName(id, part)),
          } as const,
        ]
      : [],
  );
}

export const receiptsOf = ({ effects }: SeenPayment, charge: string): readonly SeenEffect[] =>
  effects.filter((effect) => effect.kind === 'receipt' && effect.subject === charge && stands(effect));

/** Deposits go to the invoices of the sale, each up to what is open on it, unless the ERP does that by itself. */
export function applicationsDue(seen: SeenPayment, steps: readonly Step[]): readonly ApplyStep[] {
  if (seen.clearsItself) return [];
  const open = payables(seen, steps).map((payable) => ({
    ...payable,
    rest: subtract(payable.total, appliedTo(seen, payable.name, payable.total)),
  }));
  return depositsOf(seen, steps).flatMap((deposit) => {
    let left = subtract(subtract(deposit.amount, appliedFrom(seen, deposit)), wentBack(seen, deposit));
    return open.flatMap((payable) => {
      if (payable.rest.currency !== left.currency || appliedByHand(seen, deposit, payable)) return [];
      const amount = least(left, payable.rest);
      if (amount.minor <= 0) return [];
      left = subtract(left, amount);
      payable.rest = subtract(payable.rest, amount);
      return [application(seen, deposit, payable, amount)];
    });
  });
}

/**
 * What is applied later to the same invoice, as when it grew, is a part of its own; so is less than the ERP refused, as
 * when a refund took from the deposit meanwhile.
 */
function application(seen: SeenPayment, deposit: Deposit, { invoice, name }: Payable, amount: Money): ApplyStep {
  const { subject, key: receipt } = deposit;
  const tried = seen.effects.filter(
    (effect) =>
      effect.kind === 'apply' &&
      effect.subject === subject &&
      isTo(effect, name) &&
      (stands(effect) || effect.state === 'refused'),
  );
  const again = tried.find((effect) => effect.state === 'refused' && effect.amount && equal(effect.amount, amount));
  const part = again?.part ?? (tried.length > 0 ? `${name}:${tried.length + 1}` : name);
  const key = effectKey({ company: seen.company, kind: 'apply', subject, part });
  return { do: 'apply', key, receipt, invoice, subject, part, amount };
}

function depositsOf(seen: SeenPayment, steps: readonly Step[]): readonly Deposit[] {
  const own = new Set(seen.charges.filter(({ returned }) => !returned).map(({ id }) => id));
  const posted = seen.effects.flatMap((effect) =>
    effect.kind === 'receipt' && stands(effect) && own.has(effect.subject) && effect.amount
      ? [{ key: effect.key, subject: depositName(effect.subject, effect.part), amount: effect.amount }]
      : [],
  );
  const due = steps.flatMap((step) =>
    step.do === 'receipt' ? [{ key: step.key, subject: depositName(step.charge, step.part), amount: step.amount }] : [],
  );
  return [...posted, ...due];
}

const depositName = (charge: string, part?: string): string => (part ? `${charge}:${part}` : charge);

/** The ERP's invoices of the order, or the direct invoice that is the sale itself. */
function payables(seen: SeenPayment, steps: readonly Step[]): readonly Payable[] {
  const made = seen.invoices.map(({ number, total }) => ({ invoice: { number }, name: number, total }));
  const direct = steps.find((step): step is SaleStep => step.do === 'sale' && step.document === 'invoice');
  if (direct) return [{ invoice: { sale: direct.key }, name: direct.order, total: direct.captured ?? direct.amount }];
  const standing = standingSale(seen);
  if (standing?.document !== 'invoice' || !standing.effect.amount) return made;
  return [{ invoice: { sale: standing.effect.key }, name: standing.effect.subject, total: standing.effect.amount }];
}

const applications = ({ effects }: SeenPayment): readonly SeenEffect[] =>
  effects.filter((effect) => effect.kind === 'apply' && stands(effect));

const isTo = ({ part = '' }: SeenEffect, invoice: string): boolean =>
  part === invoice || part.startsWith(`${invoice}:`);

const appliedTo = (seen: SeenPayment, invoice: string, { currency }: Money): Money =>
  postedOf(
    applications(seen).filter((effect) => isTo(effect, invoice)),
    currency,
  );

const appliedFrom = (seen: SeenPayment, { subject, amount }: Deposit): Money =>
  postedOf(
    applications(seen).filter((effect) => effect.subject === subject),
    amount.currency,
  );

/** What refunds took out of a deposit can't pay anything any more. */
const wentBack = ({ effects }: SeenPayment, { key, amount }: Deposit): Money =>
  refundedFrom(effects, key, amount.currency);

/** How much a person applied is not known here: the pair is left alone. */
const appliedByHand = (seen: SeenPayment, { subject }: Deposit, { name }: Payable): boolean =>
  applications(seen).some((effect) => !effect.amount && effect.subject === subject && isTo(effect, name));
