import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { newReference } from '../contract.ts';
import { everyKind } from '../samples.ts';
import { connected, of } from './system.ts';

const eur = money(119_07, 'EUR');

describe.each(['soap-stateful', 'soap-wrapper'] as const)('posting by %s', (way) => {
  it.each(everyKind)('posts a %s and finds it again', async (kind) => {
    const { erp } = await connected({ default: way });
    const receipt = await erp.post(of.cashReceipt(eur), newReference());
    const invoice = await erp.post(of.invoice(eur), newReference());
    const documents = {
      customer: of.customer('EUR', { stripeId: 'cus_sample00000001' }),
      'sales-order': of.salesOrder(eur),
      invoice: of.invoice(eur),
      'credit-memo': of.creditMemo(eur, invoice.number),
      'cash-receipt': of.cashReceipt(money(1_191, 'JPY')),
      'customer-refund': of.customerRefund(eur, receipt.number),
      'journal-entry': of.journalEntry(eur),
    };
    const reference = newReference();

    const posted = await erp.post(documents[kind], reference);

    expect(posted).toMatchObject({ kind, reference });
    expect(await erp.find(kind, reference)).toEqual(posted);
    expect(await erp.read(kind, posted.number)).toEqual(posted);
  });
});
