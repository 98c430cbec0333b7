import { zero } from '../../domain/money.ts';
import type { JournalInput } from '../mapper.ts';
import { day, metadata, money, text } from './shapes.ts';

/** What the expressions of journal lines see. */
export const journalShape = {
  type: text,
  stripe_id: text,
  date: day,
  booked_on: day,
  amount: money,
  tax: money,
  description: text,
  metadata,
} as const;

export const journalView = ({
  type,
  stripeId,
  date,
  bookedOn = date,
  amount,
  tax,
  description,
  metadata: known,
}: JournalInput) => ({
  type,
  stripe_id: stripeId,
  date,
  booked_on: bookedOn,
  amount,
  tax: tax ?? zero(amount.currency),
  description,
  metadata: known ?? {},
});
