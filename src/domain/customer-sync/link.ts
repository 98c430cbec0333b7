import { decideField, type Both, type Mark, type Owner, type Side, type Verdict } from './decide.ts';
import { sharedFields, type SharedField } from './values.ts';

export type Marks = Readonly<Record<SharedField, Mark>>;
type Sent = {
  readonly mark: Mark;
  /** What stood there when it was sent first, and when it was sent last. */
  readonly before: Mark;
  readonly over?: Mark;
  readonly at: string;
  /** It was clearly refused, so what stands there is none of it. */
  readonly refused?: true;
};
type Of<T> = Readonly<Partial<Record<SharedField, T>>>;

/** What is remembered of a customer that stands on both sides: marks and times, nobody's data. */
export type LinkState = {
  readonly seen: Of<Both>;
  /** What was sent to a side and is not known to have arrived. */
  readonly sent: { readonly [S in Side]?: { readonly marks: Of<Sent>; readonly at: string } };
  /** By Stripe's events: since when a value stands there. */
  readonly stripeSince: Of<{ readonly mark: Mark; readonly at: string }>;
  /** What the ERP called the time of its last change when that change was ours: it says nothing of other people's. */
  readonly erpWrittenAt?: string;
};
export const newLink: LinkState = { seen: {}, sent: {}, stripeSince: {} };

/** Both sides as they were read just now. */
export type Sight = {
  readonly stripe: Marks;
  readonly erp: Marks;
  /** The ERP's time of the last change to the customer. */
  readonly erpChangedAt: string;
};
type Deciding = {
  readonly owners: Readonly<Record<SharedField, Owner>>;
  /** What other Stripe customers of the same ERP customer have left or found in the ERP. */
  readonly siblings: readonly Of<Both>[];
  readonly chosen: Of<Side>;
  readonly madeByUs: boolean;
};
export type Plan = {
  readonly toErp: readonly SharedField[];
  readonly toStripe: readonly SharedField[];
  readonly conflicts: readonly SharedField[];
  /** What now counts as seen. */
  readonly link: LinkState;
};

/** What is due on which side; what agrees, or differs as it did before, is remembered as it stands. */
export function planOf(link: LinkState, sight: Sight, deciding: Deciding): Plan {
  const verdicts = sharedFields.map((field) => [field, verdictOf(field, link, sight, deciding)] as const);
  const of = (wanted: Verdict) => verdicts.filter(([, verdict]) => verdict === wanted).map(([field]) => field);
  return {
    toErp: of('to-erp'),
    toStripe: of('to-stripe'),
    conflicts: of('conflict'),
    link: settled(link, of('agreed'), sight),
  };
}

function verdictOf(field: SharedField, link: LinkState, sight: Sight, { owners, ...by }: Deciding): Verdict {
  const owner = owners[field];
  const now = { stripe: sight.stripe[field], erp: sight.erp[field] };
  const seen = link.seen[field];
  const since = link.stripeSince[field];
  // A value of which nobody knows whether it is what we sent, cut, is not as new as somebody's change to another field.
  const perhapsOurs = unheardOf(link, 'erp', field) !== undefined;
  const erpSince = perhapsOurs || sight.erpChangedAt === link.erpWrittenAt ? undefined : sight.erpChangedAt;
  const chosen = by.chosen[field];
  const unheard = maybeArrived(link, field, now, sight.erpChangedAt);
  const bySibling = owner === 'stripe' && by.siblings.some((sibling) => sibling[field]?.erp === now.erp);
  return decideField({
    owner,
    now,
    ...(seen && { seen }),
    bySibling,
    ...(unheard && { unheard }),
    perhapsOurs,
    since: {
      ...(since?.mark === now.stripe && { stripe: since.at }),
      ...(erpSince !== undefined && { erp: erpSince }),
    },
    ...(chosen && { chosen }),
    madeByUs: by.madeByUs,
    required: field === 'name',
  });
}

/** A link is noted soon after the ERP made the customer, by another clock. */
const makingMs = 5 * 60_000;

/** Nobody has changed the ERP's customer since we made it and linked it. Years may lie between that and the first look. */
export const untouchedSince = (madeAt: string, erpChangedAt: string): boolean =>
  Date.parse(erpChangedAt) <= Date.parse(madeAt) + makingMs;

const nearMs = 60_000;

