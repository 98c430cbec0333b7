import { expect, it } from 'vitest';
import {
  isAsSent,
  newLink,
  planOf,
  refused,
  sending,
  settled,
  told,
  type Marks,
  type Sight,
} from '../../../src/domain/customer-sync/link.ts';
import { owners } from './world.ts';

const start = '2026-11-20T08:00:00.000Z';
const marks = (phone: string): Marks => ({ name: 'Ann', email: '', phone, address: '', tax_id: '' });
const seen = (stripe: string, erp: string, erpChangedAt: string): Sight => ({
  stripe: marks(stripe),
  erp: marks(erp),
  erpChangedAt,
});

it('asks a person before what the ERP cut off a lost write takes back a later change at Stripe', () => {
  const before = seen('1', '1', start);
  const agreed = settled(newLink, ['name', 'email', 'phone', 'address', 'tax_id'], before);
  const lost = sending(agreed, 'erp', ['phone'], seen('222-long', '1', start), '2026-11-20T08:10:00.000Z');
  const link = told(lost, { phone: '3' }, '2026-11-20T08:20:00.000Z');
  // Somebody has changed another field of the ERP's customer since, so its time says nothing of the phone.
  const sight = seen('3', '222', '2026-11-20T09:00:00.000Z');
  const { toErp, toStripe, conflicts } = planOf(link, sight, { owners, siblings: [], chosen: {}, madeByUs: false });
  expect({ toErp, toStripe, conflicts }).toEqual({ toErp: [], toStripe: [], conflicts: ['phone'] });
});

it('still knows what it sent of one field, and never heard of, after another was sent', () => {
  const before = seen('1', '1', start);
  const agreed = settled(newLink, ['name', 'email', 'phone', 'address', 'tax_id'], before);
  const phone = sending(agreed, 'erp', ['phone'], seen('222-long', '1', start), '2026-11-20T08:10:00.000Z');
  const name = sending(phone, 'erp', ['name'], seen('222-long', '222', start), '2026-11-20T09:00:00.000Z');
  expect(name.sent.erp?.marks).toMatchObject({
    phone: { mark: '222-long', before: '1', at: '2026-11-20T08:10:00.000Z' },
    name: { at: '2026-11-20T09:00:00.000Z' },
  });
});

const all = ['name', 'email', 'phone', 'address', 'tax_id'] as const;
const phone = { to: 'erp', fields: ['phone'] } as const;
const begun = settled(newLink, all, seen('1', '1', start));
/** At eight Stripe has a phone that goes to the ERP. */
const sent = sending(begun, 'erp', ['phone'], seen('2', '1', start), start);
const soon = '2026-11-20T08:00:30.000Z';

it('asks a person where the ERP refused a value, and another was entered there within the minute', () => {
  const dueOf = (link: typeof sent) => {
    const deciding = { owners, siblings: [], chosen: {}, madeByUs: false };
    const { toErp, conflicts } = planOf(told(link, { phone: '2' }, start), seen('2', '3', soon), deciding);
    return { toErp, conflicts };
  };
  expect(dueOf(refused(sent, 'erp', ['phone'], begun))).toEqual({ toErp: [], conflicts: ['phone'] });
  // Of one that was never heard of, the other value may be what is left; also where a later attempt was refused.
  expect(dueOf(sent)).toEqual({ toErp: ['phone'], conflicts: [] });
  const again = sending(sent, 'erp', ['phone'], seen('2', '1', start), start);
  expect(dueOf(refused(again, 'erp', ['phone'], sent))).toEqual({ toErp: ['phone'], conflicts: [] });
  const later = refused(sent, 'erp', ['phone'], begun);
  expect(
    dueOf(refused(sending(later, 'erp', ['phone'], seen('2', '1', start), start), 'erp', ['phone'], later)),
  ).toEqual({
    toErp: [],
    conflicts: ['phone'],
  });
});

it('tells what stands as it was sent from what was changed since, which others at Stripe may have done', () => {
  expect(isAsSent(sent, phone, seen('2', '1', soon), false)).toBe(true);
  expect(isAsSent(sent, phone, seen('3', '1', soon), true)).toBe(false);
  expect(isAsSent(sent, phone, seen('2', '3', soon), false)).toBe(false);
  expect(isAsSent(sent, phone, seen('2', '3', soon), true)).toBe(true);
  expect(isAsSent(begun, phone, seen('2', '1', soon), true)).toBe(false);
});
