import { z } from 'zod';
import { isReference, type Environment, type Secret } from './secret.ts';

/** How the schema gets at what isn't in the file. */
export type Sources = {
  readonly env: Environment;
  readonly secretOf: (reference: string) => Secret;
  /** A file by its path from quittance.yaml; without content where there is none. */
  readonly fileBeside: (path: string) => { readonly file: string; readonly content: string | undefined };
  /** A path from quittance.yaml, as it is from the working directory. */
  readonly beside: (path: string) => string;
};

/** What single values of the file may be. Messages never echo the value: it could be a secret in the wrong place. */
export const text = z.string().min(1, 'is empty');
export const port = z.int().min(0).max(65_535);
export const whole = (least: number, most: number) => z.int().min(least).max(most);

const fits = (check: (value: string) => boolean, message: string) => z.string().refine(check, message);

export const currency = fits((value) => /^[A-Z]{3}$/.test(value), 'is not a currency code of three capital letters');
export const companyKey = fits(
  (value) => /^[a-z0-9-]{1,40}$/.test(value),
  'is not a company key: only small letters, digits and "-", at most 40',
);
export const stripeAccount = fits((value) => /^acct_[A-Za-z0-9]+$/.test(value), 'is not a Stripe account id');
export const apiVersion = fits((value) => /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(value), 'is not a Stripe API version');
export const metadataKey = fits(
  (value) => /^[A-Za-z0-9_.-]{1,40}$/.test(value),
  'is not a metadata key of at most 40 characters',
);
/** A key of SAP's customising: capital letters, digits and few signs, up to its length. */
export const code = (most: number) =>
  fits(
    (value) => value.length <= most && /^[A-Z0-9_.-]+$/.test(value),
    `is not a key of at most ${most} capital letters or digits`,
  );
export const glAccount = fits((value) => /^[A-Z0-9]{1,10}$/.test(value), 'is not a G/L account of at most 10 digits');
export const timeZone = fits(isTimeZone, 'is not an IANA time zone');
export const url = fits((value) => /^https?:$/.test(protocolOf(value)), 'is not an http(s) address');
/** A reference to a secret; anything else is refused, because it could be the secret itself. */
export const secret = (secretOf: (reference: string) => Secret) =>
  fits(isReference, 'is not a reference to a secret (a secret itself must not stand here)').transform(secretOf);

/** Plain, or `env:NAME` where the surroundings decide, as in a container. */
export const setting = <T extends z.ZodType<unknown, string>>(env: Environment, schema: T) =>
  z
    .string()
    .transform((value, context) => {
      const name = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1];
      if (name === undefined) return value;
      const found = env[name];
      if (found) return found;
      context.addIssue(`takes its value from the environment variable ${name}, which is not set`);
      return z.NEVER;
    })
    .pipe(schema);

function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false;
  }
}

function protocolOf(value: string): string {
  // A template such as https://shop.example/orders/{order} is an address too.
  return URL.canParse(value) ? new URL(value).protocol : '';
}
