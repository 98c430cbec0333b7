/** A structure as SAP writes it: every field is text, whatever it means; amounts are decimals and never numbers. */
export type Fields = Readonly<Record<string, string>>;
/** Of a function: plain values, structures, and tables, which are lists of structures. */
export type Parameters = Readonly<Record<string, string | Fields | readonly Fields[]>>;

/** One row of RETURN, in whichever of its shapes it came; a BAPIRETURN's CODE is split into `id` and `number`. */
export type Message = {
  readonly type: string;
  readonly id: string;
  readonly number: string;
  readonly text: string;
  /** MESSAGE_V1 to V4. */
  readonly variables: readonly string[];
  readonly parameter: string;
  /** From 1; 0 when the message is of no row. */
  readonly row: number;
  readonly field: string;
};

/** What a function answered. A name that it does not hold is empty. */
export type Answer = {
  text(parameter: string): string;
  structure(parameter: string): Fields;
  table(parameter: string): readonly Fields[];
  readonly messages: readonly Message[];
};

export type Asking = {
  /** Something may change: without a clear answer, its outcome is unknown. */
  readonly write: boolean;
  /** TABLES to be given back: one that a request does not name, SAP does not return. `RETURN` always is. */
  readonly tables?: readonly string[];
  readonly signal?: AbortSignal | undefined;
};

/** One function call. @throws ErpError for faults, silence and messages of type E or A, as messages.ts classifies them. */
export type Rfc = { call(functionName: string, parameters: Parameters, asking: Asking): Promise<Answer> };