const unheardOf = ({ sent }: LinkState, side: Side, field: SharedField): Sent | undefined => {
  const known = sent[side]?.marks[field];
  return known?.refused ? undefined : known;
};

/** To which side something was sent that may have arrived; the ERP then has what we sent, or a shorter one since then. */
function maybeArrived(link: LinkState, field: SharedField, now: Both, erpChangedAt: string): Side | undefined {
  return (['erp', 'stripe'] as const).find((side) => {
    const known = unheardOf(link, side, field);
    if (!known || known.before === now[side]) return false;
    const near = Date.parse(erpChangedAt) <= Date.parse(known.at) + nearMs;
    return known.mark === now[side] || (side === 'erp' && near);
  });
}

/** These fields stand as they are to stand. */
export function settled(link: LinkState, fields: readonly SharedField[], { stripe, erp }: Sight): LinkState {
  const now = Object.fromEntries(fields.map((field) => [field, { stripe: stripe[field], erp: erp[field] }]));
  return { ...link, seen: { ...link.seen, ...now }, sent: without(link.sent, fields) };
}

function without(sent: LinkState['sent'], fields: readonly SharedField[]): LinkState['sent'] {
  const sides = (['stripe', 'erp'] as const).flatMap((side) => {
    const left = Object.entries(sent[side]?.marks ?? {}).filter(([field]) => !fields.includes(field as SharedField));
    return left.length > 0 ? [[side, { ...sent[side], marks: Object.fromEntries(left) }] as const] : [];
  });
  return Object.fromEntries(sides);
}

/** Noted before a request leaves. What stood there before the first of several counts. */
export const sending = (
  link: LinkState,
  to: Side,
  fields: readonly SharedField[],
  sight: Sight,
  at: string,
): LinkState => {
  const [source, target] = fromAndTo(to, sight);
  const marks = Object.fromEntries(
    fields.map((field) => [
      field,
      {
        mark: source[field],
        before: unheardOf(link, to, field)?.before ?? target[field],
        over: target[field],
        at,
      },
    ]),
  );
  // What was sent of other fields before, and not heard of, is no better known by that.
  return { ...link, sent: { ...link.sent, [to]: { at, marks: { ...link.sent[to]?.marks, ...marks } } } };
};

const fromAndTo = (to: Side, { stripe, erp }: Sight): readonly [Marks, Marks] =>
  to === 'erp' ? [stripe, erp] : [erp, stripe];

/**
 * The values stand as they stood when these fields were sent last: what was refused then would be refused again.
 * @param shared others at Stripe write the same customer of the ERP, so what changes there is no answer to the refusal
 */
export const isAsSent = (
  { sent }: LinkState,
  { to, fields }: { readonly to: Side; readonly fields: readonly SharedField[] },
  sight: Sight,
  shared: boolean,
): boolean => {
  const [source, target] = fromAndTo(to, sight);
  return fields.every((field) => {
    const last = sent[to]?.marks[field];
    return last?.mark === source[field] && (shared || last.over === target[field]);
  });
};

/** The last attempt at these fields was clearly refused. One before it that was never heard of may have arrived all the same. */
export function refused(link: LinkState, to: Side, fields: readonly SharedField[], before: LinkState): LinkState {
  const { at = '', marks = {} } = link.sent[to] ?? {};
  const noted = fields.flatMap((field) => {
    const mark = marks[field];
    return mark && !unheardOf(before, to, field) ? [[field, { ...mark, refused: true as const }]] : [];
  });
  return { ...link, sent: { ...link.sent, [to]: { at, marks: { ...marks, ...Object.fromEntries(noted) } } } };
}

/** After a write of ours: these fields agree as they stand, and the ERP's time of change is that of our own write. */
export const written = (link: LinkState, to: Side, fields: readonly SharedField[], sight: Sight): LinkState => ({
  ...settled(link, fields, sight),
  ...(to === 'erp' && { erpWrittenAt: sight.erpChangedAt }),
});

/** An event of Stripe's: its fields came to stand then. The newest counts, in whatever order they come. */
export function told(link: LinkState, fields: Of<Mark>, at: string): LinkState {
  const newer = Object.entries(fields).filter(([field]) => {
    const known = link.stripeSince[field as SharedField];
    return !known || Date.parse(known.at) <= Date.parse(at);
  });
  const since = Object.fromEntries(newer.map(([field, mark]) => [field, { mark, at }]));
  return { ...link, stripeSince: { ...link.stripeSince, ...since } };
}
