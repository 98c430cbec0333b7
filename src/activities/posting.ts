import type { ErpDocument } from '../domain/documents.ts';
import { stands, type EffectKey } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import type { Cases } from '../store/cases.ts';
import type { Crosswalk } from '../store/crosswalk.ts';
import { overdrawn } from '../store/deposit-room.ts';
import type { EffectBook, Ledger, Prepared, Root } from '../store/ledger.ts';
import { fallen } from '../store/permission.ts';
import type { Locks } from '../store/locks.ts';
import type { Orders } from '../store/orders.ts';
import type { Lookup } from '../mapping/expressions/evaluator.ts';
import { usualLimits } from '../mapping/expressions/limits.ts';
import type { Mapped, Mapper } from '../mapping/mapper.ts';
import type { Subject } from '../workflows/messages.ts';
import type { Companies, Company } from './company.ts';
import type { Done } from './outcomes.ts';
import type { RecentPayments } from './recent-payments.ts';

export type StepInput<S> = Subject & { readonly root: string; readonly step: S };
/** What the activities that change an ERP share. They change it only through the ledger. */
export type PostingDeps = {
  readonly companies: Companies;
  readonly ledger: Ledger;
  readonly book: EffectBook;
  readonly orders: Orders;
  readonly crosswalk: Crosswalk;
  readonly cases: Cases;
  readonly locks: Locks;
  readonly hmac: (text: string) => string;
  readonly payments: RecentPayments;
};

/** Kind of the links from a sale's root to the root of the effect that makes its customer. */
export const customerEffectOf = 'customer-effect-of';

/** A flow that could not read its payment yet takes the payment for the root of its sale; what was noted of it says better. */
export async function saleRoot(
  { orders }: Pick<PostingDeps, 'orders'>,
  { company, subject, root }: Subject & { readonly root: string },
): Promise<string> {
  const order = root === subject ? await orders.orderOfPayment(company, subject) : undefined;
  return order === undefined ? root : `order/${order}`;
}

/** The ERP's number of a document that must stand before this step. */
export async function standingNumber({ book }: Pick<PostingDeps, 'book'>, root: Root, key: EffectKey): Promise<string> {
  const found = (await book.of(root)).find((effect) => effect.key === key && stands(effect));
  if (found?.number) return found.number;
  await refuseFallen({ book }, root, key);
  throw new ErpError('conflict', `${key} does not stand in the ERP, or a person settled it without naming its number`, {
    where: 'number',
  });
}

/** @throws ErpError `conflict` with `where` as {@link fallen} when another flow has undone it */
export async function refuseFallen({ book }: Pick<PostingDeps, 'book'>, root: Root, key: EffectKey): Promise<void> {
  const found = (await book.of(root)).find((effect) => effect.key === key);
  if (found?.state === 'reversed') throw new ErpError('conflict', `${key} was undone`, { where: fallen });
}

/** Another flow took from the same deposit after this one had looked: it looks again, and sees what is left. */
export const unlessOverdrawn = (take: () => Promise<Done>): Promise<Done> =>
  unlessOvertaken({ where: overdrawn, told: 'the deposit was used for something else meanwhile' }, take);

/** Another flow undid what this step hangs on: on the cancelled order of a refund nothing is due any more. */
export const unlessFallen = (take: () => Promise<Done>): Promise<Done> =>
  unlessOvertaken({ where: fallen, told: 'what it hangs on was undone meanwhile' }, take);

type Overtaken = { readonly where: string; readonly told: string; readonly first?: () => Promise<void> };

/** Of what the ledger refuses because somebody was faster: the flow looks again. */
export async function unlessOvertaken({ where, told, first }: Overtaken, take: () => Promise<Done>): Promise<Done> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof ErpError) || error.code !== 'conflict' || error.where !== where) throw error;
    await first?.();
    return { told, again: true };
  }
}

/** The ERP's customer of this sale, as matched before or corrected by a person. */
export async function customerOf(
  { crosswalk, cases }: Pick<PostingDeps, 'crosswalk' | 'cases'>,
  { company, root, subject }: Root & { readonly subject: string },
): Promise<string> {
  const patch = await cases.patchOf({ company, subject });
  const number = patch?.customer ?? (await crosswalk.customerOf({ company, root }));
  if (number) return number;
  throw new ErpError('invalid', 'No ERP customer is known for this sale; retry matches it again', {
    where: 'customer',
  });
}

/** Sooner than an expression gives up waiting, which would leave it to a person. */
const lookupMs = usualLimits.lookupMs - 1_000;

/** A document as the profile of its sale maps it; trouble of the ERP during a lookup stays what it is, and is tried again. */
export async function mappedBy<D extends ErpDocument>(
  company: Company,
  root: string,
  map: (mapper: Mapper, lookup: Lookup) => Promise<Mapped<D>>,
): Promise<{ readonly document: D; readonly profile: string }> {
  const mapper = await company.mapperFor(root);
  let trouble: unknown;
  const lookup: Lookup = (table, key) =>
    inTime(company.lookup(table, key)).catch((error: unknown) => {
      trouble ??= error;
      throw error;
    });
  try {
    const { document } = await map(mapper, lookup);
    return { document, profile: mapper.label };
  } catch (error) {
    throw trouble ?? error;
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const slow = new ErpError('unavailable', 'What a mapping looks up did not come in time');
    timer = setTimeout(() => reject(slow), lookupMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is looked for is compared with what was sent, where that is known. */
export const sentBefore = (sent: Prepared | undefined): { readonly sent?: ErpDocument } =>
  sent?.document ? { sent: sent.document } : {};

export function documentIn({ document }: Prepared): ErpDocument {
  if (!document)
    throw new ErpError('invalid', 'Nothing was mapped: this effect froze no document', { where: 'document' });
  return document;
}
