import type { ErpErrorCode } from '../errors.ts';

type Refusal = {
  readonly says: RegExp;
  readonly code: Extract<ErpErrorCode, 'invalid' | 'rejected' | 'busy' | 'unauthorized'> | 'lost';
  /** The gateway's field at fault, where the message itself names none. */
  readonly where?: string;
  /** What people at the site can do about it. */
  readonly mend?: string;
};

/**
 * What business rules say, and what it means to us; the first that fits wins, a message that is not here is `rejected`.
 * `lost`: nobody can say whether it was posted. Rows without a comment are worded by the gateway: extend them freely.
 */
const refusals: readonly Refusal[] = [
  // A failed request can leave the session of the next one in a window that it does not expect.
  { says: /unexpected response window/i, code: 'lost' },
  { says: /deadlock|locked by|in use by another/i, code: 'busy' },
  // Known wording of the product.
  {
    says: /window .* is not available or user does not have permission/i,
    code: 'unauthorized',
    mend: '; give the user permission for this window in Prophet 21, or have it deployed',
  },
  { says: /records do not balance/i, code: 'invalid', where: 'Lines' },
  { says: /cannot cancel an order that is fully invoiced/i, code: 'rejected' },
  { says: /this column is required|is a required column|column is disabled|salesrep id is required/i, code: 'invalid' },
  // The order has no `source_loc_id`.
  { says: /jurisdiction id for order header tax/i, code: 'invalid' },
  { says: /requested date must be after order date/i, code: 'invalid' },
  // A field, an element or a key that the service does not know.
  { says: /sequence contains no matching element/i, code: 'invalid' },
  // Assumed, as a field that names something would be refused.
  { says: /\binvalid [a-z]\w*:.* does not exist/i, code: 'invalid' },
  { says: /period.*(closed|not open)|closed.*period/i, code: 'rejected', where: 'Date' },
  { says: /credit.?hold|credit limit/i, code: 'rejected', where: 'CustomerId' },
  { says: /control account/i, code: 'invalid', where: 'AccountNumber' },
  { says: /account.*blocked|blocked.*account/i, code: 'rejected', where: 'AccountNumber' },
  { says: /bank account/i, code: 'invalid', where: 'BankAccount' },
  {
    says: /exceed|more than|over-?appli|not enough|\bonly\b.*\b(left|open|unapplied)/i,
    code: 'rejected',
    where: 'Amount',
  },
  { says: /\bitem\b.*(unknown|exist|found|discontinued)|unknown item/i, code: 'invalid', where: 'ItemId' },
  { says: /customer\b.*(unknown|exist|found|deleted)|unknown customer/i, code: 'invalid', where: 'CustomerId' },
  { says: /tax code/i, code: 'invalid', where: 'TaxCode' },
  { says: /account\b.*(unknown|exist|found)|unknown account/i, code: 'invalid', where: 'AccountNumber' },
  { says: /currency/i, code: 'invalid', where: 'CurrencyId' },
];

export const refusalSaying = (message: string): Refusal | undefined => refusals.find(({ says }) => says.test(message));
