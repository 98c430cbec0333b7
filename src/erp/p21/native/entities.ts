import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { DocumentNumber, read, type NativeClient } from './client.ts';

/** The Entity API, for customers. Numbers of an answer are decimal text. */
export type Entities = {
  /** Gives `CustomerId`. `CurrencyId` of the body is text of digits, or a LosslessNumber; on the wire it is a number. */
  createCustomer(body: object, signal: AbortSignal): Promise<string>;
  /** By `{CompanyId}_{CustomerId}`. What the body does not name stays; an empty text empties (M). */
  changeCustomer(key: string, body: object, signal: AbortSignal): Promise<void>;
};

/** A decimal column holds it, so that zeros may stand behind its point. */
const Created = z.object({
  CustomerId: z
    .string()
    .transform((text) => text.replace(/^(\d+)\.0+$/, '$1'))
    .pipe(DocumentNumber),
});

/** With the slash: without it the path is redirected, and a GET there gives the whole table (V). */
export const createEntities = (client: NativeClient): Entities => ({
  createCustomer: (body, signal) =>
    client.send(
      { route: 'POST /api/entity/customers', path: '/api/entity/customers/', body: withNumber(body), signal },
      (request, reply) => read(Created, request, reply).CustomerId,
    ),
  changeCustomer: (key, body, signal) =>
    client.send(
      {
        route: 'PUT /api/entity/customers',
        path: `/api/entity/customers/${encodeURIComponent(key)}`,
        body,
        signal,
      },
      (request, reply) => void read(Created, request, reply),
    ),
});

function withNumber(body: object): object {
  const number = 'CurrencyId' in body ? body.CurrencyId : undefined;
  return typeof number === 'string' ? { ...body, CurrencyId: new LosslessNumber(number) } : body;
}
