import { expect } from 'vitest';
import { company, until } from '../../support/product.ts';
import { atRest, type Place, type Provoked } from './walk.ts';

export const lines = (sku: string, quantity = 1) => ({ refund_lines: JSON.stringify([{ sku, quantity }]) });
/** A refund that a flow has looked at. */
export async function refunded({ refunds }: Place, payment: string, extra: object = {}): Promise<Provoked> {
  const subject = await refunds.give(payment, extra);
  await refunds.dealtWith(subject);
  return { subject, payment };
}
export const numberOf = (document: Readonly<Record<string, unknown>> | undefined): string =>
  String(document?.['number']);
export const customerOf = async ({ product }: Place, id: string): Promise<string> =>
  (await product.store.crosswalk.customerOf({ company, root: `order/${id}` })) ?? '';

/** The money left once, out of what is named, and nothing is left open with the customer but what is told. */
export const wentBack =
  (amount: number, more: { readonly memos?: readonly number[]; readonly open?: readonly number[] } = {}) =>
  async ({ refunds }: Place, { subject, payment = '' }: Provoked): Promise<void> => {
    await atRest(() => refunds.seen(subject));
    const { memos, cash } = await refunds.held(subject);
    expect(cash.reduce((sum, { totalMinor }) => sum + Number(totalMinor), 0)).toBe(amount);
    expect(memos.map(({ totalMinor }) => totalMinor)).toEqual(more.memos ?? []);
    const open = more.open;
    if (open)
      await until(
        () => refunds.openOf(payment),
        (now) => JSON.stringify(now) === JSON.stringify(open),
      );
  };
