import type { SeenEffect } from '../../domain/effects.ts';
import { documentOf } from '../../domain/order-to-cash/sale-due.ts';
import type { RefundedSale, SoldLine } from '../../domain/settle-refund/seen.ts';
import type { Company } from '../company.ts';
import type { PostingDeps } from '../posting.ts';

/** The sale as it was posted, with how far the ERP has come with it. */
export async function refundedSale(
  { book, crosswalk }: Pick<PostingDeps, 'book' | 'crosswalk'>,
  { key, erp }: Company,
  effect: SeenEffect,
): Promise<RefundedSale> {
  const { number, subject: order, generation } = effect;
  const document = documentOf(effect);
  const sent = await book.documentOf(effect.key);
  const lines = sent && 'lines' in sent ? sent.lines.map(soldLine) : [];
  const sale = { key: effect.key, order, generation, document, lines };
  if (document === 'invoice') return { ...sale, invoices: itself(effect) };
  if (number === undefined) return { ...sale, invoices: [] };
  const { status, inPart, total } = (await erp.read('sales-order', number)) ?? {};
  return {
    ...sale,
    ...(status && { status }),
    ...(inPart && { inPart }),
    ...(total && { total }),
    invoices: await crosswalk.invoicesOf(key, number),
  };
}

/** A direct invoice is its own; one that a person made without naming its number can't be credited here. */
function itself({ number, posted, amount }: SeenEffect): RefundedSale['invoices'] {
  const total = posted ?? amount;
  return number !== undefined && total ? [{ number, total }] : [];
}

const soldLine = ({ item, quantity, net, tax, taxCode }: SoldLine): SoldLine => ({ item, quantity, net, tax, taxCode });
