import type { CashReceipt, CustomerRefund } from '../../../records.ts';
import { decimal, flag, tableOf, text, time, whole } from '../table.ts';
import type { Table } from '../table.ts';
import type { Ground } from './ground.ts';

/** Money that came in, what it was applied to, and money that went back. */
export const cashTables = (ground: Ground): readonly Table[] => [
  receiptTable(ground),
  tableOf('ar_payment_details', () => ground.erp.receipts.all(), {
    receipt_number: whole(({ number }) => number),
    company_no: text(() => ground.erp.company),
    ...paymentColumns,
  }),
  tableOf('ar_receipts_detail', () => applicationsOf(ground), {
    receipt_number: whole(({ receipt }) => receipt.number),
    sequence_no: whole(({ sequence }) => String(sequence)),
    invoice_no: text(({ application }) => application.invoiceNo),
    amount: decimal(({ receipt, application: { undone, settlement } }) =>
      ground.money(undone ? 0n : settlement.amount, receipt.currency),
    ),
    apply_desc: text(({ application }) => application.reference),
    unapply_desc: text(({ application }) => application.undone?.reference),
  }),
  refundTable(ground),
];

const receiptTable = ({ erp, clock, numberOf, money }: Ground): Table =>
  tableOf('ar_receipts', () => erp.receipts.all(), {
    receipt_number: whole(({ number }) => number),
    company_no: text(() => erp.company),
    customer_id: whole(({ customer }) => customer),
    receipt_date: time(({ date }) => clock.day(date)),
    ...amountColumns({ erp, numberOf, money }),
    unapplied_amount: decimal(({ open, currency }) => money(open, currency)),
    reversed_flag: flag(({ reversed }) => reversed !== undefined),
    reversal_desc: text(({ reversed }) => reversed?.reason),
    date_last_modified: time(({ modified }) => clock.at(modified)),
  });

const refundTable = ({ erp, clock, numberOf, money }: Ground): Table =>
  tableOf('ar_refunds', () => erp.refunds.all(), {
    refund_number: whole(({ number }) => number),
    company_no: text(() => erp.company),
    customer_id: whole(({ customer }) => customer),
    refund_date: time(({ date }) => clock.day(date)),
    ...amountColumns({ erp, numberOf, money }),
    ...paymentColumns,
    receipt_number: whole(({ target }) => ('ReceiptNo' in target ? target.ReceiptNo : undefined)),
    credit_memo_no: text(({ target }) => ('CreditMemoNo' in target ? target.CreditMemoNo : undefined)),
  });

type Cash = CashReceipt | CustomerRefund;

const paymentColumns = {
  check_number: text<Cash>(({ header }) => header.Reference),
  payment_desc: text<Cash>(({ header }) => header.PaymentDesc),
  payment_account_id: text<Cash>(({ header }) => header.StripeId),
};

const amountColumns = ({ erp, numberOf, money }: Pick<Ground, 'erp' | 'numberOf' | 'money'>) => ({
  currency_id: whole<Cash>(({ currency }) => numberOf(currency)),
  amount: decimal<Cash>(({ amount, currency }) => money(amount, currency)),
  home_amount: decimal<Cash>(({ home }) => money(home, erp.currencies.home)),
  bank_account_no: text<Cash>(({ header }) => header.BankAccount),
  bank_currency_id: whole<Cash>(({ header }) => numberOf(header.SettlementCurrencyId)),
  bank_amount: decimal<Cash>(({ settlement, header }) => money(settlement, header.SettlementCurrencyId)),
});

const applicationsOf = ({ erp }: Ground) =>
  erp.receipts
    .all()
    .flatMap((receipt) =>
      receipt.applications.map((application, index) => ({ receipt, application, sequence: index + 1 })),
    );
