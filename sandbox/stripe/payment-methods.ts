import type Stripe from 'stripe';
import { z } from 'zod';
import { missing } from './errors.ts';
import { addressOrNull, read, textOrNull, word } from './form.ts';
import type { Params } from './form.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

/** What becomes of a payment by a test method. */
export type Outcome = 'succeeds' | 'declined' | 'pending' | 'pending-fails';
type TestMethod = {
  readonly type: 'card' | 'sepa_debit' | 'us_bank_account';
  readonly outcome: Outcome;
  readonly brand?: string;
  readonly last4: string;
  readonly risk?: 'normal' | 'elevated' | 'highest';
  readonly declineCode?: string;
};

const visa: TestMethod = { type: 'card', outcome: 'succeeds', brand: 'visa', last4: '4242' };
const sepa: TestMethod = { type: 'sepa_debit', outcome: 'pending', last4: '3000' };
const usBank: TestMethod = { type: 'us_bank_account', outcome: 'pending', last4: '6789' };

const testMethods: Readonly<Record<string, TestMethod>> = {
  pm_card_visa: visa,
  pm_card_mastercard: { ...visa, brand: 'mastercard', last4: '4444' },
  pm_card_amex: { ...visa, brand: 'amex', last4: '8431' },
  pm_card_riskLevelElevated: { ...visa, risk: 'elevated', last4: '9235' },
  pm_card_visa_chargeDeclined: { ...visa, outcome: 'declined', declineCode: 'generic_decline', last4: '0002' },
  pm_card_visa_chargeDeclinedInsufficientFunds: {
    ...visa,
    outcome: 'declined',
    declineCode: 'insufficient_funds',
    last4: '9995',
  },
  pm_sepa_debit: sepa,
  pm_sepa_debit_fails: { ...sepa, outcome: 'pending-fails' },
  pm_usBankAccount: usBank,
  pm_usBankAccount_success: usBank,
  pm_usBankAccount_fails: { ...usBank, outcome: 'pending-fails' },
};

const billing = z
  .object({ address: addressOrNull, email: textOrNull, name: textOrNull, phone: textOrNull })
  .default({ address: null, email: null, name: null, phone: null });
export type Billing = z.output<typeof billing>;

/** A card is named by one of Stripe's test tokens: no number of a card is ever taken. */
const newMethod = z.object({
  type: z.enum(['card', 'sepa_debit', 'us_bank_account']),
  billing_details: billing,
  card: z.object({ token: word }).optional(),
});

const behaviours = new WeakMap<Stripe.PaymentMethod, TestMethod>();

export const behaviourOf = (method: Stripe.PaymentMethod): TestMethod => behaviours.get(method) ?? visa;

/** A method by its id, or a new one where a test token is named. */
export function methodNamed(world: World, name: string): Stripe.PaymentMethod {
  const existing = world.store.find('payment_method', name);
  if (existing) return existing;
  const test = testMethods[name];
  if (!test) throw missing('PaymentMethod', name, 'payment_method', 400);
  return addMethod(world, test, read(billing, {}));
}

const usual: Readonly<Record<TestMethod['type'], string>> = {
  card: 'pm_card_visa',
  sepa_debit: 'pm_sepa_debit',
  us_bank_account: 'pm_usBankAccount',
};

function methodFrom(world: World, { type, card, billing_details }: z.output<typeof newMethod>): Stripe.PaymentMethod {
  const token = card?.token.replace(/^tok_/, 'pm_card_') ?? usual[type];
  const test = testMethods[token] ?? testMethods[token.replace('pm_card_', 'pm_card_visa_')];
  if (!test) throw missing('token', card?.token ?? '', 'card[token]', 400);
  return addMethod(world, test, billing_details);
}

function addMethod(world: World, test: TestMethod, billing_details: Billing): Stripe.PaymentMethod {
  const method = {
    id: world.ids('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { ...billing_details, address: billing_details.address ?? emptyAddress, tax_id: null },
    created: world.clock.now(),
    customer: null,
    customer_account: null,
    livemode: world.livemode,
    metadata: {},
    type: test.type,
    [test.type]: { ...(test.brand === undefined ? {} : { brand: test.brand }), last4: test.last4 },
  } as unknown as Stripe.PaymentMethod;
  behaviours.set(method, test);
  return world.store.insert('payment_method', method);
}

const emptyAddress: Stripe.Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

const naming = z.object({ payment_method: word.optional(), payment_method_data: newMethod.optional() });

/** The method that a request names or describes, if it does. */
export function methodAsked(world: World, params: Params): Stripe.PaymentMethod | undefined {
  const { payment_method: name, payment_method_data: data } = read(naming, params);
  if (name !== undefined) return methodNamed(world, name);
  return data === undefined ? undefined : methodFrom(world, data);
}

export const paymentMethodRoutes = (world: World): Routes => ({
  'POST /v1/payment_methods': ({ params }) => methodFrom(world, read(newMethod, params)),
  'GET /v1/payment_methods/:id': ({ id }) => world.store.get('payment_method', id),
});
