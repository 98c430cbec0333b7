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
export type DefinedElement = {
  readonly name: string;
  readonly type: 'Form' | 'List';
  readonly fields: readonly string[];
};
