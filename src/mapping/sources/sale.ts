import type { ShopOrder } from '../../domain/shop-order.ts';
import type { SaleInput } from '../mapper.ts';
import { paymentShape, paymentView } from './payment.ts';
import { personShape, personView } from './person.ts';
import { flag, metadata, money, object, text, time } from './shapes.ts';

/** What the expressions of orders and direct invoices see. */
export const saleShape = {
  order: object({ id: text, currency: text, created: time, customer: personShape, total: money, metadata }),
  payment: paymentShape,
  customer: text,
  sold_at: time,
  captured: money,
  hold: flag,
} as const;

export const saleView = ({ order, payment, customer, captured, hold, patch }: SaleInput) => ({
  order: orderView(order),
  payment: paymentView(payment),
  customer: patch?.customer ?? customer,
  sold_at: payment.capturedAt ?? order.created,
  ...(captured && { captured }),
  hold,
});

const orderView = ({ id, currency, created, customer, total, metadata: known }: ShopOrder) => ({
  id,
  currency,
  created,
  customer: personView(customer),
  total,
  metadata: known,
});
