import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createP21Facade } from '../../../../src/erp/p21/facade/adapter.ts';
import { fakeGateway } from '../fake-gateway.ts';
import { storedApplication, storedOrder, storedReceipt } from './stored.ts';

const reference = 'R000000000000001' as Reference;
const other = 'R000000000000002' as Reference;
const application = { receipt: '5000001', invoice: '3000001', amount: money(119_07, 'USD') };

async function withApplications(...list: object[]) {
  const { asked, options } = await fakeGateway(() => ({ body: storedReceipt({ Applications: { list } }) }));
  return { erp: createP21Facade(options), writes: () => asked.filter(({ method }) => method !== 'GET') };
}

describe('an application', () => {
  it('that is there already is not made again', async () => {
    const { erp, writes } = await withApplications(storedApplication());

    expect(await erp.apply(application, reference)).toMatchObject({ number: '1', reference, status: 'open' });
    expect(writes()).toEqual([]);
  });

  it.each([{ InvoiceNo: '3000002' }, { Amount: '1.00' }])(
    'under our reference with %j is a conflict',
    async (changed) => {
      const { erp } = await withApplications(storedApplication(changed));

      await expect(erp.findApplication(application, reference)).rejects.toMatchObject({ code: 'conflict' });
    },
  );

  it('that was accepted and does not show is a conflict', async () => {
    const { erp } = await withApplications();

    await expect(erp.apply(application, reference)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is named by its reference when it is taken back', async () => {
    const { erp, writes } = await withApplications(storedApplication());
    await expect(erp.unapply(application, other)).rejects.toMatchObject({ code: 'conflict' });

    expect(writes().map(({ body }) => body)).toEqual([
      { InvoiceNo: '3000001', Amount: '119.07', ApplicationReference: reference, Reference: other },
    ]);
  });

  it('is not chosen among two of the same invoice and amount', async () => {
    const { erp, writes } = await withApplications(
      storedApplication(),
      storedApplication({ Reference: 'R3', ApplicationNo: '2' }),
    );

    await expect(erp.unapply(application, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(writes()).toEqual([]);
  });

  it('that is not there can not be taken back', async () => {
    const { erp, writes } = await withApplications(storedApplication({ Unapplied: 'Y' }));

    await expect(erp.unapply(application, other)).rejects.toMatchObject({ code: 'rejected' });
    expect(writes()).toEqual([]);
  });

  it('that was taken back under this reference is not taken back again', async () => {
    const { erp, writes } = await withApplications(storedApplication({ Unapplied: 'Y', UnapplyReference: other }));

    expect(await erp.unapply(application, other)).toMatchObject({ kind: 'undoing', reference: other });
    expect(writes()).toEqual([]);
  });
});

describe('an order', () => {
  const orderThat = async (shown: object) => {
    const { asked, options } = await fakeGateway(() => ({ body: storedOrder(shown) }));
    return { erp: createP21Facade(options), writes: () => asked.filter(({ method }) => method !== 'GET') };
  };

  it('that accepts a hold and does not show it is a conflict', async () => {
    const { erp } = await orderThat({ Hold: 'N' });

    await expect(erp.hold('1000001', 'Review')).rejects.toMatchObject({ code: 'conflict', where: 'Hold' });
  });

  it('that was cancelled can not be released', async () => {
    const { erp, writes } = await orderThat({ Status: 'cancelled' });

    await expect(erp.release('1000001')).rejects.toMatchObject({ code: 'rejected' });
    expect(writes()).toEqual([]);
  });

  it('that a person cancelled first is undone too', async () => {
    const { erp } = await orderThat({ Status: 'cancelled', CancelReference: 'by hand' });

    const how = { because: 'mistake', reason: 'Payment failed', reference, date: '2026-01-30' } as const;
    expect(await erp.undo({ kind: 'sales-order', number: '1000001' }, how)).toMatchObject({ status: 'cancelled' });
  });

  it('that stays open although its cancelling was accepted is a conflict', async () => {
    const { erp } = await orderThat({ Status: 'open' });

    const how = { because: 'mistake', reason: 'Payment failed', reference, date: '2026-01-30' } as const;
    await expect(erp.undo({ kind: 'sales-order', number: '1000001' }, how)).rejects.toMatchObject({ code: 'conflict' });
  });
});
