import { describe, expect, it } from 'vitest';
import type { CashReceipt } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import type { ErpReceipt } from '../../../../src/erp/port.ts';
import { receiptPosting } from '../../../../src/erp/sap-ecc/bapi/cash.ts';
import { createIdocPosting } from '../../../../src/erp/sap-ecc/idoc/posting.ts';
import type { Fields } from '../../../../src/erp/sap-ecc/rfc.ts';
import { fakeSap } from '../fake-sap.ts';
import { fakeSystem } from '../reading/fake-rfc.ts';
import { of } from '../system.ts';
import { organisation, reference } from './everything.ts';

const idoc = '0000000000001234';
const path = '/sap/bc/idoc_xml';
const settings = {
  partner: { senderPort: 'QUITTANCE', sender: 'QUITTANCE', receiverPort: 'SAPECC', receiver: 'ECCCLNT100' },
  customers: { accountGroup: 'KUNA', reconciliationAccount: '140000' },
};
const stored: Fields = { DOCNUM: idoc, STATUS: '64', MESTYP: 'ACC_DOCUMENT', ARCKEY: reference };
const status = (COUNTR: string, STATUS: string, more: Fields = {}): Fields => ({
  DOCNUM: idoc,
  COUNTR,
  STATUS,
  ...more,
});
const onTheWay = [status('1', '50'), status('2', '64')];
const posted = status('3', '53', { STAMID: 'RW', STAMNO: '605', STAPA1: '140000001210002026' });
const document = of.cashReceipt(money(119_07, 'EUR'));
const item = { BUKRS: '1000', BELNR: '1400000012', GJAHR: '2026', WAERS: 'EUR', WRBTR: '119.07', DMBTR: '119.07' };
const standing = {
  BKPF: [
    {
      BUKRS: '1000',
      BELNR: '1400000012',
      GJAHR: '2026',
      BLART: 'DZ',
      BLDAT: '20260130',
      BUDAT: '20260130',
      XBLNR: reference,
      STBLG: '',
      STJAH: '0000',
      BKTXT: 'Stripe ch_sample',
      WAERS: 'EUR',
      AWTYP: 'BKPFF',
    },
  ],
  BSID: [{ ...item, KUNNR: '0000100500', BUZEI: '002', SHKZG: 'H', ZUONR: '', UMSKZ: '', SGTXT: '' }],
  BSIS: [{ ...item, HKONT: '0000113100', BUZEI: '001', SHKZG: 'S', ZUONR: '', SGTXT: '' }],
};
const receipt: ErpReceipt = { kind: 'cash-receipt', number: '1400000012-1000-2026', reference };

type Setting = {
  readonly idocs?: readonly Fields[];
  /** What EDIDS holds, each time that it is asked; the last one stays. */
  readonly statuses?: readonly (readonly Fields[])[];
  readonly answer?: { readonly status?: number; readonly body?: string };
  readonly found?: ErpReceipt;
  readonly callMs?: number;
  readonly sent?: CashReceipt;
};

async function posting({ idocs = [], statuses = [[]], answer, found, callMs = 5_000, sent = document }: Setting) {
  const { asked, door } = await fakeSap(() => answer ?? { body: `<html><body>IDoc number(s): ${idoc}</body></html>` });
  const rest = [...statuses];
  const tables = {
    ...standing,
    EDIDC: idocs,
    get EDIDS() {
      return (rest.length > 1 ? rest.shift() : rest[0]) ?? [];
    },
  };
  const { system, called } = fakeSystem(tables, {}, organisation);
  const reading = {
    find: () => Promise.resolve(found),
    read: () => Promise.resolve(receipt),
  };
  const port = createIdocPosting({
    system: { ...system, within: (call) => call?.signal ?? AbortSignal.timeout(callMs) },
    door,
    path,
    settings,
    encode: () => Promise.resolve(receiptPosting(sent, reference, organisation, '')),
    reading,
  });
  return { port, asked, called };
}

