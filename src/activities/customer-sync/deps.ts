import type { EffectKey, EffectKind } from '../../domain/effects.ts';
import type { CustomerLinks } from '../../store/customer-links.ts';
import type { Subject } from '../../workflows/messages.ts';
import type { PostingDeps } from '../posting.ts';

export type AlikeDeps = PostingDeps & { readonly customerLinks: CustomerLinks };

/** What one pass of a flow that keeps two sides alike asks for; a history holds ids and field names, no values. */
export type Looking = Subject & {
  readonly root: string;
  /** Stripe's events that have woken the flow: they say since when a value stands. */
  readonly events: readonly string[];
  /** The case that a person patched just now. */
  readonly decided?: string;
  /** A person saw to it: both sides count as they stand. */
  readonly accept?: boolean;
};
export type AlikeStep = {
  /** The side that is written. */
  readonly to: 'erp' | 'stripe';
  readonly key: EffectKey;
  readonly kind: EffectKind;
  /** In words, with field names. */
  readonly tell: string;
};
/** Both sides as they were found. */
export type SeenAlike = {
  readonly connection: string;
  readonly steps: readonly AlikeStep[];
  /** Fields that a person must decide, and the effect that a `skip` counts as done. */
  readonly conflicts: readonly string[];
  readonly onSkip?: Omit<AlikeStep, 'to' | 'tell'>;
  /** Where nothing is to be done, why. */
  readonly told?: string;
};
