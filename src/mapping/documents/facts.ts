import type { Money } from '../../domain/money.ts';
import type { JournalInput, ReceiptInput, SaleInput } from '../mapper.ts';
import type { AccountRuleFacts } from '../rules.ts';

/** What accounts of a sale's lines are determined by. */
export const saleFacts = ({ order, payment }: Pick<SaleInput, 'order' | 'payment'>): AccountRuleFacts => ({
  ...paymentFacts(payment, order.total),
  transaction: 'sale',
  country: order.customer.address?.country ?? '',
  items: order.lines.map(({ sku }) => sku),
});

/** The clearing account is one of the settlement's currency. */
export const cashFacts = (
  { payment, settled: { settlement } }: Pick<ReceiptInput, 'payment' | 'settled'>,
  transaction: 'receipt' | 'refund',
): AccountRuleFacts => ({ ...paymentFacts(payment, settlement), transaction });

export const journalFacts = ({ type, amount, description, metadata }: JournalInput): AccountRuleFacts => ({
  ...nothing,
  ...amountFacts(amount),
  transaction: type,
  description,
  metadata: metadata ?? {},
  product_class: metadata?.product_class ?? '',
});

/** What a posting does not say is an empty text, and fits no case that asks for it. */
const nothing = {
  method: '',
  metadata: {},
  country: '',
  description: '',
  risk_level: '',
  state: 'captured',
  items: [],
  product_class: '',
} as const satisfies Partial<AccountRuleFacts>;

const amountFacts = ({ minor, currency }: Money) => ({ amount: BigInt(minor), currency });

const paymentFacts = (
  { method, metadata, description, state }: SaleInput['payment'],
  amount: Money,
): Omit<AccountRuleFacts, 'transaction'> => ({
  ...nothing,
  ...amountFacts(amount),
  method: method ?? '',
  metadata,
  description: description ?? '',
  state,
});
