import type { CreditMemoInput } from '../mapper.ts';
import { day, money, text } from './shapes.ts';

/** What the expressions of credit memos see. */
export const creditMemoShape = {
  customer: text,
  invoice: text,
  refund: text,
  reason: text,
  date: day,
  total: money,
} as const;

export const creditMemoView = ({ customer, invoice, refund, reason, date, total }: CreditMemoInput) => ({
  customer,
  invoice,
  refund,
  reason,
  date,
  total,
});
