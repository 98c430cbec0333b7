import {
  planOf,
  newLink,
  sending,
  told,
  written,
  type LinkState,
  type Sight,
} from '../../../src/domain/customer-sync/link.ts';
import type { Owner, Side } from '../../../src/domain/customer-sync/decide.ts';
import { sharedFields, type SharedField } from '../../../src/domain/customer-sync/values.ts';

/** How a pass may be cut short: the reply is lost, the request never arrives, or the process dies before it notes it. */
export type Cut = 'none' | 'reply-lost' | 'never-arrived' | 'killed' | 'edited-meanwhile';
export const owners: Readonly<Record<SharedField, Owner>> = {
  name: 'stripe',
  email: 'newest',
  phone: 'newest',
  address: 'stripe',
  tax_id: 'erp',
};
type Values = Record<SharedField, string>;
/** The ERP can't be without a name, so both begin with one. */
const blank = (): Values => ({ name: 'start', email: '', phone: '', address: '', tax_id: '' });

/** Two sides, one of which cuts what is too long, the events between them, and what the product makes of it. */
export function createWorld(longest: number) {
  const stripe = blank();
  const erp = blank();
  const last: Record<Side, Values> = { stripe: blank(), erp: blank() };
  const events: { readonly at: string; readonly field: SharedField; readonly mark: string }[] = [];
  let link: LinkState = newLink;
  let now = Date.parse('2026-11-20T08:00:30Z');
  let edited = 0;
  let erpChangedAt = new Date(now).toISOString();
  const counts = { edits: 0, writes: 0, lost: 0 };
  const cutShort = (text: string): string => text.slice(0, longest);
  const iso = () => new Date(now).toISOString();

  /** What people do within a minute of a request that was lost can't be told from what the request did. */
  const slow = (): void => void (counts.lost += sharedFields.length);
  const sight = (): Sight => ({ stripe: { ...stripe }, erp: { ...erp }, erpChangedAt });
  const plan = (chosen: Partial<Record<SharedField, Side>> = {}) =>
    planOf(link, sight(), { owners, siblings: [], chosen, madeByUs: false });

  /** As a person types: never the same twice, sometimes too long for the ERP; the last two letters say which edit it was. */
  function edit(side: Side, field: SharedField, long: boolean): void {
    if (counts.lost > 0) now += 61_000;
    edited += 1;
    counts.edits += 1;
    const text = `${edited}${field}${long ? '-and-more-than-fits' : ''}`;
    if (side === 'stripe') {
      stripe[field] = text;
      events.push({ at: iso(), field, mark: text });
    } else {
      erp[field] = cutShort(text);
      erpChangedAt = iso();
    }
    last[side][field] = side === 'erp' ? cutShort(text) : text;
  }

  function writeErp(fields: readonly SharedField[], values: Values): void {
    const different = fields.filter((field) => erp[field] !== cutShort(values[field]));
    if (different.length === 0) return;
    for (const field of different) erp[field] = cutShort(values[field]);
    counts.writes += different.length;
    erpChangedAt = iso();
  }

  function writeStripe(fields: readonly SharedField[], values: Values): void {
    for (const field of fields) {
      if (stripe[field] !== values[field]) counts.writes += 1;
      stripe[field] = values[field];
    }
  }

  function take(to: Side, fields: readonly SharedField[], cut: Cut): void {
    if (fields.length === 0) return;
    const seen = sight();
    link = sending(link, to, fields, seen, iso());
    if (cut !== 'none') slow();
    if (cut === 'never-arrived') return;
    if (cut === 'edited-meanwhile' && fields[0]) edit(to === 'erp' ? 'stripe' : 'erp', fields[0], false);
    if (to === 'erp') writeErp(fields, seen.stripe);
    else writeStripe(fields, seen.erp);
    if (cut === 'reply-lost' || cut === 'killed') return;
    const after = sight();
    link = written(link, to, fields, to === 'erp' ? { ...after, stripe: seen.stripe } : { ...after, erp: seen.erp });
  }

  return {
    counts,
    last,
    stripe,
    erp,
    edit,
    events,
    wait: (ms: number): void => void (now += ms),
    deliver(index: number, keep: boolean): void {
      const event = events[index % Math.max(1, events.length)];
      if (!event) return;
      link = told(link, { [event.field]: event.mark }, event.at);
      if (!keep) events.splice(events.indexOf(event), 1);
    },
    /** One pass of the flow; gives what a person is asked. */
    pass(cut: Cut, chosen: Partial<Record<SharedField, Side>> = {}): readonly SharedField[] {
      const first = plan(chosen);
      ({ link } = first);
      take('erp', first.toErp, cut);
      const second = plan(chosen);
      take('stripe', second.toStripe, cut);
      return second.conflicts;
    },
    due: () => {
      const { toErp, toStripe, conflicts } = plan();
      return [...toErp, ...toStripe, ...conflicts];
    },
    differing: () => sharedFields.filter((field) => cutShort(stripe[field]) !== erp[field]),
  };
}
