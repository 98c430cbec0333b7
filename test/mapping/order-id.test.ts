import { describe, expect, it } from 'vitest';
import { orderIdOf } from '../../src/mapping/order-id.ts';

const keys = ['ecommerceorderid', 'order'];
const session = { id: 'cs_1', clientReferenceId: 'REF-1', metadata: { order: 'S-1' } };

describe("the shop's number of an order", () => {
  it.each([
    ['the first key that is filled', { metadata: { order: 'B', ecommerceorderid: ' A ' } }, 'A'],
    ['another key', { metadata: { ecommerceorderid: ' ', order: 'B' } }, 'B'],
    ['the session, where the payment has none', { metadata: {}, session }, 'S-1'],
    ['what the shop gave to Checkout', { metadata: {}, session: { ...session, metadata: {} } }, 'REF-1'],
    ['the session itself', { metadata: {}, session: { id: 'cs_1', metadata: {} } }, 'cs_1'],
    ['nothing', { metadata: { other: 'X' } }, undefined],
  ])('is taken from %s', (_from, payment, expected) => expect(orderIdOf(payment, keys)).toBe(expected));
});
