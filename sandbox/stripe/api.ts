import { accountRoutes } from './account.ts';
import { balanceTransactionRoutes } from './balance-transactions.ts';
import { chargeRoutes } from './charges.ts';
import { checkoutRoutes } from './checkout-sessions.ts';
import { couponRoutes } from './coupons.ts';
import { creditNoteRoutes } from './credit-notes.ts';
import { customerBalanceRoutes } from './customer-balances.ts';
import { customerRoutes } from './customers.ts';
import { disputeRoutes } from './disputes.ts';
import { eventRoutes } from './events.ts';
import { invoiceRoutes } from './invoices.ts';
import { paymentIntentRoutes } from './payment-intents.ts';
import { paymentMethodRoutes } from './payment-methods.ts';
import { priceRoutes } from './prices.ts';
import { productRoutes } from './products.ts';
import { refundRoutes } from './refunds.ts';
import type { Routes } from './router.ts';
import { shippingRateRoutes } from './shipping-rates.ts';
import { taxIdRoutes } from './tax-ids.ts';
import { taxRateRoutes } from './tax-rates.ts';
import { webhookEndpointRoutes } from './webhook-endpoints.ts';
import type { World } from './world.ts';

const resources = [
  accountRoutes,
  balanceTransactionRoutes,
  chargeRoutes,
  checkoutRoutes,
  couponRoutes,
  creditNoteRoutes,
  customerBalanceRoutes,
  customerRoutes,
  disputeRoutes,
  eventRoutes,
  invoiceRoutes,
  paymentIntentRoutes,
  paymentMethodRoutes,
  priceRoutes,
  productRoutes,
  refundRoutes,
  shippingRateRoutes,
  taxIdRoutes,
  taxRateRoutes,
  webhookEndpointRoutes,
];

/** Every route of Stripe's that the sandbox has. */
export const allRoutes = (world: World): Routes =>
  Object.assign({}, ...resources.map((routes) => routes(world))) as Routes;
