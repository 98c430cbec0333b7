import type { Money } from '../../domain/money.ts';
import type { JournalInput, ReceiptInput, SaleInput } from '../mapper.ts';
import type { AccountQuestion } from '../profile/determine.ts';

/** What accounts of a sale's lines are determined by. */
export const saleFacts = ({ order, payment }: Pick<SaleInput, 'order' | 'payment'>): AccountQuestion => ({
  ...paymentFacts(payment, order.total),
  transaction: 'sale',
  country: order.customer.address?.country ?? '',
  items: order.lines.map(({ sku }) => sku),
});

/** The clearing account is one of the settlement's currency. */
export const cashFacts = (
  { payment, settled: { settlement } }: Pick<ReceiptInput, 'payment' | 'settled'>,
  transaction: 'receipt' | 'refund',
): AccountQuestion => ({ ...paymentFacts(payment, settlement), transaction });

export const journalFacts = ({ type, amount, description, metadata }: JournalInput): AccountQuestion => ({
  ...amountFacts(amount),
  transaction: type,
  description,
  metadata: metadata ?? {},
  product_class: metadata?.product_class ?? '',
});

const amountFacts = ({ minor, currency }: Money) => ({ amount: BigInt(minor), currency });

const paymentFacts = (
  { method, metadata, description, state }: SaleInput['payment'],
  amount: Money,
): Omit<AccountQuestion, 'transaction'> => ({
  ...amountFacts(amount),
  method: method ?? '',
  metadata,
  description: description ?? '',
  state,
});
