import type { EffectKey, EffectKind, SeenEffect } from '../domain/effects.ts';
import type { ErpDocument, Reference } from '../domain/documents.ts';
import type { Money } from '../domain/money.ts';
import { ErpError } from '../erp/errors.ts';
import type { ErpReceipt } from '../erp/port.ts';

/** What is frozen before it is sent: a document, or the parameters of a change that is none. */
export type Prepared = { readonly document?: ErpDocument; readonly note?: string };

/** One change to a system outside: a posting, an application, or the undoing of one. */
export type Effect = {
  readonly key: EffectKey;
  readonly company: string;
  readonly kind: EffectKind;
  readonly subject: string;
  readonly part?: string;
  readonly generation: number;
  /** Stripe's facts only (subject, kind, amount, currency): what two attempts at one effect can't differ in. */
  readonly fingerprint: string;
  readonly amount?: Money;
  /** Id of the workflow that owns the effect. */
  readonly flow: string;
  /** What all effects of one sale hang on: posting a dependant and undoing its parent lock it. */
  readonly root: string;
  readonly dependsOn: readonly EffectKey[];
  /** The effect that this one undoes; it becomes `reversed` in the same transaction. */
  readonly undoes?: EffectKey;
  /** Milliseconds after sending in which the other system could still commit. */
  readonly settleMs: number;
  /** Milliseconds that a request may take; the lease covers it. */
  readonly requestMs: number;
  /** Profile and version that maps it. */
  readonly profile: string;

  /** Maps the document; called once, then frozen with the row, so that a retry sends what was sent before. */
  prepare(): Promise<Prepared>;
  find(reference: Reference): Promise<ErpReceipt | undefined>;
  /** Never retries by itself; stops when the signal says so. */
  send(prepared: Prepared, reference: Reference, signal: AbortSignal): Promise<ErpReceipt>;
};

export type Lease = { readonly key: EffectKey; readonly reference: Reference; readonly token: string };
export type Claim =
  | { readonly state: 'posted'; readonly receipt: ErpReceipt }
  | { readonly state: 'unsent' | 'sent-before'; readonly lease: Lease };

/** The rows behind the ledger: every method is one transaction, and every time is the database's. */
export interface EffectRows {
  /**
   * Takes the lease on the effect's row, under the lock of its root.
   * @throws ErpError `conflict` when the key is taken by another fingerprint, was undone, waits for a person, its subject
   * was closed, or what it depends on does not stand; `busy` while another attempt holds the lease; `outcome-unknown`
   * while a request of an earlier attempt could still commit.
   */
  claim(effect: Effect): Promise<Claim>;
  /** Last look before the request leaves: freezes the document, notes the time; throws `busy` when the lease was lost. */
  sending(lease: Lease, effect: Effect): Promise<Prepared>;
  posted(lease: Lease, receipt: ErpReceipt, how: 'sent' | 'recovered'): Promise<void>;
  ended(lease: Lease, state: 'intent' | 'refused' | 'unknown', error: ErpError): Promise<void>;
}

export type Decision = { readonly by: string; readonly reason: string };
export type Root = { readonly company: string; readonly root: string };

/** What people decide about effects, and what flows want to know of them. */
export interface EffectBook {
  of(root: Root): Promise<readonly SeenEffect[]>;
  isClosed(root: Root): Promise<boolean>;
  /** Refused effects of the root may be sent again. */
  reopenRefused(root: Root, decision: Decision): Promise<void>;
  /** A person did it in the ERP: no later nudge posts it again. Makes the row if the effect was never tried. */
  settleByHand(effect: Root & Pick<SeenEffect, 'key' | 'kind' | 'subject' | 'generation'> & { readonly number?: string; readonly flow: string }, decision: Decision): Promise<void>;
  /** Refuses every later effect of the root, undoings excepted. */
  close(root: Root, decision: Decision): Promise<void>;
  reopen(root: Root, decision: Decision): Promise<void>;
  /** What this flow itself posted and is still standing, last first; never what another flow owns. */
  standing(root: Root & { readonly flow: string }): Promise<readonly SeenEffect[]>;
}

export type Ledger = ReturnType<typeof createLedger>;

/** A refusal leaves nothing behind and waits for a person; trouble on the way leaves nothing behind and may be tried again. */
const outcome = (error: ErpError) => {
  if (error.mayHaveCommitted) return 'unknown' as const;
  return ['unauthorized', 'throttled', 'busy', 'unavailable'].includes(error.code) ? ('intent' as const) : ('refused' as const);
};

/**
 * Carries each effect out once, whatever crashed before: an attempt that may have reached the other system is
 * looked up there first, and nothing is sent while its outcome is unknown.
 */
export const createLedger = (rows: EffectRows) => ({
  async once(effect: Effect): Promise<ErpReceipt> {
    const claim = await rows.claim(effect);
    if (claim.state === 'posted') return claim.receipt;

    const { lease } = claim;
    const found = claim.state === 'sent-before' ? await effect.find(lease.reference) : undefined;
    if (found) refuseAnotherAmount(effect, found);
    const receipt = found ?? (await send(effect, lease, rows));
    await rows.posted(lease, receipt, found ? 'recovered' : 'sent');
    return receipt;
  },
});

async function send(effect: Effect, lease: Lease, rows: EffectRows): Promise<ErpReceipt> {
  const prepared = await rows.sending(lease, effect);
  try {
    return await effect.send(prepared, lease.reference, AbortSignal.timeout(effect.requestMs));
  } catch (error) {
    if (error instanceof ErpError) await rows.ended(lease, outcome(error), error);
    throw error;
  }
}

function refuseAnotherAmount(effect: Effect, found: ErpReceipt): void {
  const { amount } = effect;
  if (!amount || !found.total || (found.total.minor === amount.minor && found.total.currency === amount.currency)) return;
  throw new ErpError('conflict', `${found.kind} ${found.number} carries our reference but another amount`, { where: 'total' });
}