describe('a document that is posted by IDoc', () => {
  it('is stored, waited for, and read back', async () => {
    const { port, asked } = await posting({ statuses: [[], onTheWay, [...onTheWay, posted]] });

    expect(await port.post(document, reference)).toMatchObject({ ...receipt, total: money(119_07, 'EUR') });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', path });
    expect(asked[0]?.query.get('sap-client')).toBe('100');
    expect(asked[0]?.headers).toMatchObject({
      'content-type': 'application/xml',
      authorization: 'Basic c2FwOnNlY3JldA==',
    });
    expect(asked[0]?.body).toContain(`<ARCKEY>${reference}</ARCKEY>`);
  });

  it('is refused by what its status says, not by the cover message', async () => {
    const cover = status('3', '51', { STAMID: 'RW', STAMNO: '609', STATXT: 'Error in document: &1 &2 &3' });
    const cause = status('4', '51', {
      STAMID: 'F5',
      STAMNO: '201',
      STAPA1: '012',
      STAPA2: '2025',
      STATXT: 'Posting period & & is not open',
    });
    const { port } = await posting({ statuses: [[...onTheWay, cover, cause]] });

    await expect(port.post(document, reference)).rejects.toMatchObject({
      code: 'rejected',
      where: 'Date',
      message: expect.stringMatching(/Posting period 012 2025 is not open \(F5 201\); set IDoc \d{16} to 68/) as string,
    });
  });

  it.each(['MC 601', 'F2 042', 'V1 042'])(
    'waits for a person, not for a lock (%s): SAP may process it again',
    async (said) => {
      const [STAMID = '', STAMNO = ''] = said.split(' ');
      const { port } = await posting({
        statuses: [[...onTheWay, status('3', '51', { STAMID, STAMNO, STATXT: 'Locked by user &', STAPA1: 'BATCH' })]],
      });

      await expect(port.post(document, reference)).rejects.toMatchObject({
        code: 'rejected',
        message: expect.stringContaining(`set IDoc ${idoc} to 68, or process it in BD87, then retry`) as string,
      });
    },
  );

  it('is of unknown outcome when it is still under way as the time is over', async () => {
    const { port } = await posting({ statuses: [onTheWay], callMs: 250 });

    await expect(port.post(document, reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it('is of unknown outcome when the answer names no IDoc, or is an error', async () => {
    for (const answer of [{ body: '<html>Welcome</html>' }, { status: 500, body: '<html>Dump</html>' }]) {
      const { port } = await posting({ answer });

      await expect(port.post(document, reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
    }
  });

  it('is unauthorized with a wrong password', async () => {
    const { port } = await posting({ answer: { status: 401, body: '<html>Logon failed</html>' } });

    await expect(port.post(document, reference)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is for a person when SAP posted something else than was sent', async () => {
    const { port } = await posting({ statuses: [[posted]], sent: of.cashReceipt(money(119_08, 'EUR')) });

    await expect(port.post(of.cashReceipt(money(119_08, 'EUR')), reference)).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('an earlier attempt by IDoc', () => {
  const ready = stored;
  const done = { ...stored, STATUS: '53' };
  const refused = { ...stored, STATUS: '51' };
  const second = (fields: Fields): Fields => ({ ...fields, DOCNUM: '0000000000001235' });

  it('is asked for again later while its IDoc is under way, however long that takes', async () => {
    const { port } = await posting({ idocs: [ready] });

    await expect(port.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'busy' });
  });

  it('is found by the number that its status tells', async () => {
    const { port } = await posting({ idocs: [done], statuses: [[...onTheWay, posted]] });

    expect(await port.find('cash-receipt', reference)).toEqual(receipt);
  });

  it('is found beside others that were refused', async () => {
    const { port } = await posting({ idocs: [second(refused), done], statuses: [[posted]] });

    expect(await port.find('cash-receipt', reference)).toEqual(receipt);
  });

  it('posted nothing when its IDoc was dropped by a person, or there is none', async () => {
    for (const idocs of [[], [{ ...stored, STATUS: '68' }], [{ ...stored, STATUS: '70' }]]) {
      const { port } = await posting({ idocs });

      expect(await port.find('cash-receipt', reference)).toBeUndefined();
    }
  });

  it.each(['51', '56', '60', '63', '65', '69'])(
    'is for a person to end while its IDoc is refused with status %s: it may still be processed',
    async (STATUS) => {
      const { port } = await posting({ idocs: [{ ...stored, STATUS }] });

      await expect(port.find('cash-receipt', reference)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining(`set IDoc ${idoc} to 68, or process it in BD87`) as string,
      });
    },
  );

  it('is found as a document although its IDoc says that it was refused', async () => {
    const { port } = await posting({ idocs: [refused], found: receipt });

    expect(await port.find('cash-receipt', reference)).toEqual(receipt);
  });

  it('is looked for among all documents when no IDoc stands for it', async () => {
    const { port } = await posting({ found: receipt });

    expect(await port.find('cash-receipt', reference)).toEqual(receipt);
  });

  it('is for a person to decide when two IDocs may have posted it', async () => {
    for (const idocs of [
      [done, second(done)],
      [done, second(ready)],
    ]) {
      const { port } = await posting({ idocs, statuses: [[posted]] });

      await expect(port.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  it('is for a person when SAP posted only a part, or does not say what', async () => {
    const partly = [{ ...stored, STATUS: '52' }];
    for (const statuses of [[[status('3', '52')]], [[status('3', '53', { STAPA1: '$' })]]]) {
      const { port } = await posting({ idocs: partly, statuses });

      await expect(port.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  it('of another message type is not taken for it', async () => {
    const { port } = await posting({ idocs: [{ ...ready, MESTYP: 'ORDERS' }] });

    expect(await port.find('cash-receipt', reference)).toBeUndefined();
  });
});
