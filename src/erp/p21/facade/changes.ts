import { fromDecimal } from '../../../domain/money.ts';
import { paged } from '../../paged.ts';
import type { ErpInvoice, ErpPort } from '../../port.ts';
import type { Gateway } from './gateway.ts';
import { changedSince } from './modified.ts';
import { all } from './paging.ts';
import { Invoice } from './schema.ts';

export const createChanges = ({ client }: Gateway): Pick<ErpPort, 'changes' | 'invoicesOf'> => ({
  changes: (since, call) =>
    paged(async function* () {
      const listed = { client, route: 'listInvoices', schema: Invoice, numberOf } as const;
      for await (const page of changedSince(listed, since, call?.signal)) yield page.flatMap(ofOrder);
    }),

  /** A gateway that ignores the filter gives the invoices of every order. */
  invoicesOf: async (order, call) =>
    (await all(client, 'listInvoices', Invoice, { OrderNo: order }, call?.signal))
      .flatMap(ofOrder)
      .filter((invoice) => invoice.order === order),
});

const numberOf = ({ InvoiceNo }: Invoice): string => InvoiceNo;

function ofOrder({ InvoiceNo, OrderNo, TotalAmount, CurrencyId, DateLastModified }: Invoice): readonly ErpInvoice[] {
  if (OrderNo === undefined) return [];
  return [
    { number: InvoiceNo, order: OrderNo, total: fromDecimal(TotalAmount, CurrencyId), changedAt: DateLastModified },
  ];
}
