import type { CashReceipt, CustomerRefund, Reference } from '../../../../domain/documents.ts';
import { firstOf } from '../../../read-back.ts';
import { isNot } from '../kind.ts';
import type { CashReceipt as Stored } from '../schema.ts';
import { cut } from '../../../fields.ts';
import { given, positive, whole } from '../../document-fields.ts';
import { extraFields, type Origin } from './fields.ts';
import { extra, lengths } from '../target.ts';

/** The three amounts of money that came or went: as paid, as settled by Stripe, as the ledger counts it. */
export const encodeCash = (cash: CashReceipt | CustomerRefund, reference: Reference, { company }: Origin): object => ({
  CompanyId: company,
  CustomerId: cash.customer,
  Amount: positive('Amount', cash.amount),
  CurrencyId: cash.amount.currency,
  SettlementAmount: positive('SettlementAmount', cash.settlement),
  SettlementCurrencyId: cash.settlement.currency,
  LedgerAmount: positive('LedgerAmount', cash.ledger),
  BankAccount: whole('BankAccount', cash.account, lengths.cash.account),
  Reference: reference,
  StripeId: whole('StripeId', cash.stripeId, 255),
  ...given('PaymentDesc', cut(cash.text, lengths.cash.text)),
  ...extraFields(cash.extra, extra.cash),
});

type Cash = Pick<
  Stored,
  'Amount' | 'CurrencyId' | 'SettlementAmount' | 'SettlementCurrencyId' | 'LedgerAmount' | 'CustomerId' | 'BankAccount'
>;
type SentCash = Pick<CashReceipt, 'amount' | 'settlement' | 'ledger' | 'customer' | 'account'>;
export const cashDiffers = (sent: SentCash, stored: Cash): string | undefined =>
  firstOf({
    CustomerId: stored.CustomerId !== sent.customer,
    Amount: isNot(sent.amount, stored.Amount, stored.CurrencyId),
    SettlementAmount: isNot(sent.settlement, stored.SettlementAmount, stored.SettlementCurrencyId),
    LedgerAmount: isNot(sent.ledger, stored.LedgerAmount, sent.ledger.currency),
    BankAccount: stored.BankAccount !== sent.account,
  });
