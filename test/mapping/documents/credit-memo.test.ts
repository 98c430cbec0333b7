import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { createMapper } from '../../../src/mapping/create-mapper.ts';
import { faultIn } from '../fault-of.ts';
import { jsonataEvaluator } from '../jsonata-evaluator.ts';
import { by, sampleProfile, withFields } from '../sample-profile.ts';

const euro = (minor: number) => money(minor, 'EUR');
const settings = { evaluator: jsonataEvaluator(), company: 'acme', ledgerCurrency: 'EUR', timeZone: 'Europe/Berlin' };
const line = {
  item: 'AP-1001',
  description: 'T-shirt',
  quantity: 1,
  unitPrice: euro(3_361),
  discount: euro(0),
  net: euro(3_361),
  tax: euro(639),
  taxCode: 'V19',
};
const input = {
  customer: '10001',
  invoice: '80001',
  refund: 're_1',
  reason: 'Too small',
  date: '2026-02-05',
  lines: [line],
  total: euro(4_000),
};
const mapped = async (change = {}, profile = sampleProfile) =>
  (await createMapper({ ...settings, profile }).creditMemo({ ...input, ...change })).document;

describe('a credit memo', () => {
  it('credits lines of an invoice, by the refund that it is for', async () => {
    const { refund, ...same } = input;
    expect(await mapped()).toEqual({ ...same, kind: 'credit-memo', currency: 'EUR', stripeId: refund, extra: {} });
  });

  it('is refused where its lines do not come to its total', async () => {
    expect(await faultIn(mapped({ total: euro(4_001) }))).toMatchObject({ where: 'total' });
    expect(await faultIn(mapped({ total: money(4_000, 'USD') }))).toMatchObject({ where: 'total' });
  });

  it('names the expression that puts it out of balance', async () => {
    const tax = by('mappings/acme/credit-memo.yaml', '{"minor": 1, "currency": "EUR"}');
    const fault = await faultIn(mapped({}, withFields('credit-memo', { lines: { tax } })));
    expect(fault).toMatchObject({ where: 'mappings/acme/credit-memo.yaml lines.tax' });
  });
});
