import { parse } from 'lossless-json';
import { redirected, type Reply } from '../http.ts';
import { exchange, followed, type Exchange } from './http.ts';

/** How the one who answers is spoken to, and what people there can do about an answer that fails. */
export type Dialect = {
  readonly exchange: Exchange;
  readonly parse: (text: string) => unknown;
  readonly hint: (reply: Reply) => string;
  /** Whether token v1 is asked for where v2 is not there. */
  readonly tokenV1: boolean;
};

const login = ': check the user and password, or the client secret, of this company';

const facadeHints: Readonly<Record<number, string>> = {
  401: login,
  403: ': give the user the permissions that src/erp/p21/facade/README.md lists',
  404: ': the gateway does not offer this route; check `baseUrl`, and openapi.yaml for what it must offer',
  405: ': the gateway does not offer this method; openapi.yaml lists what it must offer',
};

/** A gateway that offers openapi.yaml. */
export const facade: Dialect = {
  exchange,
  parse: (text) => JSON.parse(text) as unknown,
  hint: (reply) => redirected(reply) || (facadeHints[reply.status] ?? ''),
  tokenV1: false,
};

const nativeHints: Readonly<Record<number, string>> = {
  401: login,
  403: ': give the user, or the consumer key, the permissions and scopes that src/erp/p21/native/README.md lists',
  404: ': this Prophet 21 does not offer it there; check `baseUrl`',
};

/** Prophet 21 itself. Its numbers are JSON numbers, kept as the digits that came. */
export const native: Dialect = {
  exchange: followed,
  parse: (text) => parse(text, undefined, (digits) => digits),
  hint: (reply) => sentAway(reply) || (nativeHints[reply.status] ?? ''),
  tokenV1: true,
};

/** Without the query of the address, which is nobody's business. */
function sentAway({ location }: Reply): string {
  if (location === undefined) return '';
  const place = location.replace(/[?#].*$/s, '');
  return (
    `, a redirect to ${place}: only 307 and 308 within the same origin are followed, and only once, ` +
    'since the login would travel along; write the final address as `baseUrl`'
  );
}
