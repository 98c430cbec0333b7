/** Anything that both sides list. */
export type Listed = { readonly id: string };
export type Match = 'exact' | 'likely' | 'ambiguous' | 'unmatched';
/** One line of the review: a pair, or one row that has no partner yet. */
export type Proposal<S, E> = {
  readonly match: Match;
  /** In words, for the person who reviews it. */
  readonly reason: string;
  readonly stripe?: S;
  readonly erp?: E;
};

/** One side names a row of the other: the strongest evidence that there is. */
export type Naming<S, E> = {
  readonly words: string;
  /** Ids at the ERP. */
  readonly byStripe?: (row: S) => readonly string[];
  /** Ids at Stripe. */
  readonly byErp?: (row: E) => readonly string[];
};
/** Rows of both sides that have the same key may be the same thing; an empty key says nothing. */
export type Key<S, E> = {
  /** What is proposed when the key stands once on both sides. */
  readonly match: 'exact' | 'likely';
  readonly words: string;
  readonly ofStripe: (row: S) => string;
  readonly ofErp: (row: E) => string;
};
export type Evidence<S, E> = {
  readonly namings: readonly Naming<S, E>[];
  /** Tried in this order. */
  readonly keys: readonly Key<S, E>[];
  /** What makes a person look at a pair of the ERP's row that would be exact by its key. */
  readonly doubt?: (erp: E) => string | undefined;
};
