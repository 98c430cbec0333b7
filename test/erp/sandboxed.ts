import type { DocumentKind, Reference } from '../../src/domain/documents.ts';
import type { Money } from '../../src/domain/money.ts';
import type { ErpTarget } from '../../src/domain/target.ts';
import type { Capability, ErpPort } from '../../src/erp/port.ts';
import type { Masters } from './master-data.ts';
import type { Ground } from './samples.ts';

/** What can befall the next request, as the network and the ERP at their worst would have it. */
export type Trouble =
  | 'cut before commit'
  | 'reply lost after commit'
  | 'silent after commit'
  | 'commits late'
  | 'fails after commit'
  | 'page instead of an answer'
  | 'success that refuses'
  | 'too many requests'
  | 'no capacity';

/** What is particular about an ERP, known before it starts, so that whatever it lacks shows among the claims. */
export type Traits = {
  /** What it can't do, with the reason. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  /** Kinds that it can take back. */
  readonly undoable: ReadonlySet<DocumentKind>;
  /** Of those, the ones that it takes back only once, without a reference of ours. */
  readonly undoneOnce: ReadonlySet<DocumentKind>;
  /** It keeps references itself: posting again under one gives the document that is there. */
  readonly knowsReferences: boolean;
  /** Trouble that can't befall it, with the reason. */
  readonly spared: Readonly<Partial<Record<Trouble, string>>>;
  /** How it names a field of a refused order; part of the name is enough. */
  readonly fieldOf: { readonly item: string; readonly customer: string };
  /** What its documents may hold; without it nothing is claimed of master data. */
  readonly target?: ErpTarget;
  /** A number, of the right form, that no document has. */
  noSuch(kind: DocumentKind): string;
};
/** `read back` is the one that makes sure of a posted order. */
export type Disturbed = 'write' | 'read' | 'read back' | 'order change' | 'customer change';

/** An ERP to be tested, with a simulator behind it that can be looked at and disturbed from outside. */
export type Sandboxed = Partial<Masters> & {
  readonly erp: ErpPort;
  /** The same, with little patience; `settleMs` is a matter of seconds. */
  readonly impatient: ErpPort;
  readonly withWrongCredential: ErpPort;
  readonly whereNothingListens: ErpPort;
  readonly ground: Ground;
  /** How many documents carry the reference, asked of the simulator and not of the adapter. */
  countOf(kind: DocumentKind, reference: Reference): Promise<number>;
  /** What the simulator's books hold of a document. */
  amountOf(kind: DocumentKind, number: string): Promise<Money | undefined>;
  /** Applications of a receipt that are not taken back. */
  applicationsOf(receipt: string): Promise<readonly { readonly invoice: string; readonly minor: number }[]>;
  disturb(request: Disturbed, trouble: Trouble, waitMs?: number): Promise<void>;
  calm(): Promise<void>;
  /** The ERP ships and invoices an order; gives the number of the invoice. */
  ship(order: string): Promise<string>;
  /** It ships so much of each line, or all that it can, and invoices nothing. */
  leave(order: string, quantity?: number): Promise<void>;
  /** It invoices what has left. */
  invoice(order: string): Promise<void>;
  /** Where an ERP clears open items by a run of its own: it runs. */
  settleAccounts(): Promise<void>;
  /** An item of which nothing is in stock. */
  readonly scarceItem: string;
  /** Requests that reached the ERP's door since the start, of any adapter. */
  requests(): number;
  /** Those of them that may have changed something. */
  writes(): number;
  close(): Promise<void>;
};
