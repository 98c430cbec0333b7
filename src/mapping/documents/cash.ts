import type { CashReceipt, CustomerRefund } from '../../domain/documents.ts';
import type { Money } from '../../domain/money.ts';
import type { Lookup } from '../expressions/evaluator.ts';
import { MappingFault } from '../fault.ts';
import type { FieldTrace, Mapped, ReceiptInput, RefundInput } from '../mapper.ts';
import { accountFor } from '../profile/determine.ts';
import { receiptView, refundView, type CashFacts } from '../sources/cash.ts';
import { cashFacts } from './facts.ts';
import { createFiller, type Filled, type FillerSettings } from './filler.ts';
import { slotsOf } from './slots.ts';

type CashSettings = FillerSettings & {
  /** Key of the company in quittance.yaml, for messages. */
  readonly company: string;
  readonly ledgerCurrency: string;
};

/** Money that came in, gross. Receipts never post exchange differences: the ERP does when it clears. */
export function createReceiptMapping(settings: CashSettings) {
  const fill = createFiller(settings, slotsOf('cash-receipt', settings.profile, settings.target));
  return async (input: ReceiptInput, lookup?: Lookup): Promise<Mapped<CashReceipt>> => {
    const facts = factsOf(input, settings, 'receipt');
    const filled = await fill({ view: receiptView(input, facts), lookup });
    return {
      document: { kind: 'cash-receipt', ...cashOf(input, facts, filled) },
      trace: traceOf(input, facts, filled),
    };
  };
}

/** Money that went back, gross. */
export function createRefundMapping(settings: CashSettings) {
  const fill = createFiller(settings, slotsOf('customer-refund', settings.profile, settings.target));
  return async (input: RefundInput, lookup?: Lookup): Promise<Mapped<CustomerRefund>> => {
    const facts = factsOf(input, settings, 'refund');
    const filled = await fill({ view: refundView(input, facts), lookup });
    const { settles } = input;
    const document = { kind: 'customer-refund', ...cashOf(input, facts, filled), settles } as const;
    return { document, trace: traceOf(input, facts, filled) };
  };
}

function factsOf(input: ReceiptInput, settings: CashSettings, transaction: 'receipt' | 'refund'): CashFacts {
  const { amount, settled } = input;
  if (amount.minor <= 0 || settled.settlement.minor <= 0)
    throw new MappingFault('amount', `A ${transaction} is of more than nothing: look at the charge at Stripe`);
  return {
    ledger: inLedgerCurrency(input, settings, transaction),
    account: accountFor(settings.profile.accounts, 'stripe_clearing', cashFacts(input, transaction)),
  };
}

function cashOf({ charge, amount, settled, sale }: ReceiptInput, { ledger }: CashFacts, { head, extra }: Filled) {
  return {
    customer: head.customer as string,
    stripeId: charge,
    amount,
    settlement: settled.settlement,
    ledger,
    account: head.account as string,
    ...(head.order !== undefined && { order: head.order as string }),
    ...(sale && { sale }),
    date: head.date as string,
    text: head.text as string,
    extra,
  };
}

function inLedgerCurrency(
  { settled: { settlement } }: ReceiptInput,
  { company, ledgerCurrency }: CashSettings,
  transaction: string,
): Money {
  if (settlement.currency === ledgerCurrency) return settlement;
  throw new MappingFault(
    'settlement.currency',
    `Stripe settled in ${settlement.currency}, but the ledger of ${company} is in ${ledgerCurrency}: ` +
      `post this ${transaction} by hand, and let Stripe settle ${settlement.currency} in ${ledgerCurrency} from now on`,
  );
}

const traceOf = (
  { charge, amount, settled }: ReceiptInput,
  { ledger }: CashFacts,
  { trace }: Filled,
): readonly FieldTrace[] => [
  ...trace,
  { field: 'stripe_id', from: 'id of the charge or refund', value: charge },
  { field: 'amount', from: 'what was paid', value: amount },
  { field: 'settlement', from: 'what Stripe booked', value: settled.settlement },
  { field: 'ledger', from: "the same in the ledger's currency", value: ledger },
];
