import type { CashReceipt, CustomerRefund, Reference } from '../../../domain/documents.ts';
import { equal, show, type Money } from '../../../domain/money.ts';
import type { Organisation } from '../system.ts';
import { invalid, onlyExtra } from './fields.ts';
import { accountItem, customerItem, financialPosting, itemText, opposite, positive } from './financial.ts';
import type { Posting } from './posting.ts';

/** Dr clearing / Cr customer, gross, on account; the assignment is the order's, by which F.13 clears. */
export const receiptPosting = (
  receipt: CashReceipt,
  reference: Reference,
  organisation: Organisation,
  assignment: string,
): Posting => cashPosting(receipt, { reference, assignment, special: specialOf(organisation) }, organisation, 'in');

/** Dr customer / Cr clearing. A deposit that stood under a special G/L indicator goes back from under it. */
export const refundPosting = (
  refund: CustomerRefund,
  reference: Reference,
  organisation: Organisation,
  assignment: string,
): Posting => {
  const special = refund.settles.kind === 'cash-receipt' ? specialOf(organisation) : undefined;
  return cashPosting(refund, { reference, assignment, special }, organisation, 'out');
};

const specialOf = ({ deposits }: Organisation): string | undefined => (deposits === 'special-gl' ? 'A' : undefined);

type Cash = Pick<
  CashReceipt,
  'customer' | 'stripeId' | 'amount' | 'settlement' | 'ledger' | 'account' | 'date' | 'text' | 'extra'
>;
type Marks = { readonly reference: Reference; readonly assignment: string; readonly special: string | undefined };

function cashPosting(cash: Cash, marks: Marks, organisation: Organisation, way: 'in' | 'out'): Posting {
  onlyExtra(cash.extra);
  mustFit(cash);
  const { customer, stripeId, date, account } = cash;
  const debit = { amount: positive('Amount', cash.amount), ledger: positive('Ledger', cash.ledger) };
  const [clearing, onAccount] = way === 'in' ? [debit, opposite(debit)] : [opposite(debit), debit];
  const text = itemText(stripeId, cash.text);
  const { reference, assignment, special } = marks;
  const posting = financialPosting(
    { type: organisation.documentTypes.receipt, date, text: cash.text, reference, stripeId },
    [
      accountItem({ account, where: 'Account', ...clearing, text }),
      customerItem({ customer, ...onAccount, text, assignment, special }),
    ],
    organisation,
  );
  return special === undefined ? posting : { ...posting, onlyByWrapper: true };
}

/** A document of SAP holds two currencies: what was paid, and the company code's. Stripe's must be one of them. */
function mustFit({ amount, settlement, ledger }: Pick<Cash, 'amount' | 'settlement' | 'ledger'>): void {
  const same = [amount, ledger].filter(({ currency }) => currency === settlement.currency);
  if (same.length === 0)
    throw invalid(
      'Settlement',
      `${show(settlement)} is in neither currency of the document: post it over a bridge account`,
    );
  if (!same.some((one) => equal(one, settlement))) throw differs('Settlement', settlement, amount);
  if (amount.currency === ledger.currency && !equal(amount, ledger)) throw differs('Ledger', ledger, amount);
}

const differs = (where: string, one: Money, other: Money): Error =>
  invalid(where, `${where} is ${show(one)} where ${show(other)} was paid in the same currency`);
