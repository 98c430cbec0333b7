import { documentOf } from '../domain/order-to-cash/sale-due.ts';
import type { DocumentKind } from '../domain/documents.ts';
import { equal, show, type Money } from '../domain/money.ts';
import { ErpError, type ErpErrorCode } from '../erp/errors.ts';
import type { ErpReceipt } from '../erp/port.ts';
import { byHand } from '../store/by-hand.ts';
import type { NumberedEffect } from '../store/ledger.ts';
import type { Company } from './company.ts';
import type { StuckEffect } from './outcomes.ts';

type Named = {
  readonly effect: StuckEffect;
  readonly number?: string;
  /** The ERP's number of the customer, where one is known. */
  readonly customer?: string;
  /** What stands under a number already. */
  readonly numbered: (number: string) => Promise<readonly NumberedEffect[]>;
};

/**
 * A person says that a document was made by hand: it must stand in the ERP, for this customer and to the minor unit, and
 * stand for nothing else, or one document would settle two things.
 * What is no document (a setting, the undoing of one) has no number of its own.
 * @throws ErpError `invalid`, `not-found` or `conflict` in words that say how to go on
 */
export async function checkByHand({ erp }: Company, { effect, number, customer, numbered }: Named): Promise<void> {
  const kind = documentKindOf(effect);
  if (!kind) return;
  if (!number) refuse('invalid', `Name the ${kind} that was made by hand: --number <its number in the ERP>`);
  const found = await erp.read(kind, number).catch((error: unknown) => unreadable(error, `${kind} ${number}`));
  if (!found) refuse('not-found', `The ERP has no ${kind} ${number}: look its number up there, and skip with that one`);
  const taken = (await numbered(number)).find((one) => one.key !== effect.key && documentKindOf(one) === kind);
  if (taken)
    refuse('conflict', `The ${kind} ${number} stands for ${taken.key} already: name the one that was made for this`);
  const wrong = differenceOf(found, effect.amount, customer);
  if (wrong) refuse('conflict', `The ${kind} ${number} ${wrong}: name the right one, or mend it in the ERP`);
}

const documents: ReadonlySet<string> = new Set<DocumentKind>([
  'sales-order',
  'invoice',
  'credit-memo',
  'cash-receipt',
  'customer-refund',
  'journal-entry',
]);

function documentKindOf(effect: Pick<StuckEffect, 'kind' | 'note'>): DocumentKind | undefined {
  const kind = effect.kind === 'sale' ? documentOf(effect) : byHand(effect.kind, null).kind;
  return documents.has(kind) ? (kind as DocumentKind) : undefined;
}

function differenceOf(
  { status, total, customer: holder }: ErpReceipt,
  amount: Money | undefined,
  customer: string | undefined,
): string | undefined {
  if (status === 'cancelled' || status === 'reversed') return `is ${status} in the ERP`;
  if (holder && customer && !sameNumber(holder, customer)) return 'belongs to another customer';
  return total && amount && !equal(total, amount)
    ? `comes to ${show(total)} in the ERP, and ${show(amount)} is at stake`
    : undefined;
}

/** SAP pads its numbers with noughts, and people leave them out. */
export const sameNumber = (one: string, other: string): boolean => unpadded(one) === unpadded(other);
const unpadded = (number: string): string => number.trim().replace(/^0+(?=.)/, '');

/** What an adapter can't read at all, it refuses; trouble on the way is tried again. */
function unreadable(error: unknown, what: string): never {
  if (!(error instanceof ErpError) || (error.code !== 'rejected' && error.code !== 'invalid')) throw error;
  return refuse(
    error.code,
    `The ERP does not let us read ${what} (${error.message}). Look it up there yourself, then skip with --unchecked`,
    error,
  );
}

function refuse(code: ErpErrorCode, message: string, cause?: unknown): never {
  throw new ErpError(code, message, { where: 'number', ...(cause !== undefined && { cause }) });
}
