import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { organised } from '../../../src/erp/sap-ecc/organisation.ts';
import { readDocument } from '../../../src/erp/sap-ecc/reading/financial-documents.ts';
import { createRfc } from '../../../src/erp/sap-ecc/soap.ts';
import type { System } from '../../../src/erp/sap-ecc/system.ts';
import { newReference } from '../contract.ts';
import { connected, given, of } from './system.ts';

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

  it('assigns a receipt as its order is, so that F.13 clears the two, and to nothing where no order is there', async () => {
    const { erp, door } = await connected({ default: 'soap-stateful' });
    const reference = newReference();
    const { number } = await erp.post(of.salesOrder(eur), reference);

    const assigned = await erp.post(of.cashReceipt(eur, { order: number }), newReference());
    const alone = await erp.post(of.cashReceipt(eur, { order: '99999999' }), newReference());

    const organisation = organised(given, 'QUITTANCE');
    const rfc = createRfc(door, '/sap/bc/soap/rfc');
    const system = { organisation, rfc, ledgerCurrency: () => Promise.resolve('EUR') } as System;
    const assignmentOf = async (receipt: string) => (await readDocument(system, receipt))?.customers[0]?.assignment;
    expect(await assignmentOf(assigned.number)).toBe(reference);
    expect(await assignmentOf(alone.number)).toBe('');
  });

  it('posts no IDoc without the partners that it goes between', async () => {
    const { erp } = await connected({ default: 'soap-stateful', customer: 'idoc' });

    await expect(erp.post(of.customer('EUR'), newReference())).rejects.toMatchObject({ where: 'idoc' });
  });
});
