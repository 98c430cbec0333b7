import { z } from 'zod';
import { ErpError } from '../../errors.ts';
import { codeOf, lost, waiting, type Reply, type Request } from '../../http.ts';
import { refusalSaying } from '../refusals.ts';
import { DocumentNumber, read } from './client.ts';

/** What an answer is to be held against. */
type Sent = {
  /** The element that names what was made, and the field in which it does. */
  readonly element: string | undefined;
  readonly key: string;
  readonly fields: ReadonlySet<string>;
};

const Answer = z.object({
  Messages: z.array(z.string()).nullish(),
  Results: z.unknown(),
  Summary: z.object({ Succeeded: z.string(), Failed: z.string() }),
});

/** What a transaction looks like that went through. */
const Passed = z.object({
  Transactions: z.tuple([
    z.object({
      Status: z.literal('Passed'),
      DataElements: z.array(
        z.object({
          Name: z.string(),
          Rows: z.array(z.object({ Edits: z.array(z.object({ Name: z.string(), Value: z.string().nullish() })) })),
        }),
      ),
    }),
  ]),
});
type Passed = z.infer<typeof Passed>;

/**
 * The number of what a transaction made. HTTP 200 says nothing: only the summary tells,
 * and a success that shows no passed transaction, or no number, must be looked up.
 */
export function assignedIn(sent: Sent, request: Request, reply: Reply): string {
  const { Messages, Results, Summary } = read(Answer, request, reply);
  const counts = `${Summary.Succeeded} succeeded, ${Summary.Failed} failed`;
  if (counts === '0 succeeded, 1 failed') throw refusal(sent, Messages ?? [], request, reply);
  if (counts !== '1 succeeded, 0 failed') throw lost(request, `tells of one transaction that ${counts}`);
  const passed = Passed.safeParse(Results);
  if (!passed.success) throw lost(request, 'succeeded, and shows no transaction that passed', passed.error);
  const number = DocumentNumber.safeParse(valueOf(sent, passed.data));
  if (number.success) return number.data;
  throw lost(request, `succeeded, and does not say ${sent.key}`);
}

function valueOf({ element, key }: Sent, { Transactions: [{ DataElements }] }: Passed): unknown {
  const rows = DataElements.filter(({ Name }) => Name === element).flatMap(({ Rows }) => Rows);
  return rows.flatMap(({ Edits }) => Edits).find(({ Name }) => Name === key)?.Value;
}

function refusal({ fields }: Sent, messages: readonly string[], request: Request, reply: Reply): ErpError {
  const text = messages.map((message) => message.replace(/^Transaction \d+::\s*/, '')).join('; ');
  const row = refusalSaying(text);
  // Only a field that was sent, so that it can not be a value.
  const where = text.match(/\w+/g)?.find((word) => fields.has(word));
  const message = `${request.name} was refused: ${text || 'Prophet 21 gave no reason'}${row?.mend ?? ''}`;
  return new ErpError(codeOf(row?.code ?? 'rejected', request), message, {
    ...(where && { where }),
    ...waiting(reply),
  });
}
