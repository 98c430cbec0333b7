import type { Reference } from '../../../domain/documents.ts';
import { equal, fromDecimal, show, toDecimal } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { Application, ErpPort, ErpReceipt } from '../../port.ts';
import { conflict, onlyOne, readBack } from '../../read-back.ts';
import { bare, inTen, keyOf } from '../formats.ts';
import { readBilling } from '../reading/billing.ts';
import { openPeriod } from '../reading/periods.ts';
import { Clearing } from './entities.ts';
import { ourNumber, readFinancial, wireNumber, type Gateway } from './gateway.ts';
import { customerOf } from './receipts.ts';
import { dateTime, equals, keyed } from './wire.ts';

/** Clearings of a deposit: a part of it against a document that debits its customer. */
export function createApplications({ system, odata }: Gateway): Pick<ErpPort, 'apply' | 'findApplication' | 'unapply'> {
  const { within } = system;

  async function clearingsOf(receipt: string, signal: AbortSignal | undefined): Promise<readonly Clearing[]> {
    const credit = wireNumber(receipt);
    const listed = await odata.list('Clearings', Clearing, { $filter: equals('Credit', credit) }, signal);
    return listed.filter(({ Credit }) => Credit === credit);
  }

  const found = async (application: Application, reference: Reference, signal: AbortSignal | undefined) =>
    carrying(await clearingsOf(application.receipt, signal), application, reference);

  const shown = async (application: Application, reference: Reference, signal: AbortSignal): Promise<ErpReceipt> =>
    readBack(`A clearing of ${application.receipt}`, async () => {
      const receipt = await found(application, reference, signal);
      if (receipt) return receipt;
      throw conflict(`${application.receipt} does not show the clearing that was just accepted`, 'Clearings');
    });

  return {
    async apply(application, reference, call) {
      const signal = within(call);
      const already = await found(application, reference, signal);
      if (already) return already;
      const body = {
        Reference: reference,
        ...(await between(application, signal)),
        Credit: wireNumber(application.receipt),
        Debit: wireNumber(application.invoice),
        Amount: toDecimal(application.amount),
        Currency: application.amount.currency,
      };
      await odata.create('Clearings', Clearing, body, signal);
      return shown(application, reference, signal);
    },

    findApplication: (application, reference, call) => found(application, reference, call?.signal),

    async unapply(application, reference, call) {
      const signal = within(call);
      const standing = await clearingsOf(application.receipt, signal);
      const already = carrying(standing, application, reference);
      if (already) return already;
      const { Clearing: number, PostingDate, __metadata: etag } = liveOne(standing, application);
      const body = { ResetReference: reference, PostingDate: dateTime(await openPeriod(system, PostingDate, signal)) };
      if ((await odata.change(keyed('Clearings', number), etag, body, signal)) === 'stale')
        throw new ErpError('busy', `The clearing ${ourNumber(number)} is being changed by somebody else`);
      return shown(application, reference, signal);
    },
  };

  /** Whose account it is, and the later day of the two documents, or the first open one after it. */
  async function between({ receipt, invoice, amount }: Application, signal: AbortSignal): Promise<object> {
    const deposit = await readFinancial(odata, receipt, signal);
    const debit = await debitOf(invoice, signal);
    if ([deposit.Currency, debit.currency].some((currency) => currency !== amount.currency))
      throw new ErpError(
        'invalid',
        `${show(amount)} can't be cleared between ${receipt}, in ${deposit.Currency}, and ${invoice}, in ${debit.currency}`,
        { where: 'Amount' },
      );
    const customer = customerOf(deposit);
    if (customer === undefined)
      throw new ErpError('invalid', `${receipt} stands on no customer's account`, { where: 'Clearings' });
    const day = [deposit.PostingDate, debit.date].sort().at(-1) ?? deposit.PostingDate;
    return { Customer: inTen(customer), PostingDate: dateTime(await openPeriod(system, day, signal)) };
  }

  /** A billing document is no entity of the service: it is read as all that SAP made by itself is. */
  async function debitOf(invoice: string, signal: AbortSignal) {
    if (keyOf(invoice)) {
      const { Currency: currency, PostingDate: date } = await readFinancial(odata, invoice, signal);
      return { currency, date };
    }
    const billed = await readBilling(system, invoice, signal);
    if (billed) return billed;
    throw new ErpError('not-found', `SAP has no document ${invoice} to clear`, { where: 'Clearings' });
  }
}

/** The clearing that was made, or reset, under this reference. */
function carrying(
  clearings: readonly Clearing[],
  application: Application,
  reference: Reference,
): ErpReceipt | undefined {
  const ours = clearings.filter((each) => each.Reference === reference || each.ResetReference === reference);
  const one = onlyOne(ours, `clearings of ${application.receipt} carry the reference ${reference}`);
  if (!one) return undefined;
  if (!fits(one, application))
    throw conflict(`Clearing ${ourNumber(one.Clearing)} carries our reference but another invoice or amount`, 'Amount');
  const undoing = one.ResetReference === reference;
  return {
    kind: undoing ? 'undoing' : 'application',
    number: ourNumber(undoing ? one.ResetDocument : one.Clearing),
    reference,
    total: application.amount,
    customer: bare(one.Customer),
    status: isReset(one) ? 'reversed' : 'open',
  };
}

const isReset = ({ ResetReference, ResetDocument }: Clearing): boolean => ResetReference !== '' || ResetDocument !== '';

const fits = ({ Debit, Amount, Currency }: Clearing, { invoice, amount }: Application): boolean =>
  ourNumber(Debit) === ourNumber(wireNumber(invoice)) && equal(fromDecimal(Amount, Currency), amount);

/** Two of the same invoice and amount can't be told apart, so a person has to choose. */
function liveOne(clearings: readonly Clearing[], application: Application): Clearing {
  const live = clearings.filter((each) => !isReset(each) && fits(each, application));
  const one = onlyOne(live, `clearings of ${application.receipt} have this invoice and amount`);
  if (one) return one;
  throw new ErpError(
    'rejected',
    `${application.receipt} has no clearing of ${show(application.amount)} with ${application.invoice}`,
    { where: 'Clearings' },
  );
}
