import { expect, it } from 'vitest';
import {
  newLink,
  planOf,
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
