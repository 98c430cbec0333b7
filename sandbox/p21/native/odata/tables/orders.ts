import type { SaleHeader } from '../../../fields.ts';
import type { Invoice, OrderLine, SalesOrder, Totals } from '../../../records.ts';
import { billed, netOf, totalsOf } from '../../../sale-lines.ts';
import { statusOf } from '../../../stock.ts';
import { enteredOf, printPrice } from '../../transactions/as-entered.ts';
import { decimal, flag, tableOf, text, time, whole } from '../table.ts';
import type { Table } from '../table.ts';
import type { Ground } from './ground.ts';
import { ownColumns } from './own-columns.ts';

/** An order as Prophet 21 shows it. One that was invoiced at once is a mere invoice in the books. */
type Order = {
  readonly number: string;
  readonly header: SaleHeader;
  readonly date: string;
  readonly modified: string;
  readonly isHeld: boolean;
  readonly isCancelled: boolean;
  readonly isAtOnce: boolean;
  readonly sale: SalesOrder | Invoice;
  readonly lines: readonly OrderLine[];
  readonly totals: () => Totals;
};
type Line = { readonly order: Order; readonly line: OrderLine };

export const orderTables = (ground: Ground): readonly Table[] => {
  const orders = () => ordersOf(ground);
  const order_no = text<Order>(({ number }) => number);
  return [
    headerTable(ground, orders),
    lineTable(ground, () => orders().flatMap((order) => order.lines.map((line) => ({ order, line })))),
    tableOf('oe_hdr_tax', () => orders().flatMap((order) => order.totals().taxes.map((tax) => ({ order, tax }))), {
      order_no: text(({ order }) => order.number),
      jurisdiction_id: text(({ tax }) => tax.code),
      tax_amount: decimal(({ order, tax }) => ground.money(tax.tax, order.header.CurrencyId)),
    }),
    ownColumns(
      tableOf('oe_hdr_ud', orders, {
        order_no,
        quittance_stripe_id: text(({ header }) => header.StripeId),
        quittance_payment_state: text(({ header }) => header.PaymentStatus),
        quittance_paid_on: text(({ header }) => header.PaymentDate),
      }),
      orders,
      ({ header }) => header.UserDefined,
    ),
  ];
};

const headerTable = ({ erp, clock, numberOf }: Ground, orders: () => readonly Order[]): Table =>
  tableOf('oe_hdr', orders, {
    order_no: text(({ number }) => number),
    company_id: text(() => erp.company),
    customer_id: whole(({ header }) => header.CustomerId),
    po_no: text(({ header }) => header.PoNo ?? header.Reference),
    job_name: text(({ header }) => header.WebReferenceNo),
    order_date: time(({ date }) => clock.day(date)),
    currency_id: whole(({ header }) => numberOf(header.CurrencyId)),
    approved: flag(({ isHeld }) => !isHeld),
    cancel_flag: flag(({ isCancelled }) => isCancelled),
    delete_flag: flag(() => false),
    front_counter: flag(({ isAtOnce }) => isAtOnce),
    date_last_modified: time(({ modified }) => clock.at(modified)),
    web_reference_no: text(({ header }) => header.Reference),
  });

const lineTable = ({ erp, money, quantity }: Ground, lines: () => readonly Line[]): Table =>
  tableOf('oe_line', lines, {
    order_no: text(({ order }) => order.number),
    line_no: whole(({ line }) => String(line.no)),
    user_line_no: text(({ order, line }) => enteredOf(erp, order.sale, line).userLineNo),
    item_id: text(({ line }) => line.item),
    extended_desc: text(({ line }) => line.description),
    unit_quantity: decimal(({ line }) => quantity(line.quantity)),
    unit_price: decimal(({ order, line }) => printPrice(enteredOf(erp, order.sale, line).unitPrice)),
    extended_price: decimal(({ order, line }) => money(netOf(line), order.header.CurrencyId)),
    tax_group_id: text(({ line }) => line.taxCode),
    qty_allocated: decimal(({ line }) => quantity(line.allocated)),
    qty_shipped: decimal(({ line }) => quantity(line.shipped)),
    qty_invoiced: decimal(({ line }) => quantity(line.invoiced)),
    delete_flag: flag(() => false),
  });

const ordersOf = ({ erp, atOnce }: Ground): readonly Order[] => [
  ...erp.orders.all().map((order): Order => ({
    ...order,
    sale: order,
    isHeld: order.hold,
    isCancelled: isCancelled(order),
    isAtOnce: false,
    totals: () => totalsOf(erp, order.lines.map(billed)),
  })),
  ...[...atOnce].map(([number, invoice]) => orderAtOnce(number, erp.invoices.get(invoice))),
];

/** What has shipped of a cancelled order stays an order. */
const isCancelled = (order: SalesOrder): boolean => order.cancelled !== undefined || statusOf(order) === 'cancelled';

const orderAtOnce = (number: string, sale: Invoice): Order => ({
  ...sale,
  sale,
  number,
  isHeld: false,
  isCancelled: false,
  isAtOnce: true,
  lines: sale.lines.map((line) => ({
    ...line,
    shipped: line.quantity,
    invoiced: line.quantity,
    allocated: 0n,
    shippedNet: line.net,
  })),
  totals: () => sale.totals,
});
