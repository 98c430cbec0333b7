import type { Reference } from '../../../domain/documents.ts';
import { equal, fromDecimal, show, toDecimal } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { Application, ErpPort, ErpReceipt } from '../../port.ts';
import { conflict, onlyOne, orNothing, readBack } from '../../read-back.ts';
import { as, type Gateway } from './gateway.ts';
import { CashReceipt } from './schema.ts';

type Applied = CashReceipt['Applications']['list'][number];

export function createApplications({
  client,
  within,
}: Gateway): Pick<ErpPort, 'apply' | 'findApplication' | 'unapply'> {
  const read = async (number: string, signal: AbortSignal | undefined): Promise<CashReceipt> =>
    client.send('getCashReceipt', as(CashReceipt), { number, signal });

  return {
    async apply(application, reference, call) {
      const signal = within(call);
      const before = await read(application.receipt, signal);
      refuseOtherCurrency(before, application);
      const already = carrying(before, application, reference);
      if (already) return already;
      const body = { InvoiceNo: application.invoice, Amount: toDecimal(application.amount), Reference: reference };
      await client.send('applyCashReceipt', as(CashReceipt), { number: application.receipt, body, signal });
      return readBack(`The application of receipt ${application.receipt}`, async () =>
        found(carrying(await read(application.receipt, signal), application, reference), application),
      );
    },

    async findApplication(application, reference, call) {
      const receipt = await orNothing(read(application.receipt, call?.signal));
      return receipt && carrying(receipt, application, reference);
    },

    async unapply(application, reference, call) {
      const signal = within(call);
      const before = await read(application.receipt, signal);
      refuseOtherCurrency(before, application);
      const already = carrying(before, application, reference);
      if (already) return already;
      const body = {
        InvoiceNo: application.invoice,
        Amount: toDecimal(application.amount),
        ...referenceOf(liveOne(before, application)),
        Reference: reference,
      };
      await client.send('unapplyCashReceipt', as(CashReceipt), { number: application.receipt, body, signal });
      return readBack(`The unapplying of receipt ${application.receipt}`, async () =>
        found(carrying(await read(application.receipt, signal), application, reference), application),
      );
    },
  };
}

/** The wire names no currency where money is applied: the receipt's own is meant. */
function refuseOtherCurrency({ CurrencyId, ReceiptNo }: CashReceipt, { amount }: Application): void {
  if (amount.currency === CurrencyId) return;
  throw new ErpError(
    'invalid',
    `${show(amount)} can't be applied from receipt ${ReceiptNo}, which is in ${CurrencyId}`,
    {
      where: 'Amount',
    },
  );
}

/** The application that was made, or taken back, under this reference. */
function carrying(receipt: CashReceipt, application: Application, reference: Reference): ErpReceipt | undefined {
  const ours = receipt.Applications.list.filter(
    (each) => each.Reference === reference || each.UnapplyReference === reference,
  );
  const one = onlyOne(ours, `applications of receipt ${receipt.ReceiptNo} carry the reference ${reference}`);
  if (!one) return undefined;
  if (!fits(one, receipt, application))
    throw conflict(`Application ${one.ApplicationNo} carries our reference but another invoice or amount`, 'Amount');
  return {
    kind: one.UnapplyReference === reference ? 'undoing' : 'application',
    number: one.ApplicationNo,
    reference,
    total: application.amount,
    customer: receipt.CustomerId,
    status: one.Unapplied === 'Y' ? 'reversed' : 'open',
  };
}

const fits = (one: Applied, { CurrencyId }: CashReceipt, { invoice, amount }: Application): boolean =>
  one.InvoiceNo === invoice && equal(fromDecimal(one.Amount, CurrencyId), amount);

/** Two of the same invoice and amount can't be told apart by the gateway unless one is named. */
function liveOne(receipt: CashReceipt, application: Application): Applied {
  const live = receipt.Applications.list.filter((each) => each.Unapplied === 'N' && fits(each, receipt, application));
  const one = onlyOne(live, `live applications of receipt ${receipt.ReceiptNo} have this invoice and amount`);
  if (one) return one;
  throw new ErpError(
    'rejected',
    `Receipt ${receipt.ReceiptNo} has no live application of ${show(application.amount)} to invoice ${application.invoice}`,
    { where: 'Applications' },
  );
}

const referenceOf = ({ Reference }: Applied): { ApplicationReference?: string } =>
  Reference ? { ApplicationReference: Reference } : {};

function found(receipt: ErpReceipt | undefined, { receipt: number }: Application): ErpReceipt {
  if (receipt) return receipt;
  throw conflict(`Receipt ${number} does not show what was just changed on it`, 'Applications');
}
