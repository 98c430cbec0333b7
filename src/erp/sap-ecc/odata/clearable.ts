import { show } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { Application } from '../../port.ts';
import { inTen, keyOf } from '../formats.ts';
import { readBilling } from '../reading/billing.ts';
import { openPeriod } from '../reading/periods.ts';
import { readFinancial, type Gateway } from './gateway.ts';
import { customerOf } from './receipts.ts';
import { dateTime } from './wire.ts';

/**
 * Of a clearing: whose account it is on, and the later day of the two documents, or the first open one after it.
 * @throws `not-found` and `invalid` before anything is sent.
 */
export async function clearable(
  gateway: Gateway,
  { receipt, invoice, amount }: Application,
  signal: AbortSignal,
): Promise<object> {
  const deposit = await readFinancial(gateway.odata, receipt, signal);
  const debit = await debitOf(gateway, invoice, signal);
  if ([deposit.Currency, debit.currency].some((currency) => currency !== amount.currency))
    throw new ErpError(
      'invalid',
      `${show(amount)} can't be cleared between ${receipt}, in ${deposit.Currency}, and ${invoice}, in ${debit.currency}`,
      { where: 'Amount' },
    );
  const customer = customerOf(deposit);
  if (customer === undefined)
    throw new ErpError('invalid', `${receipt} stands on no customer's account`, { where: 'Clearings' });
  const { date = deposit.PostingDate } = debit;
  const later = date > deposit.PostingDate ? date : deposit.PostingDate;
  return { Customer: inTen(customer), PostingDate: dateTime(await openPeriod(gateway.system, later, signal)) };
}

type Debit = { readonly currency: string; readonly date: string | undefined };

/** A billing document is no entity of the service: it is read as all that SAP made by itself is. */
async function debitOf({ system, odata }: Gateway, invoice: string, signal: AbortSignal): Promise<Debit> {
  if (keyOf(invoice)) {
    const { Currency, PostingDate } = await readFinancial(odata, invoice, signal);
    return { currency: Currency, date: PostingDate };
  }
  const billed = await readBilling(system, invoice, signal);
  if (billed) return billed;
  throw new ErpError('not-found', `SAP has no document ${invoice} to clear`, { where: 'Clearings' });
}
