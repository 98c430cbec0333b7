import { expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createOData } from '../../../../src/erp/sap-ecc/odata/client.ts';
import { createODataInterface } from '../../../../src/erp/sap-ecc/odata/interface.ts';
import { fakeSap } from '../fake-sap.ts';
import { organisation } from '../idoc/everything.ts';
import { fakeSystem } from '../reading/fake-rfc.ts';

const service = '/sap/opu/odata/sap/ZQUITTANCE_SRV';
const [made, undoing] = ['R000000000000001', 'R000000000000002'] as Reference[] as [Reference, Reference];
const application = { receipt: '1400000012-1000-2026', invoice: '90000123', amount: money(119_07, 'EUR') };
/** A billing document, and what it posted. */
const VBRK = [
  {
    VBELN: '0090000123',
    FKART: 'F2',
    FKDAT: '20260202',
    ERDAT: '20260202',
    ERZET: '091500',
    KUNAG: '0000100500',
    WAERK: 'EUR',
    NETWR: '100.06',
    MWSBK: '19.01',
    FKSTO: '',
    BUKRS: '1000',
    GJAHR: '2026',
    BELNR: '0090000123',
  },
];
const VBRP = [{ VBELN: '0090000123', POSNR: '000010', AUBEL: '0000004711', MATNR: 'W-100' }];
const T001 = [{ BUKRS: '1000', BUTXT: 'Acme', WAERS: 'EUR', OPVAR: '1000' }];
const T001B = [{ BUKRS: '1000', MKOAR: '+', FRPE1: '001', FRYE1: '2026', TOPE1: '012', TOYE1: '2026' }];

/** A deposit with one clearing; the first PATCHes of it meet somebody who was quicker. */
async function cleared(stale: number) {
  let [reset, patches] = [false, 0];
  const { asked, door } = await fakeSap(({ method, headers }) => {
    if (headers['x-csrf-token'] === 'Fetch') return { headers: { 'x-csrf-token': 'token' }, body: '{"d":{}}' };
    if (method === 'PATCH') {
      if ((patches += 1) <= stale) return { status: 412 };
      reset = true;
      return { status: 204 };
    }
    const clearing = {
      __metadata: { etag: 'W/"1"' },
      Clearing: '140000009910002026',
      Reference: made,
      Customer: '0000100500',
      Credit: '140000001210002026',
      Debit: '009000012310002026',
      Amount: '119.0700',
      Currency: 'EUR',
      PostingDate: '/Date(1769990400000)/',
      ...(reset && { ResetReference: undoing, ResetDocument: '140000010010002026' }),
    };
    return { body: JSON.stringify({ d: { results: [clearing] } }) };
  });
  const { system } = fakeSystem({ VBRK, VBRP, T001, T001B }, {}, organisation);
  const none = () => Promise.reject(new Error('Nothing is encoded here'));
  return { erp: createODataInterface({ system, odata: createOData(door, service), encode: none }), asked };
}

it('knows a clearing of a billing document by the financial document that it posted', async () => {
  const { erp } = await cleared(0);

  expect(await erp.findApplication(application, made)).toMatchObject({ kind: 'application', status: 'open' });
  await expect(erp.findApplication({ ...application, invoice: '90000999' }, made)).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('takes a clearing back on its ETag, once more when somebody was quicker, and is busy then', async () => {
  const once = await cleared(1);
  const twice = await cleared(2);

  expect(await once.erp.unapply(application, undoing)).toMatchObject({
    kind: 'undoing',
    number: '1400000100-1000-2026',
    status: 'reversed',
  });
  const patches = once.asked.filter(({ method }) => method === 'PATCH');
  expect(patches).toHaveLength(2);
  expect(JSON.parse(patches[1]?.body ?? '')).toEqual({ ResetReference: undoing, PostingDate: '2026-02-02T00:00:00' });
  await expect(twice.erp.unapply(application, undoing)).rejects.toMatchObject({ code: 'busy' });
});
