export type Side = 'stripe' | 'erp';
/** Who decides about a field that both sides hold. */
export type Owner = Side | 'newest';
/** Stands for a value without being it: equal marks, equal values; empty where there is none. */
export type Mark = string;
export type Both = { readonly stripe: Mark; readonly erp: Mark };
export type Verdict = 'agreed' | 'to-erp' | 'to-stripe' | 'conflict';

/** What is known of one field. */
export type FieldFacts = {
  readonly owner: Owner;
  readonly now: Both;
  /** As both sides stood when they were last found or made to agree; nothing before the first look. */
  readonly seen?: Both;
  /** The ERP's value was left there by another Stripe customer of the same ERP customer: no change to be taken back. */
  readonly bySibling: boolean;
  /** What we sent to this side may have arrived, and we never heard: it is sent again, which changes nothing if it had. */
  readonly unheard?: Side;
  /** The ERP's value may be what is left of something that we sent, and never heard of: it is no evidence. */
  readonly perhapsOurs?: boolean;
  /** ISO times of the values that stand now, where there is evidence of them. */
  readonly since: { readonly stripe?: string; readonly erp?: string };
  /** What a person decided: this side is right. */
  readonly chosen?: Side;
  /** We made the ERP's customer of Stripe's: at the first look it is only shorter than Stripe's, never newer. */
  readonly madeByUs: boolean;
  /** The ERP can't be without it, as without a name. */
  readonly required: boolean;
};

/** Two times nearer than this say nothing of what was first: clocks differ. */
const doubtMs = 60_000;
/** An ERP that keeps only days says their beginning, in whatever time zone: any time of that day is meant. */
const dayMs = 86_400_000;

/**
 * Compares both sides with what was last seen of them. Where only one of them changed, nobody has to be asked; where
 * both did, the owner is right, or the newer one, or a person says who.
 */
export function decideField(facts: FieldFacts): Verdict {
  const { now, seen, unheard } = facts;
  if (now.stripe === now.erp) return 'agreed';
  const right = facts.chosen ?? (unheard && other[unheard]);
  const verdict = right ? from(right) : seen ? sinceThen(facts, seen) : atFirst(facts);
  // A customer without a name at Stripe keeps the one that the ERP needs.
  return verdict === 'to-erp' && facts.required && now.stripe === '' ? 'agreed' : verdict;
}

const other = { stripe: 'erp', erp: 'stripe' } as const;
const from = (side: Side): Verdict => (side === 'stripe' ? 'to-erp' : 'to-stripe');

/**
 * Nothing is erased at the first look: an empty side takes what the other one has. A customer whom we only matched was on
 * the ERP's books before: without evidence those are right, for nobody can be asked about each of them.
 */
function atFirst(facts: FieldFacts): Verdict {
  const { now, owner, madeByUs, required } = facts;
  if (now.stripe === '') return madeByUs || required ? 'agreed' : 'to-stripe';
  if (now.erp === '' || madeByUs) return 'to-erp';
  if (owner !== 'newest') return from(owner);
  if (facts.perhapsOurs) return newer(facts);
  return newer(facts) === 'to-erp' ? 'to-erp' : 'to-stripe';
}

/** An owner who has nothing takes what the other side now has: only what an owner empties itself is erased. */
function sinceThen(facts: FieldFacts, seen: Both): Verdict {
  const { now, owner } = facts;
  const changed = {
    stripe: now.stripe !== seen.stripe,
    erp: now.erp !== seen.erp && !facts.bySibling,
  };
  if (!changed.stripe && !changed.erp) return 'agreed';
  if (owner !== 'newest') return from(now[owner] === '' && !changed[owner] ? other[owner] : owner);
  if (changed.stripe && changed.erp) return newer(facts);
  return from(changed.stripe ? 'stripe' : 'erp');
}

function newer({ since }: FieldFacts): Verdict {
  if (!since.stripe || !since.erp) return 'conflict';
  const [stripe, erp] = [Date.parse(since.stripe), Date.parse(since.erp)];
  const latestErp = isDay(since.erp) ? erp + dayMs : erp;
  if (stripe > latestErp + doubtMs) return 'to-erp';
  return erp > stripe + doubtMs ? 'to-stripe' : 'conflict';
}

/** A whole hour may be the beginning of a day somewhere. */
const isDay = (iso: string): boolean => Date.parse(iso) % 3_600_000 === 0;
