import { ErpError } from '../errors.ts';
import { credited, type Credited } from './bapi/credit-memo.ts';
import { keyOf, numberOf } from './formats.ts';
import { readBilling } from './reading/billing.ts';
import { readDocument } from './reading/financial-documents.ts';
import type { System } from './system.ts';

/** What an invoice did in the ledger, also one that is a billing document. @throws `not-found` when it did nothing there. */
export async function creditedByInvoice(system: System, invoice: string, signal?: AbortSignal): Promise<Credited> {
  const number = await financialNumberOf(system, invoice, signal);
  const document = number === undefined ? undefined : await readDocument(system, number, signal);
  const [customer] = document?.customers ?? [];
  if (document && customer) return credited(customer.assignment, document.accounts);
  throw new ErpError('not-found', `Invoice ${invoice} has no financial document in SAP`, { where: 'Invoice' });
}

async function financialNumberOf(system: System, invoice: string, signal?: AbortSignal): Promise<string | undefined> {
  if (keyOf(invoice)) return invoice;
  const billing = await readBilling(system, invoice, signal);
  return billing?.document && numberOf(billing.document);
}
