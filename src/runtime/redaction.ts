import { scrub } from '../domain/scrub.ts';

const hidden = '[redacted]';
/** Far deeper than anything that is worth a log line; it also ends whatever refers to itself. */
const deepest = 8;
const credentials = /(secret|password|passwd|token|apikey|authorization|signature|cookie|privatekey|credentials?)$/;
const personal = new Set(
  `name firstname lastname fullname customername contactname billtoname shiptoname cardholdername email emailaddress
   customeremail receiptemail phone phonenumber mobile fax address billingaddress shippingaddress mailaddress line1 line2
   street postalcode zip zipcode card cardnumber number cvc cvv iban accountnumber taxid vatid birthdate dob`.split(
    /\s+/,
  ),
);

/** A copy fit for a log: credentials and personal fields hidden at any depth, free text scrubbed, errors kept readable. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint' || typeof value === 'number') return numeral(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '[too deep]';
  if (value instanceof Error) return fields(describeError(value), depth);
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  return fields(value, depth);
}

export const redactedFields = (object: object): Record<string, unknown> => fields(object, 0);

const fields = (object: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, isHidden(key) ? hidden : redacted(value, depth + 1)]),
  );

function isHidden(key: string): boolean {
  const plain = key.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  return personal.has(plain) || credentials.test(plain);
}

function numeral(value: number | bigint): unknown {
  const text = String(value);
  return scrub(text) === text ? value : scrub(text);
}

/** A name of an error is its kind, and nobody's: `type` is what pino calls it. Its own fields may say more. */
const describeError = (error: Error) => ({
  type: error.name,
  message: error.message,
  stack: error.stack,
  ...(error.cause === undefined ? {} : { cause: error.cause }),
  ...('code' in error ? { code: error.code } : {}),
  ...('where' in error && error.where !== undefined ? { where: error.where } : {}),
});
