import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../src/domain/documents.ts';
import { money } from '../../../src/domain/money.ts';
import type { SapInterfaces } from '../../../src/erp/capabilities.ts';
import { customerPosting } from '../../../src/erp/sap-ecc/bapi/customer.ts';
import { orderPosting } from '../../../src/erp/sap-ecc/bapi/order.ts';
import { sapEccTarget } from '../../../src/erp/sap-ecc/target.ts';
import { targetOf } from '../../../src/erp/targets.ts';
import { line } from '../samples.ts';
import { organisation } from './idoc/everything.ts';
import { of } from './system.ts';

const reference = 'R000000000000001' as Reference;
const eur = money(10_00, 'EUR');
const target = sapEccTarget({ default: 'soap-wrapper' }, 'fi').documents;
const customerFields = target.customer.lengths;
const long = (name: string, lengths: Readonly<Record<string, number>>): string => 'x'.repeat(lengths[name] ?? 0);

describe('what SAP says that it takes', () => {
  it('is taken whole, of a customer', () => {
    const text = (name: string): string => long(name, customerFields);
    const address = {
      line1: text('address.line1'),
      city: text('address.city'),
      state: text('address.state'),
      postalCode: text('address.postal_code'),
      country: 'DE',
    };
    const customer = of.customer('EUR', { name: text('name'), email: text('email'), address });

    expect(customerPosting(customer, reference, organisation).parameters['PI_COMPANYDATA']).toMatchObject({
      NAME: 'x'.repeat(35),
      NAME_2: 'x'.repeat(35),
      E_MAIL: text('email'),
      STREET: address.line1,
      CITY: address.city,
      REGION: address.state,
      POSTL_COD1: address.postalCode,
    });
  });

  it('is taken whole, of an order', () => {
    const { lengths, extra } = target['sales-order'];
    const sold = line(long('line.item', lengths), eur, {
      description: long('line.description', lengths),
      taxCode: 'A0',
      revenueAccount: '800100',
    });
    const filled = Object.fromEntries(extra.map(({ name }) => [name, 'text']));

    const { parameters } = orderPosting(of.salesOrder(eur, { lines: [sold], extra: filled }), reference, organisation);

    expect(parameters['ORDER_ITEMS_IN']).toMatchObject([{ MATERIAL: sold.item, SHORT_TEXT: sold.description }]);
    expect(JSON.stringify(parameters)).not.toContain('800100');
  });

  it('is all that it takes', () => {
    const order = of.salesOrder(eur, { lines: [line('W-100', eur, { taxCode: 'A0' })], extra: { Taker: 'ME' } });

    expect(() => orderPosting(order, reference, organisation)).toThrow(/Taker.*it takes Notes/);
  });
});

describe('what SAP has no place for', () => {
  const lacksOf = (interfaces: SapInterfaces) => sapEccTarget(interfaces, 'fi').documents.customer.lacks;

  it('is a VAT number where the standard function keeps customers', () => {
    expect(lacksOf({ default: 'soap-stateful' })).toContain('tax_id');
    expect(lacksOf({ default: 'soap-stateful', customer: 'odata' })).not.toContain('tax_id');
  });

  it('is a revenue account in orders and billing documents, which SD determines', () => {
    const billed = targetOf({ adapter: 'sap-ecc', interfaces: { default: 'soap-wrapper' }, invoices: 'billing' });

    expect(billed.documents.invoice.lacks).toContain('line.revenue_account');
    expect(target['sales-order'].lacks).toContain('line.revenue_account');
    expect(target.invoice.lacks).not.toContain('line.revenue_account');
    expect(target['credit-memo'].lacks).toEqual([]);
  });
});
