import type Stripe from 'stripe';
import type { Crosswalk } from '../../store/crosswalk.ts';
import { metadataDiffers, writeMetadata } from '../../stripe/metadata.ts';
import { refused, type Told } from './apply.ts';

export type Linking = {
  readonly company: string;
  readonly stripe: Stripe;
  readonly crosswalk: Pick<Crosswalk, 'find' | 'link'>;
  /** Key of the ERP's number in Stripe's metadata. */
  readonly metadataKey: string;
};
/** What a link is called, by Stripe's object. */
export const linkKinds = { customer: 'customer', product: 'item' } as const;
type Pair = {
  readonly object: keyof typeof linkKinds;
  readonly stripeId: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly number: string;
};

/** Links two that are there, unless the world has moved since the review was written: what is linked otherwise stays so. */
export async function linkPair(linking: Linking, pair: Pair): Promise<Told> {
  const { company, stripe, crosswalk, metadataKey } = linking;
  const { object, stripeId, metadata, number } = pair;
  const kind = linkKinds[object];
  const known = await crosswalk.find({ company, kind, stripeId });
  const trouble = contradiction(linking, pair, known?.erpId, await crosswalk.find({ company, kind, erpId: number }));
  if (trouble) return refused(trouble);
  const values = { [metadataKey]: number };
  const differs = metadataDiffers(metadata, values);
  if (known && !differs) return { outcome: 'already', told: `${stripeId} is linked to ${number}` };
  if (!known) await crosswalk.link({ company, kind, stripeId, erpId: number, origin: 'theirs' });
  if (differs)
    await writeMetadata(stripe, { kind: object, id: stripeId }, values, `match:${company}:${stripeId}:${number}`);
  return { outcome: 'done', told: `${stripeId} linked to ${number}` };
}

function contradiction(
  { metadataKey }: Linking,
  { stripeId, metadata, number }: Pair,
  linked: string | undefined,
  ofErp: { readonly stripeId: string } | undefined,
): string | undefined {
  if (linked !== undefined && linked !== number) return `${stripeId} is linked to ${linked} by now`;
  if (ofErp && ofErp.stripeId !== stripeId) return `${number} is linked to ${ofErp.stripeId} by now`;
  const named = metadata[metadataKey];
  if (named && named !== number)
    return `The metadata ${metadataKey} of ${stripeId} names ${named}: clear it there first`;
  return undefined;
}
