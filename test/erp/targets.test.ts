import { describe, expect, it } from 'vitest';
import type { Reference } from '../../src/domain/documents.ts';
import { money } from '../../src/domain/money.ts';
import type { ExtraField } from '../../src/domain/target.ts';
import { kinds } from '../../src/erp/p21/facade/kinds.ts';
import { targetOf } from '../../src/erp/targets.ts';
import { everyKind } from './samples.ts';
import { of } from './p21/ground.ts';

const facade = targetOf({ adapter: 'p21', dialect: 'facade' });
const native = (customerColumn?: string) =>
  targetOf({
    adapter: 'p21',
    dialect: 'native',
    site: { profile: customerColumn === undefined ? {} : { customerColumn } },
  });
const usd = money(100_00, 'USD');
const documents = {
  customer: of.customer('USD'),
  'sales-order': of.salesOrder(usd),
  invoice: of.invoice(usd),
  'credit-memo': of.creditMemo(usd, '1'),
  'cash-receipt': of.cashReceipt(usd),
  'customer-refund': of.customerRefund(usd, '1'),
  'journal-entry': of.journalEntry(usd),
};
const filled = (fields: readonly ExtraField[], length: (field: ExtraField) => number) =>
  Object.fromEntries(
    fields.map((field) => [field.name.endsWith('.') ? `${field.name}own` : field.name, 'x'.repeat(length(field))]),
  );

describe('what an ERP takes', () => {
  it('is known of every kind of document, by dialect', () => {
    for (const target of [facade, native()])
      expect(Object.keys(target.documents).sort()).toEqual([...everyKind].sort());
    expect([facade.name, native().name]).toEqual(['p21/facade', 'p21/native']);
  });

  it.each(everyKind)('is what the encoder of a %s takes: every field as long as it says, and no longer', (kind) => {
    const { extra } = facade.documents[kind];
    const encode = (length: (field: ExtraField) => number, fields = extra) =>
      kinds[kind].encode({ ...documents[kind], extra: filled(fields, length) }, 'R000000000000001' as Reference, {
        company: 'ACME',
      });

    expect(() => encode(({ max }) => max)).not.toThrow();
    for (const field of extra) expect(() => encode(({ max }) => max + 1, [field])).toThrow(/Shorten it/);
  });

  it('differs by what a site has set up', () => {
    expect(native().documents.customer.lacks).toContain('stripe_id');
    expect(native('quittance_stripe_id').documents.customer.lacks).not.toContain('stripe_id');
    expect(native().documents['sales-order'].lacks).toContain('line.revenue_account');
    expect(facade.documents['sales-order'].lengths).toMatchObject({ 'line.description': 255, 'ship_to.city': 255 });
  });
});
