import { told, type LinkState } from '../../domain/customer-sync/link.ts';
import { sharedFields, type SharedField } from '../../domain/customer-sync/values.ts';
import { reading, StripeFault } from '../../stripe/client.ts';
import { customerOf } from '../../stripe/customer.ts';
import { isoOf } from '../../stripe/values.ts';
import type Stripe from 'stripe';
import { markOf, valuesAtStripe } from './sides.ts';

type Hmac = (text: string) => string;

/** Since when Stripe's values stand, as far as its events say: an event is evidence of the values that it shows, no others. */
export async function withEvents(
  state: LinkState,
  stripe: Stripe,
  events: readonly string[],
  hmac: Hmac,
): Promise<LinkState> {
  let known = state;
  for (const id of events.filter((event) => event.startsWith('evt_'))) {
    const event = await reading(stripe.events.retrieve(id), 'event').catch(forgotten);
    if (event) known = told(known, marksIn(event, hmac), isoOf(event.created));
  }
  return known;
}

/** Stripe keeps events for a month. */
function forgotten(error: unknown): undefined {
  if (error instanceof StripeFault && error.code === 'not-found') return undefined;
  throw error;
}

function marksIn({ type, data }: Stripe.Event, hmac: Hmac): Partial<Record<SharedField, string>> {
  if (type.startsWith('customer.tax_id.')) {
    const { value } = data.object as Stripe.TaxId;
    const stands = type !== 'customer.tax_id.deleted';
    return { tax_id: markOf('tax_id', stands ? { tax_id: value } : {}, hmac) };
  }
  if (type !== 'customer.created' && type !== 'customer.updated') return {};
  const values = valuesAtStripe(customerOf(data.object));
  const changed = data.previous_attributes;
  const fields = sharedFields.filter((field) => field !== 'tax_id' && (!changed || field in changed));
  return Object.fromEntries(fields.map((field) => [field, markOf(field, values, hmac)]));
}
