import type { EffectKey, EffectKind, SeenEffect } from '../domain/effects.ts';
import type { ErpDocument, Reference } from '../domain/documents.ts';
import type { Money } from '../domain/money.ts';
import { ErpError } from '../erp/errors.ts';
import type { ErpReceipt } from '../erp/port.ts';

/** What is frozen before it is sent: a document, or the parameters of a change that is none. */
export type Prepared = {
  readonly document?: ErpDocument;
  readonly note?: string;
  /** Profile and version that mapped it, as `acme@3`. */
  readonly profile?: string;
};

/** What is known of a change before it is mapped. */
export type Intent = {
  readonly key: EffectKey;
  readonly company: string;
  readonly kind: EffectKind;
  readonly subject: string;
  readonly part?: string;
  readonly generation: number;
  /** Stripe's facts only (subject, kind, amount, currency): what two attempts at one effect can't differ in. */
  readonly fingerprint: string;
  readonly amount?: Money;
  /** The ERP computes the document's total (its own tax): what is found may differ from `amount`. */
  readonly totalIsTheirs?: boolean;
  /** Id of the workflow that owns the effect. */
  readonly flow: string;
  /** What all effects of one sale hang on: posting a dependant and undoing its parent lock it. */
  readonly root: string;
  readonly dependsOn: readonly EffectKey[];
  /** Of a reduction: how many of its order by other refunds stood when it was decided. */
  readonly others?: number;
  /** The effect that this one undoes; it becomes `reversed` in the same transaction. */
  readonly undoes?: EffectKey;
  /** Milliseconds after sending in which the other system could still commit. */
  readonly settleMs: number;
  /** Milliseconds that a request may take; the lease covers it. */
  readonly requestMs: number;
};

/** One change to a system outside: a posting, an application, or the undoing of one. */
export type Effect = Intent & {
  /** Maps the document; called once, then frozen with the row, so that a retry sends what was sent before. */
  prepare(): Promise<Prepared>;
  /**
   * @param sent what an earlier attempt froze and sent; nothing while only the outcome is to be learnt
   * @throws ErpError `outcome-unknown` when it completed what it found, and the reply to that was lost
   */
  find(reference: Reference, sent?: Prepared): Promise<ErpReceipt | undefined>;
  /** Never retries by itself; stops when the signal says so. */
  send(prepared: Prepared, reference: Reference, signal: AbortSignal): Promise<ErpReceipt>;
};
/** Enough of an effect to learn what became of an earlier attempt. */
export type Sought = Omit<Effect, 'prepare' | 'send'>;

export type Lease = {
  readonly key: EffectKey;
  readonly reference: Reference;
  readonly token: string;
  /** What an earlier attempt froze, sealed; it is sent again as it is. */
  readonly frozen?: Uint8Array;
};
export type Claim =
  | { readonly state: 'posted'; readonly receipt: ErpReceipt }
  | { readonly state: 'unsent' | 'sent-before'; readonly lease: Lease };
/** Leave to send until `deadline`, on this process's monotonic clock (`performance.now()`). */
export type Clearance = { readonly prepared: Prepared; readonly deadline: number };

/** The rows behind the ledger: every method is one transaction, and every time is the database's. */
export interface EffectRows {
  /**
   * Takes the lease on the effect's row, under the lock of its root.
   * @throws ErpError `conflict` when the key is taken by another fingerprint, was undone, its subject was closed, or
   * what it depends on does not stand; the refusal's own code while it waits for a person; `busy` while another
   * attempt holds the lease; `outcome-unknown` while a request of an earlier attempt could still commit.
   */
  claim(effect: Intent): Promise<Claim>;
  /** What an earlier attempt froze. */
  frozen(lease: Lease): Prepared | undefined;
  /**
   * Last look before the request leaves: freezes the document, notes the time.
   * @throws ErpError `busy` when the lease was lost, `conflict` when a person closed the subject meanwhile.
   */
  sending(lease: Lease, effect: Effect): Promise<Clearance>;
  /** @throws ErpError `conflict` when another attempt has settled the effect with another document since. */
  posted(lease: Lease, receipt: ErpReceipt, how: 'sent' | 'recovered'): Promise<void>;
  /** Does nothing once the lease was lost: what this attempt knows is then old. */
  ended(lease: Lease, state: 'intent' | 'refused' | 'unknown', error: ErpError): Promise<void>;
  /**
   * Gives the lease back with nothing learned.
   * @param lookAgainMs where the look itself has sent something: so long from now, in ms, could that still commit, and
   * nobody may look before
   */
  released(lease: Lease, lookAgainMs?: number): Promise<void>;
}

export type Decision = { readonly by: string; readonly reason: string };
export type NumberedEffect = Pick<SeenEffect, 'key' | 'kind' | 'note'>;
export type Root = { readonly company: string; readonly root: string };
type ByHand = Root &
  Pick<SeenEffect, 'key' | 'kind' | 'subject' | 'generation' | 'note'> & {
    readonly number?: string;
    readonly undoes?: EffectKey;
    readonly flow: string;
  };

