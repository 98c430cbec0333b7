import { expire } from './checkout-sessions.ts';
import { disputesFallDue } from './dispute-life.ts';
import { cancel } from './paying.ts';
import { refundsFallDue } from './refund-life.ts';
import type { World } from './world.ts';

const week = 7 * 86_400;

/** What runs out as time goes by: sessions nobody paid, authorisations nobody captured, refunds and disputes. */
export function expireDue(world: World): void {
  const now = world.clock.now();
  for (const session of world.store.all('checkout.session')) {
    if (session.status === 'open' && session.expires_at <= now) expire(world, session);
  }
  for (const intent of world.store.all('payment_intent')) {
    if (intent.status === 'requires_capture' && intent.created + week <= now) cancel(world, intent, 'automatic');
  }
  refundsFallDue(world);
  disputesFallDue(world);
}
