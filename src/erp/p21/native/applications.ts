import type { Reference } from '../../../domain/documents.ts';
import { equal, show, toDecimal, type Money } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { Application, ErpPort, ErpReceipt } from '../../port.ts';
import { conflict, onlyOne, readBack } from '../../read-back.ts';
import { amountOf, wholeNumber } from './amounts.ts';
import { receiptOf, type StoredReceipt } from './documents/cash-receipt.ts';
import { editsBy, fieldOf, form, list, type Said } from './documents/edits.ts';
import { rowsWith, text } from './documents/rows.ts';
import { inFile, serviceOf } from './documents/ways.ts';
import type { Native } from './native.ts';
import type { ByTransaction } from './site.ts';
import type { Transaction } from './transactions.ts';

/** One row of a receipt's applications. */
type Applied = {
  readonly sequence: string;
  readonly invoice: string;
  readonly amount: Money;
  readonly applied: string;
  /** The reference under which it was taken back. */
  readonly unapplied: string;
};
type Receipt = StoredReceipt & { readonly applications: readonly Applied[] };
const role = 'application';

export function createApplications(native: Native): Pick<ErpPort, 'apply' | 'findApplication' | 'unapply'> {
  async function read(number: string, signal?: AbortSignal): Promise<Receipt | undefined> {
    const receipt = await receiptOf(native, number, signal);
    if (receipt?.company !== native.company) return undefined;
    const rows = await rowsWith(native, 'ar_receipts_detail', { receipt_number: number }, ['sequence_no'], signal);
    const { currency } = receipt.amount;
    const applications = rows.map((row) => ({
      sequence: wholeNumber(text(row, 'sequence_no'), 'sequence_no'),
      invoice: text(row, 'invoice_no'),
      amount: amountOf(row['amount'], currency, 'amount'),
      applied: text(row, 'apply_desc'),
      unapplied: text(row, 'unapply_desc'),
    }));
    return { ...receipt, applications };
  }
  const standing = async ({ receipt: number }: Application, signal: AbortSignal): Promise<Receipt> => {
    const receipt = await read(number, signal);
    if (receipt) return receipt;
    throw new ErpError('not-found', `Prophet 21 has no receipt ${number}`, { where: 'receipt_number' });
  };

  /** Reads, sends what is not there yet, reads back. */
  async function settle(
    application: Application,
    reference: Reference,
    rowOf: (receipt: Receipt) => readonly Said[],
    signal: AbortSignal,
  ): Promise<ErpReceipt> {
    const way = serviceOf(native.site, role);
    const before = await standing(application, signal);
    refuseOtherCurrency(before, application);
    const already = carrying(before, application, reference);
    if (already) return already;
    await native.transactions.post(transactionOf(way, application.receipt, rowOf(before)), way.key, signal);
    return readBack(`A change of receipt ${application.receipt}`, async () =>
      shown(carrying(await standing(application, signal), application, reference), application),
    );
  }

  return {
    apply: async (application, reference, call) =>
      settle(
        application,
        reference,
        () => [
          ['reference', reference],
          ['invoice', application.invoice],
          ['amount', toDecimal(application.amount)],
        ],
        native.within(call),
      ),

    async findApplication(application, reference, call) {
      const receipt = await read(application.receipt, call?.signal);
      return receipt && carrying(receipt, application, reference);
    },

    unapply: async (application, reference, call) =>
      settle(
        application,
        reference,
        (receipt) => [
          ['reference', liveOne(receipt, application).applied],
          ['undoing', reference],
          ['amount', '0'],
        ],
        native.within(call),
      ),
  };
}

/** Rows of a receipt are told apart by the reference under which they were applied. */
function transactionOf(way: ByTransaction, receipt: string, row: readonly Said[]): Transaction {
  if (!way.lines) {
    const where = inFile(role, 'lines');
    throw new ErpError('rejected', `${where} is missing: name the list of invoices`, { where });
  }
  return {
    service: way.service,
    elements: [
      form(way.form, editsBy(role, way, ['receipt', receipt]), fieldOf(role, way.fields, 'receipt')),
      list(way.lines, fieldOf(role, way.fields, 'reference'), [editsBy(role, way, ...row)]),
    ],
  };
}

/** The wire names no currency where money is applied: the receipt's own is meant. */
function refuseOtherCurrency(receipt: Receipt, { amount }: Application): void {
  const { currency } = receipt.amount;
  if (amount.currency === currency) return;
  throw new ErpError(
    'invalid',
    `${show(amount)} can't be applied from receipt ${receipt.number}, which is in ${currency}`,
    { where: 'amount_applied' },
  );
}

/** The application that was made, or taken back, under this reference. */
function carrying(receipt: Receipt, application: Application, reference: Reference): ErpReceipt | undefined {
  const ours = receipt.applications.filter(
    ({ applied, unapplied }) => applied === reference || unapplied === reference,
  );
  const one = onlyOne(ours, `applications of receipt ${receipt.number} carry the reference ${reference}`);
  if (!one) return undefined;
  if (!fits(one, application))
    throw conflict(`Application ${one.sequence} carries our reference but another invoice or amount`, 'amount_applied');
  return {
    kind: one.unapplied === reference ? 'undoing' : 'application',
    number: `${receipt.number}-${one.sequence}`,
    reference,
    total: application.amount,
    customer: receipt.customer,
    status: one.unapplied ? 'reversed' : 'open',
  };
}

/** M: one that was taken back may keep its amount, or be set to nought. */
const fits = ({ invoice, amount, unapplied }: Applied, application: Application): boolean =>
  invoice === application.invoice && (equal(amount, application.amount) || (unapplied !== '' && amount.minor === 0));

/** Two of the same invoice and amount can't be told apart. */
function liveOne(receipt: Receipt, application: Application): Applied {
  const live = receipt.applications.filter((each) => each.unapplied === '' && fits(each, application));
  const one = onlyOne(live, `live applications of receipt ${receipt.number} have this invoice and amount`);
  if (one?.applied) return one;
  throw new ErpError(
    'rejected',
    `Receipt ${receipt.number} has no live application of ours of ${show(application.amount)} to invoice ${application.invoice}`,
    { where: 'ar_receipts_detail' },
  );
}

function shown(receipt: ErpReceipt | undefined, { receipt: number }: Application): ErpReceipt {
  if (receipt) return receipt;
  throw conflict(`Receipt ${number} does not show what was just changed on it`, 'ar_receipts_detail');
}
