import { effectKey, stands, type EffectKey, type SeenEffect } from '../effects.ts';
import { least, subtract, type Money } from '../money.ts';
import { postedOf, standingSale } from './sale-due.ts';
import type { SeenCharge, SeenPayment } from './seen.ts';
import type { ApplyStep, ReceiptStep, ReturnStep, SaleStep, Step } from './steps.ts';

/** Money of this payment that stands, or is about to stand, as a deposit on the customer. */
type Deposit = { readonly key: EffectKey; readonly subject: string; readonly amount: Money };
type Payable = { readonly invoice: ApplyStep['invoice']; readonly name: string; readonly total: Money };

/** One receipt a charge; what is captured later is a part of its own. */
export const receiptsDue = (seen: SeenPayment): readonly (ReceiptStep | ReturnStep)[] =>
  seen.charges.flatMap((charge) => [...receiptDue(seen, charge), ...returnDue(seen, charge)]);

function receiptDue(seen: SeenPayment, { id, captured, settled }: SeenCharge): readonly ReceiptStep[] {
  const posted = receiptsOf(seen, id);
  const amount = subtract(captured, postedOf(posted, captured.currency));
  if (amount.minor <= 0 || !settled) return [];
  const part = posted.length > 0 ? settled.txn : undefined;
  const key = effectKey({ company: seen.company, kind: 'receipt', subject: id, ...(part && { part }) });
  return [{ do: 'receipt', key, charge: id, ...(part && { part }), amount, settled }];
}

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
          } as const,
        ]
      : [],
  );
}

const receiptsOf = ({ effects }: SeenPayment, charge: string): readonly SeenEffect[] =>
  effects.filter((effect) => effect.kind === 'receipt' && effect.subject === charge && stands(effect));

/** Deposits go to the invoices of the sale, each up to what is open on it. */
export function applicationsDue(seen: SeenPayment, steps: readonly Step[]): readonly ApplyStep[] {
  const open = payables(seen, steps).map((payable) => ({
    ...payable,
    rest: subtract(payable.total, appliedTo(seen, payable.name, payable.total)),
  }));
  return depositsOf(seen, steps).flatMap((deposit) => {
    let left = subtract(deposit.amount, appliedFrom(seen, deposit));
    return open.flatMap((payable) => {
      if (payable.rest.currency !== left.currency) return [];
      const amount = least(left, payable.rest);
      if (amount.minor <= 0) return [];
      left = subtract(left, amount);
      payable.rest = subtract(payable.rest, amount);
      return [application(seen, deposit, payable, amount)];
    });
  });
}

const application = (
  { company }: SeenPayment,
  deposit: Deposit,
  { invoice, name }: Payable,
  amount: Money,
): ApplyStep => ({
  do: 'apply',
  key: effectKey({ company, kind: 'apply', subject: deposit.subject, part: name }),
  receipt: deposit.key,
  invoice,
  subject: deposit.subject,
  part: name,
  amount,
});

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

const appliedTo = ({ effects }: SeenPayment, invoice: string, { currency }: Money): Money =>
  postedOf(
    effects.filter((effect) => effect.kind === 'apply' && effect.part === invoice && stands(effect)),
    currency,
  );

const appliedFrom = ({ effects }: SeenPayment, { subject, amount }: Deposit): Money =>
  postedOf(
    effects.filter((effect) => effect.kind === 'apply' && effect.subject === subject && stands(effect)),
    amount.currency,
  );
