import { read, type NativeClient } from './client.ts';
import { definedIn, Services, type DefinedElement } from './definition.ts';
import { assignedIn } from './transaction-answer.ts';

export type Edit = { readonly name: string; readonly value: string };
/** One data element of a transaction: a form has one row, a list as many as it likes and a key to tell them apart. */
export type Element = {
  readonly name: string;
  readonly type: 'Form' | 'List';
  readonly keys: readonly string[];
  readonly rows: readonly (readonly Edit[])[];
};
export type Transaction = { readonly service: string; readonly elements: readonly Element[] };

export type Transactions = {
  /**
   * Sends one transaction, alone. Gives the value that Prophet 21 assigned to `key` of the first element.
   * @throws ErpError: a refusal within HTTP 200 is classified by its text, `outcome-unknown` when nobody can say
   */
  post(transaction: Transaction, key: string, signal: AbortSignal): Promise<string>;
  /** The same by `/api/v2/commands`, for what works nowhere else. */
  command(transaction: Transaction, key: string, signal: AbortSignal): Promise<string>;
  /** Names of all services of this site. */
  services(signal?: AbortSignal): Promise<readonly string[]>;
  /** Elements and fields of a service; nothing if the site has no such service. @throws `unauthorized` if it may not be opened */
  definition(service: string, signal?: AbortSignal): Promise<readonly DefinedElement[] | undefined>;
};

/** The Transaction API, below the UI server. Its queue (`transaction/async`) is not used: nothing bounds when it commits. */
export function createTransactions(client: NativeClient): Transactions {
  const through =
    (door: 'transaction' | 'commands'): Transactions['post'] =>
    async (transaction, key, signal) => {
      const [route, path] = [`POST /${door} ${transaction.service}`, `/api/v2/${door}`];
      const { elements } = transaction;
      const fields = new Set(elements.flatMap(({ rows }) => rows.flat()).map(({ name }) => name));
      return client.send({ route, path, ui: true, body: encoded(transaction), signal }, (request, reply) =>
        assignedIn({ element: elements[0]?.name, key, fields }, request, reply),
      );
    };

  return {
    post: through('transaction'),
    command: through('commands'),
    services: (signal) =>
      client.send({ route: 'GET /services', path: '/api/v2/services', ui: true, signal }, (request, reply) =>
        read(Services, request, reply),
      ),
    definition(service, signal) {
      const path = `/api/v2/definition/${encodeURIComponent(service)}`;
      return client.send({ route: `GET /definition ${service}`, path, ui: true, signal }, definedIn);
    },
  };
}

/** Every value is text. `New` changes what its keys find, and `Existing` is refused (V). */
const encoded = ({ service, elements }: Transaction): object => ({
  Name: service,
  // Flags as Y and N, and numbers of things instead of their names.
  UseCodeValues: true,
  Transactions: [
    {
      Status: 'New',
      DataElements: elements.map(({ name, type, keys, rows }) => ({
        Name: name,
        Type: type,
        Keys: keys,
        Rows: rows.map((edits) => ({
          Edits: edits.map((edit) => ({ Name: edit.name, Value: edit.value })),
          RelativeDateEdits: [],
        })),
      })),
    },
  ],
});
