import { expect, it } from 'vitest';
import { add, money } from '../../../src/domain/money.ts';
import { bare, keyOf } from '../../../src/erp/sap-ecc/formats.ts';
import { is } from '../../../src/erp/sap-ecc/reading/conditions.ts';
import { readTable } from '../../../src/erp/sap-ecc/reading/table.ts';
import { createRfc, type Door } from '../../../src/erp/sap-ecc/soap.ts';
import { newReference } from '../contract.ts';
import { line } from '../samples.ts';
import { connected, idoc, of } from './system.ts';

const [goods, downloads] = [money(80_00, 'EUR'), money(20_00, 'EUR')];
const lines = [
  line('W-100', goods, { taxCode: 'A0' }),
  line('W-200', downloads, { taxCode: 'A0', revenueAccount: '800100' }),
];
const total = add(goods, downloads);

/** Account, side and amount of what a document posted to the general ledger. */
async function postedBy(door: Door, number: string) {
  const query = {
    table: 'BSIS',
    fields: ['HKONT', 'SHKZG', 'WRBTR'],
    where: is('BELNR', keyOf(number)?.belnr ?? ''),
  } as const;
  const rows = await readTable(createRfc(door, '/sap/bc/soap/rfc'), query);
  return rows.map(({ HKONT, SHKZG, WRBTR }) => `${bare(HKONT)} ${SHKZG} ${WRBTR.trim()}`).toSorted();
}

it("posts the revenue of each line to its own account, and the company's where it names none", async () => {
  const { erp, door } = await connected({ default: 'soap-wrapper' });

  const { number } = await erp.post(of.invoice(total, { lines, total }), newReference());

  expect(await postedBy(door, number)).toEqual(['800000 H 80.00', '800100 H 20.00']);
});

it.each(['soap-wrapper', 'idoc', 'odata'] as const)(
  'takes it back from there, by line and by amount, by %s',
  async (way) => {
    const { erp, door } = await connected({ default: way, changes: 'soap-wrapper' }, { idoc });
    const invoice = (await erp.post(of.invoice(total, { lines, total }), newReference())).number;
    const memo = of.creditMemo(downloads, invoice);

    const byLine = await erp.post({ ...memo, lines: lines.slice(1) }, newReference());
    const byAmount = await erp.post(memo, newReference());

    expect(await postedBy(door, byLine.number)).toEqual(['800100 S 20.00']);
    expect(await postedBy(door, byAmount.number)).toEqual(['800000 S 16.00', '800100 S 4.00']);
  },
);

it('sends an order without it: its revenue is determined in SAP', async () => {
  const { erp } = await connected({ default: 'soap-wrapper' });

  expect(await erp.post(of.salesOrder(total, { lines, total }), newReference())).toMatchObject({ total });
});
