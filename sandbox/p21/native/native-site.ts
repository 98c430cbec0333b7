import type { Erp } from '../erp.ts';
import type { Shipping } from '../shipping.ts';

/**
 * How this site misbehaves, besides what every Prophet 21 does always: 307 without the slash, whole tables whatever `$top`
 * says, 404 for quoted numbers, rows that collapse without keys, disabled columns, a queue of two, an empty 500 without Accept.
 */
export type Habits = {
  /** Tokens, and the address of the UI server, come as XML, whatever Accept says. */
  xmlTokens: boolean;
  /** The route of token v2 is not there. */
  onlyTokenV1: boolean;
  /** Tokens end after so many seconds; 0 leaves them their usual life. */
  tokenSeconds: number;
  /** A failed transaction leaves its session in a window that the next request does not expect. */
  contaminatedSessions: boolean;
  /** Every so-manieth new order loses its last line to a prompt that is answered with No, and is a success; 0: none. */
  droppedLineEvery: number;
};

/** One site: the books that all dialects share, and what only the native one knows. */
export type NativeSite = {
  readonly erp: Erp;
  readonly shipping: Shipping;
  readonly habits: Habits;
  /** Files of `definitions/` by the name that this site gives the service. A service that is missing is not there. */
  readonly services: ReadonlyMap<string, string>;
  /** Windows that the user may not open, and tables that he may not read. */
  readonly forbidden: { readonly windows: ReadonlySet<string>; readonly tables: ReadonlySet<string> };
  /** Prophet 21's number of a currency -> ISO code. */
  readonly currencies: ReadonlyMap<string, string>;
  /** Orders that were invoiced at once: the number of the order -> that of the invoice. The books hold only the invoice. */
  readonly atOnce: Map<string, string>;
  /** Where the scheduled import looks for files. */
  readonly importFolder: string | undefined;
};
