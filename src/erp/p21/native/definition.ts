import { z } from 'zod';
import type { Reply, Request } from '../../http.ts';
import { read } from './client.ts';

/** An element of a service's window, and the fields that it may be sent. */
export type DefinedElement = {
  readonly name: string;
  readonly type: 'Form' | 'List';
  readonly fields: readonly string[];
};

/** The shape is assumed: names, or objects with a name. */
export const Services = z.array(z.union([z.string(), z.object({ Name: z.string() }).transform(({ Name }) => Name)]));

const Row = z.object({ Edits: z.array(z.object({ Name: z.string() })) });
const Element = z.object({ Name: z.string(), Type: z.string(), Rows: z.array(Row).nullish() });
/** Only the template is read: it is what a transaction of this service looks like. */
const Definition = z.object({
  Template: z.object({
    TransactionSet: z.object({ Transactions: z.array(z.object({ DataElements: z.array(Element) })).min(1) }),
  }),
});

/** Nothing for a service that the site does not have, which Prophet 21 says by an empty 500 (V). */
export function definedIn(request: Request, reply: Reply): readonly DefinedElement[] | undefined {
  if (reply.status === 500 && reply.text.trim() === '') return undefined;
  const { TransactionSet } = read(Definition, request, reply).Template;
  return TransactionSet.Transactions[0]?.DataElements.map(({ Name, Type, Rows }) => ({
    name: Name,
    type: Type === 'List' ? 'List' : 'Form',
    fields: Rows?.[0]?.Edits.map((edit) => edit.Name) ?? [],
  }));
}
