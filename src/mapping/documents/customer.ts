import type { Customer } from '../../domain/documents.ts';
import type { Lookup } from '../expressions/evaluator.ts';
import type { CustomerInput, Mapped } from '../mapper.ts';
import { customerView } from '../sources/customer.ts';
import { addressIn } from './address.ts';
import { createFiller, type FillerSettings } from './filler.ts';
import { slotsOf } from './slots.ts';

/** A new customer of the ERP. */
export function createCustomerMapping(settings: FillerSettings) {
  const fill = createFiller(settings, slotsOf('customer', settings.profile, settings.target));
  return async (input: CustomerInput, lookup?: Lookup): Promise<Mapped<Customer>> => {
    const { head, extra, trace } = await fill({ view: customerView(input), lookup });
    const address = addressIn(head, 'address');
    const { stripeId } = input;
    const document: Customer = {
      kind: 'customer',
      name: head.name as string,
      ...(head.email !== undefined && { email: head.email as string }),
      ...(head.phone !== undefined && { phone: head.phone as string }),
      ...(address && { address }),
      currency: head.currency as string,
      ...(head.tax_id !== undefined && { taxId: head.tax_id as string }),
      ...(stripeId && { stripeId }),
      extra,
    };
    return { document, trace: [...trace, { field: 'stripe_id', from: "Stripe's customer", value: stripeId }] };
  };
}
