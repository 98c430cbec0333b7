import { describe, expect, it } from 'vitest';
import { handledEvents, heard } from '../../src/stripe/events.ts';

const charge = { object: 'charge', id: 'ch_1', payment_intent: 'pi_1' };
const session = { object: 'checkout.session', id: 'cs_1', mode: 'payment', payment_intent: 'pi_1' };

describe('an event wakes the flow of the payment that it is about', () => {
  it.each([
    ['payment_intent.succeeded', { object: 'payment_intent', id: 'pi_1' }],
    ['charge.succeeded', charge],
    ['charge.updated', { ...charge, id: 'py_1' }],
    ['charge.captured', { ...charge, payment_intent: { object: 'payment_intent', id: 'pi_1' } }],
    ['checkout.session.completed', session],
  ])('%s', (type, object) => expect(heard(type, object)).toEqual({ flow: 'orderToCash', subject: 'pi_1' }));

  it.each([
    ['charge.refunded', charge, 'orderToCash', 'pi_1'],
    ['refund.created', { object: 'refund', id: 're_1', charge: 'ch_1' }, 'settleRefund', 're_1'],
    ['charge.refund.updated', { object: 'refund', id: 'pyr_1', charge: 'py_1' }, 'settleRefund', 'pyr_1'],
    ['credit_note.voided', { object: 'credit_note', id: 'cn_1' }, 'settleRefund', 'cn_1'],
  ])('%s, and of the refund', (type, object, flow, subject) => expect(heard(type, object)).toEqual({ flow, subject }));

  it('and where a charge has no payment intent, of the charge', () =>
    expect(heard('charge.succeeded', { ...charge, payment_intent: null })).toEqual({
      flow: 'orderToCash',
      subject: 'ch_1',
    }));
});

describe('an event wakes the flow that keeps alike', () => {
  it.each([
    ['customer.created', { object: 'customer', id: 'cus_1' }, 'syncCustomer', 'cus_1'],
    ['customer.deleted', { object: 'customer', id: 'cus_1' }, 'syncCustomer', 'cus_1'],
    ['customer.tax_id.created', { object: 'tax_id', id: 'txi_1', customer: 'cus_1' }, 'syncCustomer', 'cus_1'],
    ['product.updated', { object: 'product', id: 'prod_1' }, 'syncItem', 'prod_1'],
  ])('what it is about: %s', (type, object, flow, subject) => expect(heard(type, object)).toEqual({ flow, subject }));
});

describe('an event wakes the flow of the dispute', () => {
  it.each(['created', 'updated', 'funds_withdrawn', 'funds_reinstated', 'closed'])(
    'that was begun, taken, given back or ended: %s',
    (what) =>
      expect(heard(`charge.dispute.${what}`, { object: 'dispute', id: 'pdp_1' })).toEqual({
        flow: 'trackDispute',
        subject: 'pdp_1',
      }),
  );
});

describe('what is not ours is unhandled:', () => {
  it.each([
    ['a type that we do not act on', 'invoice.paid', { object: 'invoice' }],
    ['a name that every object has', 'constructor', {}],
    [
      'a checkout that sets up a subscription',
      'checkout.session.completed',
      { ...session, mode: 'subscription', payment_intent: null },
    ],
    ['a tax id of the account itself', 'customer.tax_id.created', { object: 'tax_id', id: 'txi_1', customer: null }],
    ['a refund of no charge', 'refund.created', { object: 'refund', id: 're_1', charge: null }],
    ['a checkout without a payment', 'checkout.session.completed', { ...session, payment_intent: null }],
  ])('%s', (_, type, object) => expect(heard(type, object)).toBe('unhandled'));
});

describe('an object that cannot be understood is named by its path:', () => {
  it.each([
    ['another kind of object', 'charge.succeeded', { ...charge, object: 'refund' }, 'data.object.object'],
    ['no id', 'payment_intent.succeeded', { object: 'payment_intent' }, 'data.object.id'],
    [
      'a payment intent that is a number',
      'charge.failed',
      { ...charge, payment_intent: 7 },
      'data.object.payment_intent',
    ],
    ['no object', 'charge.failed', undefined, 'data.object'],
  ])('%s', (_, type, object, unreadable) => expect(heard(type, object)).toEqual({ unreadable }));
});

it('names every event once', () => expect(new Set(handledEvents).size).toBe(35));
