import { z } from 'zod';

const edit = z.object({ Name: z.string().min(1), Value: z.string() });
const element = z.object({
  Name: z.string().min(1),
  Type: z.enum(['Form', 'List']),
  Keys: z.array(z.string()).default([]),
  Rows: z.array(z.object({ Edits: z.array(edit) })),
});
/** `Status: "Existing"` is refused by every service (V): a change is new with keys. */
const transaction = z.object({ Status: z.literal('New'), DataElements: z.array(element).min(1) });
const transactionSet = z.object({
  Name: z.string().min(1),
  UseCodeValues: z.boolean().default(false),
  Transactions: z.array(transaction).min(1),
});

type Edit = z.output<typeof edit>;
export type DataElement = z.output<typeof element>;
export type Transaction = z.output<typeof transaction>;
export type TransactionSet = z.output<typeof transactionSet>;

/** Nothing for a body that Prophet 21 could not read. */
export const readTransactionSet = (body: unknown): TransactionSet | undefined => transactionSet.safeParse(body).data;

/** What happened to one transaction: the number that it got, or why it failed. */
export type Outcome = { readonly key: Edit } | { readonly failure: string };

export function answerOf({ Name, Transactions }: TransactionSet, outcomes: readonly Outcome[]) {
  const failed = outcomes.filter((outcome) => 'failure' in outcome).length;
  return {
    Messages: outcomes.map((one, index) => `Transaction ${index + 1}:: ${'failure' in one ? one.failure : ''}`),
    Results:
      failed === outcomes.length
        ? null
        : { Name, Transactions: Transactions.map((one, index) => resultOf(one, outcomes[index])) },
    Summary: { Succeeded: outcomes.length - failed, Failed: failed, Other: 0 },
  };
}

const resultOf = ({ DataElements }: Transaction, outcome: Outcome | undefined) =>
  outcome && 'key' in outcome
    ? {
        Status: 'Passed',
        DataElements: DataElements.map((one, index) => echo(one, index === 0 ? outcome.key : undefined)),
      }
    : { Status: 'Failed', DataElements: [] };

const echo = ({ Name, Type, Keys, Rows }: DataElement, key: Edit | undefined) => ({
  Name,
  Type,
  Keys,
  Rows: Rows.map(({ Edits }) => ({ Edits: withKey(Edits, key), RelativeDateEdits: [] })),
});

const withKey = (edits: readonly Edit[], key: Edit | undefined): readonly Edit[] =>
  key === undefined || edits.some(({ Name }) => Name === key.Name) ? edits : [key, ...edits];
