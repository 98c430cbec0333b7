import { XMLParser } from 'fast-xml-parser';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { money, toDecimal } from '../../../../src/domain/money.ts';
import { receiptPosting } from '../../../../src/erp/sap-ecc/bapi/cash.ts';
import { orderPosting } from '../../../../src/erp/sap-ecc/bapi/order.ts';
import { encodeIdoc, type IdocSettings } from '../../../../src/erp/sap-ecc/idoc/documents.ts';
import { line } from '../../samples.ts';
import { of } from '../system.ts';
import { everything, organisation, reference } from './everything.ts';

const settings: IdocSettings = {
  partner: { senderPort: 'QUITTANCE', sender: 'QUITTANCE', receiverPort: 'SAPECC', receiver: 'ECCCLNT100' },
  customers: { accountGroup: 'KUNA', reconciliationAccount: '140000' },
};
/** Just before midnight in Berlin is the day before in London. */
const at = new Date('2026-01-30T23:30:15Z');
const xmlOf = (kind: keyof typeof everything): string =>
  encodeIdoc(kind, everything[kind].posting.parameters, reference, organisation, settings, at);

/** One element a line, for people who review it; nothing else is changed. */
function laidOut(xml: string): string {
  let depth = 0;
  return xml
    .replaceAll('><', '>\n<')
    .split('\n')
    .map((each) => {
      const opens = /^<[A-Z][^>]*>$/.test(each);
      if (each.startsWith('</')) depth -= 1;
      const indented = '  '.repeat(depth) + each;
      if (opens) depth += 1;
      return indented;
    })
    .join('\n');
}

describe('IDocs', () => {
  it.each(Object.keys(everything) as (keyof typeof everything)[])(
    'of a %s are the reviewed ones, to the letter',
    (kind) => {
      const file = new URL(`golden/${kind}.xml`, import.meta.url);

      expect(`${laidOut(xmlOf(kind))}\n`).toBe(readFileSync(file, 'utf8'));
    },
  );

  it.each(Object.keys(everything) as (keyof typeof everything)[])(
    'of a %s are XML, and carry the reference',
    (kind) => {
      const parsed = new XMLParser({ parseTagValue: false }).parse(xmlOf(kind)) as Record<string, never>;

      expect(JSON.stringify(parsed)).toContain(`"ARCKEY":"${reference}"`);
    },
  );

  const amounts = [money(1_191, 'JPY'), money(10_10, 'USD'), money(119_073, 'KWD'), money(1, 'KWD')];
  it.each(amounts)('carry $minor minor units of $currency to the digit', (amount) => {
    const receipt = receiptPosting(of.cashReceipt(amount), reference, organisation, '');
    const order = orderPosting(
      of.salesOrder(amount, { lines: [line('W-100', amount, { taxCode: 'A0' })] }),
      reference,
      organisation,
    );
    const xml = encodeIdoc('cash-receipt', receipt.parameters, reference, organisation, settings, at);

    expect(xml).toContain(`<AMT_DOCCUR>${toDecimal(amount)}</AMT_DOCCUR>`);
    expect(xml).toContain(`<AMT_DOCCUR>-${toDecimal(amount)}</AMT_DOCCUR>`);
    expect(encodeIdoc('sales-order', order.parameters, reference, organisation, settings, at)).toContain(
      `<BETRG>${toDecimal(amount)}</BETRG>`,
    );
  });

  it('of a billing document do not exist', () => {
    expect(() => encodeIdoc('invoice', { BILLINGDATAIN: [] }, reference, organisation, settings, at)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});
