import { describe, expect, it } from 'vitest';
import { balancesOf, documentOf, order, receipt, wrapped } from './ledger.ts';
import { element, orderOf, startSystem, TODAY } from './system.ts';

const customer = (changes: Readonly<Record<string, string>> = {}) =>
  element('PI_COMPANYDATA', {
    NAME: 'Acme GmbH',
    CITY: 'Berlin',
    COUNTRY: 'DE',
    LANGU_P: 'E',
    NAME_3: 'cus_1',
    NAME_4: 'SCUSTOMER1',
    E_MAIL: 'buyer@example.com',
    CURRENCY: 'USD',
    ...changes,
  }) +
  element('PI_COPYREFERENCE', { SALESORG: '1000', DISTR_CHAN: '10', DIVISION: '00', REF_CUSTMR: '0000000001' }) +
  '<RETURN/>';
const billing =
  element('BILLINGDATAIN', [
    {
      SALESORG: '1000',
      DISTR_CHAN: '10',
      DIVISION: '00',
      DOC_TYPE: 'OR',
      ORDBILLTYP: 'F2',
      SOLD_TO: '0000000001',
      ITEM_CATEG: 'TAN',
      REQ_QTY: '2',
      SALES_UNIT: 'ST',
      CURRENCY: 'EUR',
      PLANT: '1000',
      MATERIAL: 'W-100',
      BILL_DATE: TODAY,
      REF_DOC_L: 'SBILLING1',
      TAX_CLASS1: '1',
    },
  ]) + element('CONDITIONDATAIN', [{ DATA_INDEX: '000001', COND_TYPE: 'PR00', COND_VALUE: '50.00', COND_CURR: 'EUR' }]);