/** What people decide about effects, and what flows want to know of them. */
export interface EffectBook {
  of(root: Root): Promise<readonly SeenEffect[]>;
  /** @param root with a flow: also whether a person closed what that flow does under it */
  isClosed(root: Root & { readonly flow?: string }): Promise<boolean>;
  /** The document as it was frozen and sent; nothing for what a person made, and for changes that send none. */
  documentOf(key: EffectKey): Promise<ErpDocument | undefined>;
  /** What stands under this number of the ERP's, whoever posted or named it; noughts before a number do not count. */
  numbered(named: { readonly company: string; readonly number: string }): Promise<readonly NumberedEffect[]>;
  /**
   * Effects of the root that were refused or never sent may be sent again, mapped afresh, also with other facts.
   * @param only one of them, where what it was refused for has changed
   */
  reopenRefused(root: Root, decision: Decision, only?: EffectKey): Promise<void>;
  /** It never came to stand, and what it was decided by has changed: it may be sent with other facts. */
  renew(effect: Root & { readonly key: EffectKey }): Promise<void>;
  /**
   * A person did it in the ERP: no later nudge posts it again. Makes the row if the effect was never tried.
   * @throws ErpError `busy` or `outcome-unknown` while an attempt is on its way: `ledger.settle` finds out first.
   */
  settleByHand(effect: ByHand, decision: Decision): Promise<void>;
  /** A person gave the effect up for good: only a new generation may post it. Refuses what stands or may yet. */
  abandon(effect: Root & { readonly key: EffectKey }, decision: Decision): Promise<void>;
  /** Refuses every later effect of the root, undoings excepted. */
  close(root: Root, decision: Decision): Promise<void>;
  reopen(root: Root, decision: Decision): Promise<void>;
  /**
   * What this flow itself posted and is still standing, last first; never what another flow owns.
   * @throws ErpError `outcome-unknown` while one of its documents may yet turn out to stand.
   */
  standing(root: Root & { readonly flow: string }): Promise<readonly SeenEffect[]>;
}

export type Ledger = ReturnType<typeof createLedger>;

/**
 * Carries each effect out once, whatever crashed before: an attempt that may have reached the other system is
 * looked up there first, and nothing is sent while its outcome is unknown.
 */
export const createLedger = (rows: EffectRows) => ({
  async once(effect: Effect): Promise<ErpReceipt> {
    const claim = await rows.claim(effect);
    if (claim.state === 'posted') return claim.receipt;

    const { lease } = claim;
    const found = claim.state === 'sent-before' ? await lookUp(effect, lease, rows, rows.frozen(lease)) : undefined;
    const receipt = found ?? (await send(effect, lease, rows));
    await rows.posted(lease, receipt, found ? 'recovered' : 'sent');
    return receipt;
  },

  /** Learns what became of an earlier attempt and sends nothing; nothing is found when it never arrived. */
  async settle(effect: Sought): Promise<ErpReceipt | undefined> {
    const claim = await rows.claim(effect);
    if (claim.state === 'posted') return claim.receipt;

    const found = claim.state === 'sent-before' ? await lookUp(effect, claim.lease, rows) : undefined;
    if (found) await rows.posted(claim.lease, found, 'recovered');
    else await rows.ended(claim.lease, 'intent', new ErpError('not-found', `${effect.key} never arrived`));
    return found;
  },
});

async function lookUp(
  effect: Sought,
  lease: Lease,
  rows: EffectRows,
  sent?: Prepared,
): Promise<ErpReceipt | undefined> {
  const found = await effect.find(lease.reference, sent).catch(async (error: unknown) => {
    // An adapter may complete what it finds, and the reply to that can be lost like any other.
    const wrote = error instanceof ErpError && error.mayHaveCommitted;
    await attempt(() => rows.released(lease, wrote ? effect.settleMs : undefined));
    throw error;
  });
  const difference = found && differenceOf(effect, found);
  if (!difference) return found;
  await attempt(() => rows.ended(lease, 'refused', difference));
  throw difference;
}

async function send(effect: Effect, lease: Lease, rows: EffectRows): Promise<ErpReceipt> {
  const { prepared, deadline } = await rows.sending(lease, effect).catch(failed('intent'));
  const leftMs = Math.min(effect.requestMs, deadline - performance.now());
  // A process that was stopped meanwhile may wake up long after its lease: whoever took over must be alone.
  if (leftMs <= 0) return failed('intent')(new ErpError('busy', `${effect.key} came too late to be sent`));
  return effect.send(prepared, lease.reference, AbortSignal.timeout(Math.ceil(leftMs))).catch(failed('unknown'));

  function failed(otherwise: 'intent' | 'unknown') {
    return async (cause: unknown): Promise<never> => {
      const error =
        cause instanceof ErpError ? cause : new ErpError('outcome-unknown', `${effect.key} failed`, { cause });
      const state = otherwise === 'unknown' && cause instanceof ErpError ? outcome(error) : otherwise;
      await attempt(() => rows.ended(lease, state, error));
      throw cause;
    };
  }
}

/** A refusal leaves nothing behind and waits for a person; trouble on the way leaves nothing behind and may be tried again. */
const outcome = (error: ErpError) => {
  if (error.mayHaveCommitted) return 'unknown' as const;
  return ['unauthorized', 'throttled', 'busy', 'unavailable'].includes(error.code)
    ? ('intent' as const)
    : ('refused' as const);
};

/** The trouble itself matters more than that it couldn't be noted: the row says since the sending that it is open. */
const attempt = (note: () => Promise<void>): Promise<void> => note().catch(() => undefined);

function differenceOf({ amount, totalIsTheirs }: Sought, { kind, number, total }: ErpReceipt): ErpError | undefined {
  if (totalIsTheirs || !amount || !total || (total.minor === amount.minor && total.currency === amount.currency))
    return undefined;
  return new ErpError('conflict', `${kind} ${number} carries our reference but another amount`, { where: 'total' });
}
