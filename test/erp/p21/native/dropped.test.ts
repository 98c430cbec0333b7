import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reference, SalesOrder } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { newReference } from '../../contract.ts';
import { line } from '../../samples.ts';
import { ground, of } from '../ground.ts';
import { startNative } from './sandboxed.ts';

const usd = (minor: number) => money(minor, 'USD');
/** The last line costs nothing: without it the total is the same. */
const order = (): SalesOrder => ({
  ...of.salesOrder(usd(119_07)),
  lines: [119_07, 4_950, 0].map((minor) => line(ground.item, usd(minor))),
  total: usd(168_57),
});

describe('an order of which Prophet 21 dropped a line, and called it a success', () => {
  let box: Awaited<ReturnType<typeof startNative>>;
  beforeEach(async () => {
    box = await startNative({ simulated: { habits: { droppedLineEvery: 1 } } });
  });
  afterEach(() => box.close());

  const linesOf = async (number: string): Promise<number> => {
    const reply = await fetch(`${box.url}/api/v2/salesorders/${number}`, { headers: await authorised() });
    const { Lines } = (await reply.json()) as { readonly Lines: { readonly list: readonly unknown[] } };
    return Lines.list.length;
  };
  async function authorised(): Promise<Record<string, string>> {
    const login = { username: 'quittance', password: 'sandbox' };
    const reply = await fetch(`${box.url}/api/security/token/`, {
      method: 'POST',
      headers: { accept: 'application/json', ...login },
    });
    const { AccessToken } = (await reply.json()) as { readonly AccessToken: string };
    return { authorization: `Bearer ${AccessToken}` };
  }
  async function lostOrder(): Promise<Reference> {
    const reference = newReference();
    await box.disturb('write', 'reply lost after commit');
    await expect(box.erp.post(order(), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
    return reference;
  }

  it('is made whole when it is posted', async () => {
    const { number } = await box.erp.post(order(), newReference());

    expect(await linesOf(number)).toBe(3);
  });

  it('is made whole when it is found, its reply having been lost', async () => {
    const reference = await lostOrder();

    const found = await box.erp.find('sales-order', reference, { sent: order() });

    expect(found).toMatchObject({ reference, total: usd(168_57) });
    expect(await linesOf(found?.number ?? '')).toBe(3);
    expect(await box.countOf('sales-order', reference)).toBe(1);
  });

  it('is only looked at by whoever does not know what was sent', async () => {
    const reference = await lostOrder();

    const found = await box.erp.find('sales-order', reference);

    expect(await linesOf(found?.number ?? '')).toBe(2);
  });

  it('is a conflict when it is another order than was sent', async () => {
    const reference = await lostOrder();
    const [first, ...others] = order().lines;
    const other = { ...order(), lines: [{ ...(first ?? line(ground.item, usd(1))), quantity: 2 }, ...others] };

    await expect(box.erp.find('sales-order', reference, { sent: other })).rejects.toMatchObject({
      code: 'conflict',
      where: expect.stringContaining('unit_quantity') as string,
    });
  });
});
