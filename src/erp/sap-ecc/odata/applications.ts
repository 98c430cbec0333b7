import type { Reference } from '../../../domain/documents.ts';
import { equal, fromDecimal, show, toDecimal } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { Application, ErpPort, ErpReceipt } from '../../port.ts';
import { conflict, onlyOne, readBack } from '../../read-back.ts';
import { bare, keyOf, objectKey } from '../formats.ts';
import { readBilling } from '../reading/billing.ts';
import { openPeriod } from '../reading/periods.ts';
import { clearable } from './clearable.ts';
import { Clearing } from './entities.ts';
import { ourNumber, wireNumber, type Gateway } from './gateway.ts';
import { dateTime, equals, keyed } from './wire.ts';

/** Clearings of a deposit, with what the invoice in question is called in them. */
type Standing = { readonly clearings: readonly Clearing[]; readonly debits: readonly string[] };

/** A part of a deposit against a document that debits its customer. */
export function createApplications(gateway: Gateway): Pick<ErpPort, 'apply' | 'findApplication' | 'unapply'> {
  const { system, odata } = gateway;

  const found = async (application: Application, reference: Reference, signal: AbortSignal | undefined) =>
    carrying(await standingOf(gateway, application, signal), application, reference);

  const shown = async (application: Application, reference: Reference, signal: AbortSignal): Promise<ErpReceipt> =>
    readBack(`A clearing of ${application.receipt}`, async () => {
      const receipt = await found(application, reference, signal);
      if (receipt) return receipt;
      throw conflict(`${application.receipt} does not show the clearing that was just accepted`, 'Clearings');
    });

  return {
    async apply(application, reference, call) {
      const signal = system.within(call);
      const already = await found(application, reference, signal);
      if (already) return already;
      const body = {
        Reference: reference,
        ...(await clearable(gateway, application, signal)),
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
      const signal = system.within(call);
      for (let tries = 0; tries < 2; tries += 1) {
        const standing = await standingOf(gateway, application, signal);
        const already = carrying(standing, application, reference);
        if (already) return already;
        const { Clearing: number, PostingDate, __metadata: etag } = liveOne(standing, application);
        const day = await openPeriod(system, PostingDate, signal);
        const body = { ResetReference: reference, PostingDate: dateTime(day) };
        if ((await odata.change(keyed('Clearings', number), etag, body, signal)) === 'changed')
          return shown(application, reference, signal);
      }
      throw new ErpError('busy', `A clearing of ${application.receipt} is being changed by somebody else`);
    },
  };
}

async function standingOf(
  { system, odata }: Gateway,
  { receipt, invoice }: Application,
  signal: AbortSignal | undefined,
): Promise<Standing> {
  const credit = wireNumber(receipt);
  const listed = await odata.list('Clearings', Clearing, { $filter: equals('Credit', credit) }, signal);
  const clearings = listed.filter(({ Credit }) => Credit === credit);
  const named = wireNumber(invoice);
  // A billing document may be named by the financial document that it posted.
  const posted = !keyOf(invoice) && clearings.some(({ Debit }) => Debit.length === 18);
  const document = posted ? (await readBilling(system, invoice, signal))?.document : undefined;
  return { clearings, debits: document ? [named, objectKey(document)] : [named] };
}

/** The clearing that was made, or reset, under this reference. */
function carrying(standing: Standing, application: Application, reference: Reference): ErpReceipt | undefined {
  const ours = standing.clearings.filter((each) => each.Reference === reference || each.ResetReference === reference);
  const one = onlyOne(ours, `clearings of ${application.receipt} carry the reference ${reference}`);
  if (!one) return undefined;
  if (!fits(one, standing, application))
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

const fits = ({ Debit, Amount, Currency }: Clearing, { debits }: Standing, { amount }: Application): boolean =>
  debits.includes(Debit) && equal(fromDecimal(Amount, Currency), amount);

/** Two of the same invoice and amount can't be told apart, so a person has to choose. */
function liveOne(standing: Standing, application: Application): Clearing {
  const live = standing.clearings.filter((each) => !isReset(each) && fits(each, standing, application));
  const one = onlyOne(live, `clearings of ${application.receipt} have this invoice and amount`);
  if (one) return one;
  throw new ErpError(
    'rejected',
    `${application.receipt} has no clearing of ${show(application.amount)} with ${application.invoice}`,
    { where: 'Clearings' },
  );
}
