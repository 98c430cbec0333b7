import { money } from '../../domain/money.ts';
import type { CreditMemoInput, ReceiptInput } from '../mapper.ts';
import type { Profile } from '../profile/profile.ts';
import { metadataOf } from './asked-of-metadata.ts';
import { sampleDay, sampleTime, type Sample } from './sample.ts';

/** Receipts, refunds and credits: settled in the ledger's currency, as they must be. */
export function sampleCash(profile: Profile, ledgerCurrency: string): readonly Sample[] {
  const metadata = metadataOf(profile);
  const input = (currency: string, more: Partial<ReceiptInput> = {}): ReceiptInput => ({
    charge: 'ch_sample0000000000000001',
    amount: money(13_000, currency),
    settled: {
      txn: 'txn_sample0000000000000001',
      settlement: money(11_900, ledgerCurrency),
      bookedOn: sampleDay,
    },
    customer: '10001',
    date: sampleDay,
    payment: {
      id: 'pi_sample0000000000000001',
      state: 'captured',
      amount: money(13_000, currency),
      metadata,
      createdAt: sampleTime,
      capturedAt: sampleTime,
      method: 'card',
    },
    ...more,
  });
  return [
    { name: 'a receipt', map: (mapper) => mapper.receipt(input(ledgerCurrency)) },
    { name: 'a receipt in yen', map: (mapper) => mapper.receipt(input('JPY')) },
    {
      name: 'a receipt for an order, in a later period',
      map: (mapper) => mapper.receipt(input('EUR', { order: '4711', date: '2026-02-02' })),
    },
    ...(['credit-memo', 'cash-receipt'] as const).map((kind) => ({
      name: `a refund that settles a ${kind}`,
      map: (mapper: Parameters<Sample['map']>[0]) =>
        mapper.refund({ ...input('KWD', { charge: 're_sample0000000000000001' }), settles: { kind, number: '90001' } }),
    })),
    { name: 'a credit memo', map: (mapper) => mapper.creditMemo(credit) },
  ];
}

const euro = (minor: number) => money(minor, 'EUR');
const credit: CreditMemoInput = {
  customer: '10001',
  invoice: '80001',
  refund: 're_sample0000000000000001',
  reason: 'requested_by_customer',
  date: sampleDay,
  lines: [
    {
      item: 'SAMPLE-1',
      description: 'A sample',
      quantity: 3,
      unitPrice: euro(1_121),
      discount: euro(2),
      net: euro(3_361),
      tax: euro(639),
      taxCode: 'S1', // As long as those of SAP.
    },
  ],
  total: euro(4_000),
};
