import { isHeldBesides, isLetGo, ownHold } from '../domain/settle-refund/let-go.ts';
import { ErpError } from '../erp/errors.ts';
import type { Company } from './company.ts';
import type { PostingDeps } from './posting.ts';

type Held = { readonly root: string; readonly refund: string; readonly order: string };

/**
 * Lifts the hold that a refund has put on an order. What has left, or is held by somebody else's block, needs none; one
 * that was let go, or that another refund still needs, stays, and so does the hold that the order was posted with.
 */
export async function letGo(
  { book }: Pick<PostingDeps, 'book'>,
  { key: company, erp }: Company,
  { root, refund, order }: Held,
  signal: AbortSignal,
): Promise<void> {
  const effects = await book.of({ company, root });
  const own = { company, refund };
  if (isLetGo(effects, own) || isHeldBesides(effects, own) || ownHold(effects, own) !== 'held') return;
  try {
    await erp.release(order, { signal });
  } catch (error) {
    if (!(error instanceof ErpError) || error.code !== 'rejected') throw error;
    if (error.where === 'DeliveryBlock') return;
    const status = (await erp.read('sales-order', order, { signal }))?.status;
    if (status === 'open' || status === 'held') throw error;
  }
}
