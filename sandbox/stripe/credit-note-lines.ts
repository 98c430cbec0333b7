import type Stripe from 'stripe';
import { z } from 'zod';
import { invalid } from './errors.ts';
import { positive, text, word } from './form.ts';
import { share } from './fx.ts';
import type { World } from './world.ts';

export const askedLine = z.object({
  type: z.enum(['invoice_line_item', 'custom_line_item']),
  amount: positive.optional(),
  description: text.optional(),
  invoice_line_item: word.optional(),
  quantity: positive.optional(),
  unit_amount: positive.optional(),
});
type AskedLine = z.output<typeof askedLine>;

/** @throws StripeProblem for a line that the invoice doesn't have, or more of one than it has */
export function creditedLine(world: World, invoice: Stripe.Invoice, asked: AskedLine): Stripe.CreditNoteLineItem {
  if (asked.type === 'custom_line_item') return customLine(world, asked);
  const line = invoice.lines.data.find(({ id }) => id === asked.invoice_line_item);
  if (!line)
    throw invalid(`No such invoice line item: '${asked.invoice_line_item ?? ''}'`, 'lines', 'resource_missing');
  const of = line.quantity ?? 1;
  const amount = asked.amount ?? share(line.amount, { over: BigInt(asked.quantity ?? of), under: BigInt(of) });
  if (amount > line.amount) throw invalid(`Line ${line.id} is only ${line.amount}: it can't be credited ${amount}.`);
  return {
    ...lineOf(world, amount, asked.description ?? line.description),
    invoice_line_item: line.id,
    quantity: asked.quantity ?? null,
    type: 'invoice_line_item',
  };
}

function customLine(world: World, { quantity = 1, unit_amount: each, description }: AskedLine) {
  if (each === undefined) throw invalid('Missing required param: lines[0][unit_amount].', 'lines', 'parameter_missing');
  return { ...lineOf(world, quantity * each, description ?? null), quantity, unit_amount: each };
}

/** A credit that names no line of the invoice. */
export const lineOf = (world: World, amount: number, description: string | null): Stripe.CreditNoteLineItem => ({
  id: world.ids('cnli'),
  object: 'credit_note_line_item',
  amount,
  description,
  discount_amount: 0,
  discount_amounts: [],
  livemode: world.livemode,
  metadata: {},
  pretax_credit_amounts: [],
  quantity: null,
  tax_rates: [],
  taxes: [],
  type: 'custom_line_item',
  unit_amount: null,
  unit_amount_decimal: null,
});
