import { z } from 'zod';
import { mustBeDay } from '../../calendar.ts';
import { parseBody } from '../../errors.ts';
import type { SaleHeader } from '../../fields.ts';
import { saleFields } from '../../fields.ts';
import { wrong } from './failures.ts';
import type { Row } from './given.ts';
import type { Work } from './work.ts';
import { entry, fieldOf, fill } from './work.ts';

const SHIP_TO = 'TP_SHIPTO.shipto';
const USER_DEFINED = 'ufc_';
const JOB_NAME_LENGTH = 40;
/** Besides `order_no`, `approved` and `cancel_flag`: what stays open once an order exists. */
const changeable = ['WebReferenceNo', 'Notes', 'StripeId', 'PaymentStatus', 'PaymentDate'];
const stored = z.strictObject(saleFields);

/** The fields of a new order that are text and nothing else. */
export function textsOf(work: Work, row: Row): object {
  checkJobName(work, row);
  const names = ['CustomerId', 'Reference', 'PoNo', 'Taker', ...changeable];
  const shipTo = fill(work, shipToOf(work), ['Name', 'Address1', 'Address2', 'City', 'State', 'PostalCode', 'Country']);
  const own = userDefinedOf(work, row);
  return {
    ...fill(work, row, names),
    ...(Object.keys(shipTo).length > 0 && { ShipTo: shipTo }),
    ...(Object.keys(own).length > 0 && { UserDefined: own }),
  };
}

export const shipToOf = ({ given }: Work): Row => given.get(SHIP_TO)?.rows[0] ?? new Map<string, string>();

/** The head as it will be; an entry that was emptied is gone. @throws Failure or Refusal, before anything changes */
export function changedHead(work: Work, row: Row, header: SaleHeader): SaleHeader {
  checkJobName(work, row);
  const entered = changeable
    .filter((name) => row.has(fieldOf(work, name)))
    .map((name) => [name, entry(work, row, name)] as const);
  const own = userDefinedOf(work, row);
  const after = parseBody(stored, {
    ...header,
    ...Object.fromEntries(entered),
    ...(Object.keys(own).length > 0 && { UserDefined: { ...header.UserDefined, ...own } }),
  });
  if (after.PaymentDate !== undefined) mustBeDay(after.PaymentDate, 'PaymentDate');
  return after;
}

/** Whether a field of the head can still be entered when the order exists (V that few can). */
export const staysOpen = (work: Work, field: string): boolean =>
  field.startsWith(USER_DEFINED) || changeable.some((name) => fieldOf(work, name) === field);

/** The site's own columns of `oe_hdr_ud`, besides those that show the payment. */
const userDefinedOf = ({ part }: Work, row: Row): Record<string, string> => {
  const known = new Set(Object.values(part.fields));
  const own = [...row].filter(([field]) => field.startsWith(USER_DEFINED) && !known.has(field));
  return Object.fromEntries(own.map(([field, value]) => [field.slice(USER_DEFINED.length), value]));
};

function checkJobName(work: Work, row: Row): void {
  const name = entry(work, row, 'WebReferenceNo') ?? '';
  if (name.length > JOB_NAME_LENGTH) {
    throw wrong(fieldOf(work, 'WebReferenceNo'), name, `is longer than ${JOB_NAME_LENGTH} characters`);
  }
}
