import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { createOData } from '../../../../src/erp/sap-ecc/odata/client.ts';
import { createODataInterface } from '../../../../src/erp/sap-ecc/odata/interface.ts';
import { fakeSap } from '../fake-sap.ts';
import { organisation } from '../idoc/everything.ts';
import { fakeSystem } from '../reading/fake-rfc.ts';

const reference = 'R000000000000002' as Reference;
type Item = Readonly<
  Record<'Item' | 'Material' | 'Quantity' | 'Discount' | 'LineReference' | 'RejectionReason', string>
>;
const item = (Item: string, Quantity: string, Discount = '0'): Item => ({
  Item,
  Material: 'TSHIRT-M',
  Quantity,
  Discount,
  LineReference: '',
  RejectionReason: '',
});

/** A service that does with an item whatever `take` makes of what was sent. */
async function serving(start: readonly Item[], take: (stored: Item, sent: Partial<Item>) => Item) {
  let items = start;
  const { asked, door } = await fakeSap(({ method, path, body }) => {
    const key = /Item='(\d+)'/.exec(decodeURIComponent(path))?.[1];
    const sent = method === 'PATCH' ? (JSON.parse(body) as Partial<Item>) : {};
    if (method === 'PATCH') items = items.map((each) => (each.Item === key ? take(each, sent) : each));
    const d = { Number: '0000004711', Currency: 'EUR', TotalAmount: '0', Items: { results: items } };
    return { status: method === 'PATCH' ? 204 : 200, headers: { 'x-csrf-token': 't' }, body: JSON.stringify({ d }) };
  });
  const none = () => Promise.reject(new Error('Nothing is encoded here'));
  const erp = createODataInterface({
    system: fakeSystem({}, {}, organisation).system,
    odata: createOData(door, '/sap'),
    encode: none,
  });
  const sent = () => asked.filter(({ method }) => method === 'PATCH').map(({ body }) => JSON.parse(body) as unknown);
  return { reduce: (quantity: number) => erp.reduce('4711', [{ item: 'TSHIRT-M', quantity }], reference), sent };
}

describe('an item that is reduced', () => {
  it('keeps its share of the discount', async () => {
    const { reduce, sent } = await serving([item('000010', '3', '3.00')], (stored, change) => ({
      ...stored,
      ...change,
    }));
    await reduce(2);
    await reduce(2);

    expect(sent()).toEqual([{ Quantity: '2', Discount: '2.00' }]);
  });

  it('is a conflict where SAP took the quantity and left the discount whole', async () => {
    const { reduce } = await serving([item('000010', '3', '3.00')], (stored, { Quantity = '' }) => ({
      ...stored,
      Quantity,
    }));

    await expect(reduce(2)).rejects.toMatchObject({ code: 'conflict', where: 'Discount' });
  });

  it('to nothing is rejected by SAP, and nothing again when it is asked for once more', async () => {
    const { reduce, sent } = await serving([item('000010', '3', '3.00')], (stored) => ({
      ...stored,
      RejectionReason: '61',
    }));
    await reduce(0);
    await reduce(0);

    expect(sent()).toEqual([{ Quantity: '0', Discount: '0.00' }]);
    await expect(reduce(1)).rejects.toMatchObject({ code: 'rejected', where: 'Quantity' });
  });
});
