import { z } from 'zod';
import { yesNo } from '../../collections.ts';
import type { SalesOrder } from '../../records.ts';
import { printQuantity } from '../../../money.ts';
import type { Part } from '../definitions/roles.ts';
import type { NativeSite } from '../native-site.ts';
import { enteredOf, printPrice } from './as-entered.ts';

/** M: by which key the order is wanted. */
const wanted = z.object({
  ServiceName: z.string(),
  TransactionStates: z
    .array(z.object({ DataElementName: z.string(), Keys: z.array(z.object({ Name: z.string(), Value: z.string() })) }))
    .length(1),
});

/** The number of the order that is asked for; nothing for a body that can't be read. */
export function wantedOrder(body: unknown, { form, key }: Part): string | undefined {
  const [state] = wanted.safeParse(body).data?.TransactionStates ?? [];
  return state?.DataElementName === form ? state.Keys.find(({ Name }) => Name === key)?.Value : undefined;
}

/** The order as its window shows it. */
export function printOrder(site: NativeSite, part: Part, service: string, order: SalesOrder): object {
  const { header } = order;
  const numbers = [...site.currencies].filter(([, code]) => code === header.CurrencyId).map(([number]) => number);
  const edits = (values: Readonly<Record<string, string | undefined>>) =>
    Object.entries(values).flatMap(([name, Value]) =>
      Value === undefined ? [] : [{ Name: part.fields[name] ?? name, Value }],
    );
  const form = edits({
    order_no: order.number,
    ...textsIn(header),
    OrderDate: order.date,
    CurrencyId: numbers[0],
    approved: yesNo(!order.hold),
    cancel_flag: yesNo(order.cancelled !== undefined),
  });
  const lines = order.lines.map((line) => {
    const { userLineNo, unitPrice } = enteredOf(site.erp, order, line);
    return edits({
      LineNo: userLineNo,
      ItemId: line.item,
      UnitQuantity: printQuantity(line.quantity),
      UnitPrice: printPrice(unitPrice),
      Description: line.description,
      TaxCode: line.taxCode,
    });
  });
  const row = (Edits: object) => ({ Edits, RelativeDateEdits: [] });
  const DataElements = [
    { Name: part.form, Type: 'Form', Keys: [part.key], Rows: [row(form)] },
    { Name: part.lines, Type: 'List', Keys: [part.fields['LineNo']], Rows: lines.map(row) },
  ];
  return { Name: service, Transactions: [{ Status: 'Existing', DataElements }] };
}

const textsIn = ({ CustomerId, Reference, PoNo, WebReferenceNo, Taker, Notes, ...rest }: SalesOrder['header']) => ({
  CustomerId,
  Reference,
  PoNo,
  WebReferenceNo,
  Taker,
  Notes,
  StripeId: rest.StripeId,
  PaymentStatus: rest.PaymentStatus,
  PaymentDate: rest.PaymentDate,
});
