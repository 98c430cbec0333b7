import { describe, expect, it } from 'vitest';
import { money } from '../../../../src/domain/money.ts';
import { createOpenItems } from '../../../../src/erp/p21/native/open-items.ts';
import { reading } from './fake-tables.ts';

const invoice = (number: string, more: object = {}) => ({
  invoice_no: number,
  order_no: null,
  po_no: null,
  company_no: 'ACME',
  customer_id: '100',
  invoice_type: 'IN',
  invoice_date: '2026-01-30T00:00:00',
  currency_id: '1',
  total_amount: '119.0700',
  amount_paid: '0E-9',
  paid_in_full_flag: 'N',
  ...more,
});
const receipt = (number: string, more: object = {}) => ({
  receipt_number: `${number}.0000`,
  company_no: 'ACME',
  customer_id: '100.0000',
  receipt_date: '2026-01-31T00:00:00',
  currency_id: '4',
  unapplied_amount: '20.0000',
  reversed_flag: 'N',
  ...more,
});
const ours = (n: string): string => `R${n.padStart(15, '0')}`;
const order = (number: string, front_counter: string, more: object = {}) => ({
  order_no: number,
  company_id: 'ACME',
  po_no: ours(number),
  web_reference_no: `WEB-${number}`,
  front_counter,
  ...more,
});

const tables = {
  invoice_hdr: [
    invoice('1', { order_no: '11', po_no: 'PO-11' }),
    invoice('2', { order_no: '12', po_no: 'PO-12', amount_paid: '19.0700' }),
    invoice('3', { invoice_type: 'CM', po_no: 'MEMO', total_amount: '-50.0000', amount_paid: '-20.0000' }),
    invoice('4', { invoice_type: 'FC', po_no: 'people' }),
    invoice('5', { paid_in_full_flag: 'Y' }),
    invoice('6', { amount_paid: '119.0700' }),
    invoice('7', { customer_id: '101' }),
    invoice('8', { company_no: 'OTHER' }),
  ],
  oe_hdr: [order('11', 'Y'), order('12', 'N')],
  ar_receipts: [
    receipt('21'),
    receipt('22', { reversed_flag: 'Y' }),
    receipt('23', { unapplied_amount: '0.0000' }),
    receipt('24', { customer_id: '101.0000' }),
  ],
  ar_payment_details: [{ receipt_number: '21.0000', company_no: 'ACME', check_number: 'CHECK' }],
};

describe('what is open on a customer', () => {
  it('is owed when positive and his when negative, with our references on what is ours', async () => {
    const open = await createOpenItems(reading(tables)).openItems({ customer: '100' });
    const day = { customer: '100', date: '2026-01-30' };

    expect(open).toEqual([
      { kind: 'invoice', number: '1', open: money(119_07, 'USD'), reference: ours('11'), ...day },
      { kind: 'invoice', number: '2', open: money(100_00, 'USD'), ...day },
      { kind: 'credit-memo', number: '3', open: money(-30_00, 'USD'), reference: 'MEMO', ...day },
      { kind: 'other', number: '4', open: money(119_07, 'USD'), ...day },
      {
        kind: 'cash-receipt',
        number: '21',
        open: money(-20_00, 'EUR'),
        customer: '100',
        date: '2026-01-31',
        reference: 'CHECK',
      },
    ]);
  });

  it('carries the reference of the column that the site chose, or chose before', async () => {
    const first = async (po_no: string, web_reference_no: string) => {
      const oe_hdr = [order('11', 'Y', { po_no, web_reference_no })];
      const native = reading({ ...tables, oe_hdr }, { orderReference: 'web_reference_no' });
      return (await createOpenItems(native).openItems({ customer: '100' }))[0];
    };

    expect(await first('PO 17', ours('1'))).toMatchObject({ number: '1', reference: ours('1') });
    expect(await first(ours('2'), ours('1'))).toMatchObject({ number: '1', reference: ours('1') });
    expect(await first(ours('2'), 'WEB 17')).toMatchObject({ number: '1', reference: ours('2') });
    expect(await first('PO 17', 'WEB 17')).not.toHaveProperty('reference');
  });

  it('is the same although text comes padded, as char columns do', async () => {
    const padded = Object.fromEntries(
      Object.entries(tables).map(([table, rows]) => [
        table,
        rows.map((row) =>
          Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value && `${value}  `])),
        ),
      ]),
    );

    expect(await createOpenItems(reading(padded)).openItems({ customer: '100' })).toEqual(
      await createOpenItems(reading(tables)).openItems({ customer: '100' }),
    );
  });

  it('is nothing for a name that is no number, and nothing is asked', async () => {
    const native = reading(tables);

    expect(await createOpenItems(native).openItems({ customer: 'nobody' })).toEqual([]);
    expect(native.asked).toEqual([]);
  });
});
