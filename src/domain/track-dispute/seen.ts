import type { Day } from '../documents.ts';
import type { SeenEffect } from '../effects.ts';
import type { Money } from '../money.ts';

export type SeenMovement = {
  readonly txn: string;
  /** Settlement currency, as Stripe's balance counts it: what was withdrawn is less than nothing. */
  readonly amount: Money;
  readonly bookedOn: Day;
  /** Of no kind that a dispute is known to have. */
  readonly unknown?: true;
};

/** What Stripe says about a dispute right now, and what the ledger holds for it: facts, nobody's data. */
export type SeenDispute = {
  readonly company: string;
  /** Name of the ERP connection. */
  readonly connection: string;
  readonly dispute: string;
  /** Stripe's word, whether we know it or not. */
  readonly status: string;
  /** What the customer disputes; presentment currency. */
  readonly disputed: Money;
  /** A person closed the dispute to further effects. */
  readonly closed: boolean;
  /** The payment that is disputed, where we have posted anything of it. */
  readonly payment?: string;
  /** ISO time until which evidence may be submitted. */
  readonly dueBy?: string;
  /** Of a dispute that is over: the day on which it ended, or today where Stripe no longer tells. */
  readonly closedOn?: Day;
  /** Seconds for which money that was won may still come; 0 when it is late. */
  readonly returnGraceSeconds?: number;
  /** Oldest first. */
  readonly movements: readonly SeenMovement[];
  /** In the order in which they were posted. */
  readonly effects: readonly SeenEffect[];
  readonly ledgerCurrency: string;
};

/** What all effects of a dispute hang on. */
export const disputeRoot = (dispute: string): string => `dispute/${dispute}`;
