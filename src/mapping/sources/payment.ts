import type { SaleInput } from '../mapper.ts';
import { metadata, money, object, text, time } from './shapes.ts';

export const paymentShape = object({
  id: text,
  status: text,
  amount: money,
  description: text,
  customer: text,
  method: text,
  created: time,
  captured_at: time,
  metadata,
});

export const paymentView = ({
  id,
  state,
  amount,
  description,
  customer,
  method,
  createdAt,
  capturedAt,
  metadata: known,
}: SaleInput['payment']) => ({
  id,
  status: state,
  amount,
  ...(description && { description }),
  ...(customer && { customer }),
  ...(method && { method }),
  created: createdAt,
  ...(capturedAt && { captured_at: capturedAt }),
  metadata: known,
});
