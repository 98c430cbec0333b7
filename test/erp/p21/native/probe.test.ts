import { describe, expect, it } from 'vitest';
import { ErpError } from '../../../../src/erp/errors.ts';
import type { DefinedElement } from '../../../../src/erp/p21/native/definition.ts';
import type { Native } from '../../../../src/erp/p21/native/native.ts';
import type { Query } from '../../../../src/erp/p21/native/odata.ts';
import { createP21Probe } from '../../../../src/erp/p21/native/probe.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { ground, reading, site } from './fake-tables.ts';

const form = (name: string, fields: string): DefinedElement => ({ name, type: 'Form', fields: fields.split(' ') });
const services: Readonly<Record<string, readonly DefinedElement[]>> = {
  Order: [
    form(
      'TABPAGE_1.order',
      'order_no customer_id sales_loc_id source_loc_id ship_to_id order_date requested_date po_no job_name currency_id ' +
        'approved cancel_flag fc_create_invoice ufc_stripe_id ufc_payment_state ufc_paid_on',
    ),
    form('TP_ITEMS.items', 'user_line_no oe_order_item_id unit_quantity unit_price extended_desc tax_group_id'),
  ],
  CashReceipts: [form('TABPAGE_1.receipt', Object.values(fieldsOf('cash-receipt')).join(' '))],
  CustomerRefund: [form('TABPAGE_1.refund', Object.values(fieldsOf('customer-refund')).join(' '))],
  ARCreditMemo: [
    form('TABPAGE_1.memo', Object.values(fieldsOf('credit-memo')).join(' ')),
    form('TP_ITEMS.items', Object.values(fieldsOf('credit-memo')).join(' ')),
  ],
  OpenCreditApplication: [
    form('TABPAGE_1.credit', 'receipt_number'),
    form('TP_INVOICES.invoices', 'apply_desc invoice_no amount_applied unapply_desc'),
  ],
  ReverseARPayment: [form('TABPAGE_1.payment', 'receipt_number reversal_date reversal_desc')],
};
function fieldsOf(role: 'cash-receipt' | 'customer-refund' | 'credit-memo') {
  const way = site.ways[role];
  return way.by === 'transaction' ? way.fields : {};
}

const fitting = (
  of: (service: string) => readonly DefinedElement[] | undefined = (service) => services[service],
  more: Partial<Site> = {},
) => {
  const native: Native = reading({}, more);
  const definition = async (service: string) => Promise.resolve(of(service));
  return createP21Probe({ ...native, transactions: { ...native.transactions, definition } });
};

describe('the services of a site', () => {
  it('fit its file where each has every field that is sent', async () => expect(await fitting().unfit()).toEqual([]));

  it('that are gone, locked or lack fields are named with what is wrong', async () => {
    const changed = (service: string) => {
      if (service === 'CashReceipts') throw new ErpError('unauthorized', 'Window <<Cash>> is not available');
      if (service === 'CustomerRefund') return undefined;
      if (service === 'ARCreditMemo') return [form('TABPAGE_1.memo', Object.values(fieldsOf('credit-memo')).join(' '))];
      return services[service];
    };

    expect(await fitting(changed, { orderReference: 'web_reference_no' }).unfit()).toEqual([
      { role: 'sales-order', service: 'Order', problem: 'lacks', lacks: ['web_reference_no'] },
      {
        role: 'cash-receipt',
        service: 'CashReceipts',
        problem: 'forbidden',
        why: 'Window <<Cash>> is not available',
      },
      { role: 'customer-refund', service: 'CustomerRefund', problem: 'not there' },
      { role: 'credit-memo', service: 'ARCreditMemo', problem: 'lacks', lacks: ['TP_ITEMS.items'] },
    ]);
  });

  it('are looked at only where the file names one', async () => {
    const none = { by: 'none' } as const;
    const ways = { 'cash-receipt': none, 'customer-refund': none, 'credit-memo': none, application: none };

    expect(await fitting((service) => (service === 'Order' ? services['Order'] : undefined), { ways }).unfit()).toEqual(
      [],
    );
  });

  it('are not judged by a site that does not answer', async () => {
    const down = () => {
      throw new ErpError('unavailable', 'did not leave');
    };
    await expect(fitting(down).unfit()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

/** Every table gives nothing, but those that fail. */
function tables(failing: Readonly<Record<string, ErpError>>, of: Site = site) {
  const asked: (readonly [string, Query])[] = [];
  const rows = async (table: string, query: Query) => {
    asked.push([table, query]);
    if (failing[table]) throw failing[table];
    return Promise.resolve([]);
  };
  const native = ground({ rows, pages: () => (async function* () {})() });
  return { asked, probe: createP21Probe({ ...native, site: of }) };
}

describe('the tables of a site', () => {
  it('are asked for one row each, and those that may not be read or lack a column are named', async () => {
    const forbidden = 'GET /odata gl was answered 403: User q has no Dataservice permission for table gl';
    const lacking = "GET /odata oe_hdr was answered 400: Could not find a property named 'web_reference_no'";
    const { asked, probe } = tables({
      gl: new ErpError('unauthorized', forbidden, { where: 'gl' }),
      oe_hdr: new ErpError('unavailable', lacking, { where: 'oe_hdr' }),
    });

    expect(await probe.unreadable()).toEqual([
      { table: 'oe_hdr', code: 'unavailable', why: lacking },
      { table: 'gl', code: 'unauthorized', why: forbidden },
    ]);
    expect(asked.every(([, query]) => query.atMost === 1)).toBe(true);
    expect(asked.map(([table]) => table)).toEqual(expect.arrayContaining(['company', 'customer_ud', 'oe_hdr_ud']));
  });

  it('of user-defined columns are asked for only where the site has named one', async () => {
    const { customerColumn: _, paymentColumns: __, ...bare } = site;
    const { asked, probe } = tables({}, bare);
    await probe.unreadable();

    expect(asked.map(([table]) => table).filter((table) => table.endsWith('_ud'))).toEqual([]);
  });

  it('are not judged by a site that does not answer', async () => {
    const { probe } = tables({
      company: new ErpError('unavailable', 'GET /odata company did not leave: ECONNREFUSED'),
    });

    await expect(probe.unreadable()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
