import type { CashReceipt, Day, Reference } from '../domain/documents.ts';
import type { Settled } from '../domain/order-to-cash/seen.ts';
import type { Money } from '../domain/money.ts';
import { MappingFault } from './fault.ts';

export type ReceiptInput = {
  /** Key of the company in quittance.yaml, for messages. */
  readonly company: string;
  readonly charge: string;
  /** Presentment: what the customer paid. */
  readonly amount: Money;
  readonly settled: Settled;
  /** The ERP's number of the customer. */
  readonly customer: string;
  /** The ERP's number of the sales order, where one stands. */
  readonly order?: string | undefined;
  /** Our reference of the order or direct invoice, where one of ours stands. */
  readonly sale?: Reference | undefined;
  /** Settlement currency -> G/L account of the Stripe clearing. */
  readonly clearingAccounts: Readonly<Record<string, string>>;
  readonly ledgerCurrency: string;
  /** The booking day, or the first open day after it. */
  readonly date: Day;
};

/** Money that came in, gross. Receipts never post exchange differences: the ERP does when it clears. */
export function mapReceipt(input: ReceiptInput): CashReceipt {
  const { charge, amount, settled, customer, order, sale, date } = input;
  return {
    kind: 'cash-receipt',
    customer,
    stripeId: charge,
    amount,
    settlement: settled.settlement,
    ledger: inLedgerCurrency(input),
    account: clearingAccount(input),
    ...(order && { order }),
    ...(sale && { sale }),
    date,
    text: `Stripe ${charge} ${settled.txn}${date === settled.bookedOn ? '' : ` of ${settled.bookedOn}`}`,
    extra: {},
  };
}

function inLedgerCurrency({ company, settled: { settlement }, ledgerCurrency }: ReceiptInput): Money {
  if (settlement.currency === ledgerCurrency) return settlement;
  throw new MappingFault(
    'settlement.currency',
    `Stripe settled in ${settlement.currency}, but the ledger of ${company} is in ${ledgerCurrency}: ` +
      `post this receipt by hand, and let Stripe settle ${settlement.currency} in ${ledgerCurrency} from now on`,
  );
}

function clearingAccount({ company, settled, clearingAccounts }: ReceiptInput): string {
  const { currency } = settled.settlement;
  const account = clearingAccounts[currency];
  if (account) return account;
  throw new MappingFault(
    `companies.${company}.clearing_accounts.${currency}`,
    `There is no clearing account for settlements in ${currency}. Add one, as in clearing_accounts: { ${currency}: "1010" }`,
  );
}
