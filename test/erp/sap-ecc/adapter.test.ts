import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { organised } from '../../../src/erp/sap-ecc/organisation.ts';
import { createDigits } from '../../../src/erp/sap-ecc/reading/currencies.ts';
import { readDocument } from '../../../src/erp/sap-ecc/reading/financial-documents.ts';
import { createRfc } from '../../../src/erp/sap-ecc/soap.ts';
import type { System } from '../../../src/erp/sap-ecc/system.ts';
import { newReference } from '../contract.ts';
import { connected, given, ground, of } from './system.ts';

const eur = money(119_07, 'EUR');

describe('the adapter of SAP ECC', () => {
  it('reads the password at every call, so that a rotated one works without a restart', async () => {
    let password = 'wrong';
    const auth = { kind: 'basic', username: 'QUITTANCE', password: () => password } as const;
    const { erp } = await connected({ default: 'soap-wrapper' }, { auth });

    await expect(erp.ping()).rejects.toMatchObject({ code: 'unauthorized' });
    password = 'sandbox';
    expect(await erp.ping()).toMatchObject({ ledgerCurrency: 'EUR' });
  });

  it('is unauthorized where the password can not be read', async () => {
    const password = (): string => {
      throw new Error('SAP_PASSWORD is not set');
    };
    const auth = { kind: 'basic', username: 'QUITTANCE', password } as const;
    const { erp, seen } = await connected({ default: 'soap-wrapper' }, { auth });

    await expect(erp.ping()).rejects.toMatchObject({ code: 'unauthorized', message: 'SAP_PASSWORD is not set' });
    expect(seen).toEqual(['RFC_READ_TABLE']);
  });

  it('posts each kind by its own interface, and changes by another', async () => {
    const { erp, seen } = await connected({
      default: 'soap-wrapper',
      'cash-receipt': 'soap-stateful',
      changes: 'soap-stateful',
    });

    await erp.post(of.cashReceipt(eur), newReference());
    const { number } = await erp.post(of.salesOrder(eur), newReference());
    await erp.hold(number, 'Review');

    expect(seen.filter((route) => /^(BAPI_(ACC|SALES)|Z_QTC).*(POST|CREATE|CHANGE)/.test(route))).toEqual([
      'BAPI_ACC_DOCUMENT_POST',
      'Z_QTC_ORDER_CREATE',
      'BAPI_SALESORDER_CHANGE',
    ]);
  });

  it('posts down payments by the wrapper alone', async () => {
    const organisation = { ...given, deposits: 'special-gl' } as const;
    const wrapper = await connected({ default: 'soap-wrapper' }, { organisation });
    const stateful = await connected({ default: 'soap-stateful' }, { organisation });
    const reference = newReference();

    expect(await wrapper.erp.post(of.cashReceipt(eur), reference)).toMatchObject({ reference, total: eur });
    await expect(stateful.erp.post(of.cashReceipt(eur), reference)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('assigns a receipt as its order or direct invoice is, so that F.13 clears the two, and to nothing where none is there', async () => {
    const { erp, door } = await connected({ default: 'soap-stateful' });
    const reference = newReference();
    const { number } = await erp.post(of.salesOrder(eur), reference);

    const assigned = await erp.post(of.cashReceipt(eur, { order: number }), newReference());
    const ofInvoice = newReference();
    await erp.post(of.invoice(eur), ofInvoice);
    const direct = await erp.post(of.cashReceipt(eur, { sale: ofInvoice }), newReference());
    const alone = await erp.post(of.cashReceipt(eur, { order: '99999999' }), newReference());

    const organisation = organised(given, 'QUITTANCE');
    const rfc = createRfc(door, '/sap/bc/soap/rfc');
    const [ledgerCurrency, digits] = [() => Promise.resolve('EUR'), createDigits(rfc)];
    const system = { organisation, rfc, ledgerCurrency, digits } as System;
    const assignmentOf = async (receipt: string) => (await readDocument(system, receipt))?.customers[0]?.assignment;
    expect(await assignmentOf(assigned.number)).toBe(reference);
    expect(await assignmentOf(direct.number)).toBe(ofInvoice);
    expect(await assignmentOf(alone.number)).toBe('');
  });

  it.each(['soap-stateful', 'soap-wrapper', 'odata', 'idoc'] as const)(
    'refuses by %s an amount that SAP has no digits for, before anything is sent',
    async (way) => {
      const idoc = {
        partner: { senderPort: 'Q', sender: 'Q', receiverPort: 'SAPECC', receiver: 'ECCCLNT100' },
        customers: { accountGroup: '0001', reconciliationAccount: '140000' },
      };
      const { erp, seen } = await connected({ default: way }, { idoc });
      const half = money(5_000_50, 'UGX');
      const refusal = { code: 'invalid', where: 'Currency' };

      await expect(erp.post(of.cashReceipt(half), newReference())).rejects.toMatchObject(refusal);
      await expect(erp.post(of.salesOrder(half), newReference())).rejects.toMatchObject(refusal);
      expect(new Set(seen)).toEqual(new Set(['RFC_READ_TABLE']));
    },
  );

  it('refuses a rounding line that SAP has no digits for', async () => {
    const { erp } = await connected({ default: 'soap-wrapper' });
    const { number } = await erp.post(of.salesOrder(money(5_000_00, 'UGX')), newReference());
    const add = { item: 'ROUNDING', description: 'Rounding', amount: money(50, 'UGX'), taxCode: ground.noTax };

    await expect(erp.reduce(number, [{ add }], newReference())).rejects.toMatchObject({
      code: 'invalid',
      where: 'Currency',
    });
  });

  it('posts no IDoc without the partners that it goes between', async () => {
    const { erp } = await connected({ default: 'soap-stateful', customer: 'idoc' });

    await expect(erp.post(of.customer('EUR'), newReference())).rejects.toMatchObject({ where: 'idoc' });
  });
});
