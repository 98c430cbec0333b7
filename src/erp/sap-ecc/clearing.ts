import type { Day, Reference } from '../../domain/documents.ts';
import { show, toDecimal } from '../../domain/money.ts';
import { ErpError } from '../errors.ts';
import type { Application, ErpPort, ErpReceipt } from '../port.ts';
import { conflict, onlyOne, readBack } from '../read-back.ts';
import { mustHold } from './currency-digits.ts';
import { clearedByOthers } from './clearing-by-others.ts';
import { clearingsOf, fits, numberOfObject, wireOf, type ClearingRow } from './clearing-rows.ts';
import { inTen, keyOf, keyOfObject, objectKey } from './formats.ts';
import { readBilling } from './reading/billing.ts';
import { postingDateOf, readDocument, type StoredDocument } from './reading/financial-documents.ts';
import { indexRow } from './reading/index-rows.ts';
import { openPeriod } from './reading/periods.ts';
import type { System } from './system.ts';

type Clearing = Pick<ErpPort, 'apply' | 'findApplication' | 'unapply'>;
const resetting = 'Z_QTC_CLEAR_RESET';

/** With the wrapper's functions, the only ones that clear; each holds an enqueue and repeats harmlessly. */
export const createClearing = (system: System): Clearing => ({
  async apply(application, reference, call) {
    const signal = system.within(call);
    const rows = await clearingsOf(system, application.receipt, signal);
    const already = await carriedBy(rows, system, application, reference, signal);
    if (already) return already;
    const { parameters, customer } = await clearable(system, application, signal);
    const done = await clearedByOthers(system, rows, application, customer, signal);
    if (done) return done;
    mustHold(parameters, await system.digits());
    await system.rfc.call('Z_QTC_CLEAR', { IV_KEY: reference, ...parameters }, { write: true, signal });
    return shown(system, application, reference, signal);
  },

  findApplication: async (application, reference, call) => carrying(system, application, reference, call?.signal),

  async unapply(application, reference, call) {
    const signal = system.within(call);
    const already = await carrying(system, application, reference, signal);
    if (already) return already;
    const { clearing } = await liveOne(system, application, signal);
    const key = keyOfObject(clearing);
    const date = key && (await postingDateOf(system, key, signal));
    const parameters = {
      IV_KEY: reference,
      IV_COMP_CODE: system.organisation.companyCode,
      IV_CLEARING: clearing,
      IV_PSTNG_DATE: await openPeriod(system, date ?? today(system), signal),
    };
    await system.rfc.call(resetting, parameters, { write: true, signal });
    return shown(system, application, reference, signal);
  },
});

/** The application that was made, or taken back, under this reference. */
async function carrying(
  system: System,
  application: Application,
  reference: Reference,
  signal: AbortSignal | undefined,
): Promise<ErpReceipt | undefined> {
  const rows = await clearingsOf(system, application.receipt, signal);
  return carriedBy(rows, system, application, reference, signal);
}

async function carriedBy(
  rows: readonly ClearingRow[],
  system: System,
  application: Application,
  reference: Reference,
  signal: AbortSignal | undefined,
): Promise<ErpReceipt | undefined> {
  const made = onlyOne(
    rows.filter(({ key }) => key === reference),
    `clearings of ${application.receipt} carry the reference ${reference}`,
  );
  const row = made ?? (await resetUnder(system, rows, reference, signal));
  if (!row) return undefined;
  if (!(await fits(system, row, application, signal)))
    throw conflict(
      `Clearing ${numberOfObject(row.clearing)} carries our reference but another invoice or amount`,
      'Amount',
    );
  return {
    kind: made ? 'application' : 'undoing',
    number: numberOfObject(made ? row.clearing : row.reset),
    reference,
    total: application.amount,
    status: row.reset === '' ? 'open' : 'reversed',
  };
}

/** A reset keeps no reference of its own on the clearing: the wrapper's index knows which reversal it made. */
async function resetUnder(
  { rfc }: System,
  rows: readonly ClearingRow[],
  reference: Reference,
  signal: AbortSignal | undefined,
): Promise<ClearingRow | undefined> {
  const resets = rows.filter(({ reset }) => reset !== '');
  if (resets.length === 0) return undefined;
  const index = await indexRow(rfc, reference, signal);
  return index?.madeBy === resetting ? resets.find(({ reset }) => reset === index.document) : undefined;
}

/** Two of the same invoice and amount are the same to whoever pays, but not to the ledger of effects. */
async function liveOne(system: System, application: Application, signal: AbortSignal): Promise<ClearingRow> {
  const { receipt, invoice, amount } = application;
  const rows = (await clearingsOf(system, receipt, signal)).filter(({ reset }) => reset === '');
  const fitting = [];
  for (const row of rows) if (await fits(system, row, application, signal)) fitting.push(row);
  const one = onlyOne(fitting, `live clearings of ${receipt} have this invoice and amount`);
  if (one) return one;
  throw new ErpError('rejected', `${receipt} has no live clearing of ${show(amount)} with invoice ${invoice}`, {
    where: 'Applications',
  });
}

/** What Z_QTC_CLEAR takes. @throws `not-found` and `invalid` before anything is sent. */
async function clearable(system: System, { receipt, invoice, amount }: Application, signal: AbortSignal) {
  const credit = await readDocument(system, receipt, signal);
  if (!credit) throw missing(receipt);
  const debit = await debitOf(system, invoice, signal);
  if (credit.currency !== amount.currency || debit.currency !== amount.currency)
    throw new ErpError(
      'invalid',
      `${show(amount)} can't be cleared between ${receipt}, in ${credit.currency}, and ${invoice}, in ${debit.currency}`,
      { where: 'Amount' },
    );
  const dates = [credit.postingDate, debit.date].filter((date) => date !== undefined);
  const customer = customerOf(credit);
  return {
    customer,
    parameters: {
      IV_COMP_CODE: system.organisation.companyCode,
      IV_CUSTOMER: inTen(customer),
      IV_CREDIT: objectKey(credit.key),
      IV_DEBIT: wireOf(invoice),
      IV_AMOUNT: toDecimal(amount),
      IV_CURRENCY: amount.currency,
      IV_PSTNG_DATE: await openPeriod(system, latest(dates) ?? today(system), signal),
    },
  };
}

const customerOf = ({ receipt: { customer, number } }: StoredDocument): string => {
  if (customer !== undefined) return customer;
  throw new ErpError('invalid', `${number} has no customer and clears nothing`, { where: 'Applications' });
};

async function debitOf(
  system: System,
  invoice: string,
  signal: AbortSignal,
): Promise<{ readonly currency: string; readonly date: Day | undefined }> {
  const entered = await readDocument(system, invoice, signal);
  if (entered) return { currency: entered.currency, date: entered.postingDate };
  const billed = keyOf(invoice) ? undefined : await readBilling(system, invoice, signal);
  if (billed) return billed;
  throw missing(invoice);
}

const missing = (number: string): ErpError =>
  new ErpError('not-found', `SAP has no document ${number} to clear`, { where: 'Applications' });

async function shown(
  system: System,
  application: Application,
  reference: Reference,
  signal: AbortSignal,
): Promise<ErpReceipt> {
  const what = `The clearing of ${application.receipt}`;
  return readBack(what, async () => {
    const receipt = await carrying(system, application, reference, signal);
    if (receipt) return receipt;
    throw conflict(`${application.receipt} does not show the clearing that was just changed`, 'Applications');
  });
}

const latest = (days: readonly Day[]): Day | undefined => [...days].sort().at(-1);
const today = ({ organisation }: System): Day =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: organisation.timeZone }).format(new Date());