describe('the wrapper functions', () => {
  it('post once for a key, and tell what they posted', async () => {
    const system = await startSystem();
    const parameters = wrapped('SORDER0000000001', orderOf(), 'pi_1');
    const first = await system.call('Z_QTC_ORDER_CREATE', parameters);
    expect(first.messages.at(-1)).toBe('S V1 311');
    const again = await system.call('Z_QTC_ORDER_CREATE', parameters);
    expect(again.text('EV_DOCUMENT')).toBe(first.text('EV_DOCUMENT'));
    expect([first.text('EV_REPEATED'), again.text('EV_REPEATED')]).toEqual(['', 'X']);
    expect((await system.admin('documents'))['salesOrders']).toHaveLength(1);

    const found = await system.call('Z_QTC_FIND', '<IV_KEY>SORDER0000000001</IV_KEY>');
    expect(['EV_FUNCTION', 'EV_DOCUMENT', 'EV_STATUS', 'EV_STRIPE_ID'].map((name) => found.text(name))).toEqual([
      'Z_QTC_ORDER_CREATE',
      first.text('EV_DOCUMENT'),
      'DONE',
      'pi_1',
    ]);
    const other = await system.call('Z_QTC_DOCUMENT_POST', wrapped('SORDER0000000001', documentOf([])));
    expect(other.messages).toEqual(['E ZQTC 001']);
  });

  it('leave neither document nor key when the update fails, and say so', async () => {
    const system = await startSystem();
    await system.admin('behaviour', { commitFails: 1 });
    const lost = await system.call('Z_QTC_ORDER_CREATE', wrapped('K1', orderOf()));
    expect(lost.messages).toEqual(['E ZQTC 005']);
    expect((await system.call('Z_QTC_FIND', '<IV_KEY>K1</IV_KEY>')).text('EV_STATUS')).toBe('');
    await order(system, 'K1');
    expect((await system.admin('documents'))['salesOrders']).toHaveLength(1);
  });

  it('find a key locked when told so', async () => {
    const system = await startSystem();
    await system.admin('behaviour', { lockNext: 1 });
    expect((await system.call('Z_QTC_ORDER_CREATE', wrapped('K1', orderOf()))).messages).toEqual(['E MC 601']);
    await order(system, 'K1');
  });

  it('create customers, who can be read back', async () => {
    const system = await startSystem();
    const created = await system.call('Z_QTC_CUSTOMER_CREATE', wrapped('K1', customer()));
    const number = created.text('EV_DOCUMENT');
    const detail = await system.call('BAPI_CUSTOMER_GETDETAIL2', `<CUSTOMERNO>${number}</CUSTOMERNO>`);
    expect(detail.row('CUSTOMERADDRESS')).toMatchObject({ CUSTOMER: number, NAME: 'Acme GmbH', NAME_4: 'SCUSTOMER1' });
    expect((await system.admin('documents'))['customers']).toContainEqual({
      number: number.replace(/^0+/, ''),
      name: 'Acme GmbH',
      reference: 'SCUSTOMER1',
      stripeId: 'cus_1',
      email: 'buyer@example.com',
      status: 'active',
      currency: 'USD',
    });
    const unknown = await system.call('BAPI_CUSTOMER_GETDETAIL2', '<CUSTOMERNO>0000009999</CUSTOMERNO>');
    expect(unknown.messages).toEqual(['E F2 153']);
    const nameless = await system.call('BAPI_CUSTOMER_CREATEFROMDATA1', customer({ CITY: '' }));
    expect(nameless.messages).toEqual(['E F2 163']);
  });

  it('bill without an order, and cancel it by a document of its own', async () => {
    const system = await startSystem();
    const billed = await system.call('Z_QTC_BILLING_CREATE', wrapped('K1', `${billing}<RETURN/>`));
    const number = billed.text('EV_DOCUMENT');
    expect(await balancesOf(system)).toEqual({ '140000': 11_900, '175000': -1900, '800000': -10_000 });
    expect((await system.admin('documents'))['invoices']).toMatchObject([
      { number: number.replace(/^0+/, ''), reference: 'SBILLING1', totalMinor: 11_900 },
    ]);
    const cancel = (key: string) =>
      system.call(
        'Z_QTC_BILLING_CANCEL',
        wrapped(
          key,
          `<IV_BILLINGDOCUMENT>${number}</IV_BILLINGDOCUMENT><IV_BILLINGDATE>${TODAY}</IV_BILLINGDATE><RETURN/>`,
        ),
      );
    expect((await cancel('K2')).text('EV_DOCUMENT')).not.toBe('');
    expect(await balancesOf(system)).toEqual({});
    expect((await cancel('K3')).messages).toEqual(['E VF 022']);
  });

  it('leave a billing key pending when nobody knows what became of it', async () => {
    const system = await startSystem();
    await system.admin('behaviour', { commitFails: 1 });
    const create = () => system.call('Z_QTC_BILLING_CREATE', wrapped('K1', `${billing}<RETURN/>`));
    const status = async () => (await system.call('Z_QTC_FIND', '<IV_KEY>K1</IV_KEY>')).text('EV_STATUS');
    expect((await create()).messages).toEqual(['E ZQTC 012']);
    expect(await status()).toBe('PENDING');
    expect((await create()).messages).toEqual(['E ZQTC 012']);
    await system.admin('clock', { AdvanceSeconds: 301 });
    expect(await status()).toBe('');
    expect((await create()).text('EV_DOCUMENT')).not.toBe('');
    expect(await status()).toBe('DONE');
  });

  it('forget a key whose billing or clearing was refused', async () => {
    const system = await startSystem();
    const refused = await system.call('Z_QTC_BILLING_CREATE', wrapped('K1', '<RETURN/>'));
    expect(refused.messages).toEqual(['E V1 323']);
    expect((await system.call('Z_QTC_FIND', '<IV_KEY>K1</IV_KEY>')).text('EV_STATUS')).toBe('');
  });
});

describe('standard functions', () => {
  it('lets a billing BAPI commit by itself, on the stateless path', async () => {
    const system = await startSystem();
    const billed = await system.call('BAPI_BILLINGDOC_CREATEMULTIPLE', `${billing}<SUCCESS/><RETURN/>`);
    expect(billed.rows('SUCCESS')).toHaveLength(1);
    expect((await system.admin('documents'))['invoices']).toHaveLength(1);
  });

  it('finds materials, and open items of a customer that the company code knows', async () => {
    const system = await startSystem();
    await receipt(system, 'R1', '1.00');
    const found = await system.call(
      'BAPI_MATERIAL_GETLIST',
      `${element('MATNRSELECTION', [{ SIGN: 'I', OPTION: 'EQ', MATNR_LOW: 'W-100' }])}<MATNRLIST/>`,
    );
    expect(found.rows('MATNRLIST')).toEqual([{ MATERIAL: 'W-100', MATL_DESC: 'Widget, small' }]);
    const unknown = await system.call(
      'BAPI_AR_ACC_GETOPENITEMS',
      '<COMPANYCODE>1000</COMPANYCODE><CUSTOMER>0000009999</CUSTOMER><LINEITEMS/>',
    );
    expect(unknown.messages).toEqual(['E F5102']);
  });
});
