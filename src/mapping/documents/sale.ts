import type { Invoice, SalesOrder } from '../../domain/documents.ts';
import { MappingFault } from '../fault.ts';
import type { FieldTrace, Mapped, SaleInput } from '../mapper.ts';
import { saleLineView, type DeterminedLine } from '../sources/line.ts';
import { saleView } from '../sources/sale.ts';
import type { Lookup } from '../expressions/evaluator.ts';
import { addressIn } from './address.ts';
import { determinedLines } from './determined.ts';
import { createFiller, type Filled, type FillerSettings } from './filler.ts';
import { lineOf, refuseImbalance, totalOf } from './lines.ts';
import { merged } from './merges.ts';
import { partOf } from './partial-capture.ts';
import { slotsOf, targetOf } from './slots.ts';

type Sale = SalesOrder | Invoice;

/**
 * The ERP's order or invoice of a shop order. Gift cards and store credit are other means of payment, no discount: the
 * document is of the whole order, and they settle their part of it in the ERP.
 * @throws MappingFault when the order doesn't add up, a table leaves a choice to a person, or an expression spoils it
 */
export function createSaleMapping(settings: FillerSettings, document: 'sales-order' | 'invoice') {
  const slots = slotsOf(document, settings.profile, settings.target);
  const fill = createFiller(settings, slots);
  // Nobody is asked for an account that the ERP determines itself.
  const asksAccounts =
    !targetOf(document, settings.target)?.lacks.includes('line.revenue_account') &&
    slots.lines.some(({ mapping }) => mapping?.from?.includes('revenue_account'));
  return async (input: SaleInput, lookup?: Lookup): Promise<Mapped<Sale>> => {
    const { order, captured } = input;
    const tables = tableLines(input, settings, asksAccounts);
    const filled = await fill({
      view: saleView(input),
      lines: tables.map(saleLineView),
      currency: order.currency,
      lookup,
    });
    const lines = filled.lines.map(lineOf);
    const total = captured ?? order.total;
    refuseImbalance(lines, { tables, total, slots: slots.lines });
    const sale = { ...headOf(input, filled), lines, total };
    const trace = [...filled.trace, ...ofHouse(input, tables)];
    if (document === 'sales-order') return { document: { ...sale, kind: document, hold: input.hold }, trace };
    const invoiceNumber = filled.head.invoice_number as string | undefined;
    return { document: { ...sale, kind: document, ...(invoiceNumber && { invoiceNumber }) }, trace };
  };
}

function tableLines(input: SaleInput, { profile }: FillerSettings, accounts: boolean): readonly DeterminedLine[] {
  const whole = determinedLines(input, profile, accounts);
  refuseWrongSum(input, whole);
  return merged(input.captured ? partOf(whole, input.captured) : whole);
}

function headOf({ order, payment }: SaleInput, { head, extra }: Filled) {
  const shipTo = addressIn(head, 'ship_to');
  return {
    customer: head.customer as string,
    orderNumber: head.order_number as string,
    date: head.date as string,
    currency: order.currency,
    ...(shipTo && { shipTo }),
    stripeId: payment.id,
    payment: payment.state,
    ...(head.paid_on !== undefined && { paidOn: head.paid_on as string }),
    extra,
  };
}

function ofHouse({ order, payment, captured }: SaleInput, tables: readonly DeterminedLine[]): readonly FieldTrace[] {
  const total = captured
    ? { field: 'total', from: 'what was captured, shared over the lines', value: captured }
    : { field: 'total', from: 'total of the order', value: order.total };
  return [
    total,
    { field: 'stripe_id', from: 'id of the payment', value: payment.id },
    { field: 'payment', from: 'state of the payment', value: payment.state },
    ...tables.map(({ where }, index) => ({
      field: `lines[${index}]`,
      from: 'items.yaml, tax-codes.yaml',
      value: where,
    })),
  ];
}

function refuseWrongSum({ order: { total, currency } }: SaleInput, lines: readonly DeterminedLine[]): void {
  const other = lines.some(({ net, tax }) => net.currency !== currency || tax.currency !== currency);
  if (other || total.currency !== currency)
    throw new MappingFault(
      'order.currency',
      'The amounts of the order are in several currencies: correct it in the shop',
    );
  const found = totalOf(lines, currency);
  if (found.minor !== total.minor)
    throw new MappingFault(
      'order.total',
      `Lines, tax and shipping add up to ${found.minor}, the order says ${total.minor} (${currency}, minor units): correct it in the shop`,
    );
}
