import { describe, expect, it } from 'vitest';
import { money } from '../../../../src/domain/money.ts';
import { createFinding } from '../../../../src/erp/sap-ecc/reading/finding.ts';
import { fakeSystem, type Tables } from './fake-rfc.ts';
import { ours, storedBilling } from './stored.ts';

const finding = (tables: Tables, organisation = {}) =>
  createFinding(fakeSystem(tables, {}, organisation).system, () => false);

describe('an invoice that is a billing document', () => {
  const VBRK = [storedBilling('0090000001', { XBLNR: ours }), storedBilling('0090000002', { XBLNR: ours })];
  /** The second was made of an order. */
  const VBRP = [{ VBELN: '0090000002', POSNR: '000010', AUBEL: '0000004711' }];
  const direct = {
    kind: 'invoice',
    number: '90000001',
    reference: ours,
    total: money(119_07, 'USD'),
    customer: '7',
    status: 'open',
  };

  it('is read by its number, with tax', async () => {
    expect(await finding({ VBRK, VBRP }).read('invoice', '90000001')).toEqual(direct);
    expect(await finding({ VBRK, VBRP }).read('invoice', '99999999')).toBeUndefined();
  });

  it('is found by its reference, if SAP did not make it of an order', async () => {
    expect(await finding({ VBRK, VBRP }, { invoices: 'billing' }).find('invoice', ours)).toEqual(direct);
    expect(await finding({ VBRK: VBRK.slice(1), VBRP }, { invoices: 'billing' }).find('invoice', ours)).toBeUndefined();
  });

  it('is a conflict, not absent, where its sales organisation posted into another company code', async () => {
    const erp = finding(
      { VBRK: [storedBilling('0090000001', { XBLNR: ours, BUKRS: '2000' })] },
      { invoices: 'billing' },
    );
    const elsewhere = { code: 'conflict', where: 'companyCode' };

    await expect(erp.find('invoice', ours)).rejects.toMatchObject(elsewhere);
    await expect(erp.read('invoice', '90000001')).rejects.toMatchObject(elsewhere);
  });

  it('is found although its cancellation repeats the reference', async () => {
    const cancelled = [
      storedBilling('0090000001', { XBLNR: ours, FKSTO: 'X' }),
      storedBilling('0090000003', { XBLNR: ours, FKART: 'S1' }),
    ];

    expect(await finding({ VBRK: cancelled }, { invoices: 'billing' }).find('invoice', ours)).toMatchObject({
      number: '90000001',
      status: 'reversed',
    });
  });
});
