import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Company } from '../../../sandbox/demo/companies/company.ts';
import { depot } from '../../../sandbox/demo/companies/depot.ts';
import { laden } from '../../../sandbox/demo/companies/laden.ts';
import { personAtSap } from '../../../sandbox/demo/companies/people-at-sap.ts';
import { shop } from '../../../sandbox/demo/companies/shop.ts';
import { planDay } from '../../../sandbox/demo/scenario.ts';
import { tell } from '../../../sandbox/demo/stage.ts';
import { orders } from '../sap-ecc/idoc-samples.ts';

const documents = z.object({ salesOrders: z.array(z.object({ number: z.string(), totalMinor: z.int() })) });

function byTelephone(market: Company['market']) {
  const order = planDay({ seed: 1, count: 40, lengthMs: 1, market }).find(({ source }) => source === 'erp');
  if (!order) throw new Error('Nobody took an order');
  return order;
}

describe.each([
  ['Prophet 21', shop],
  ['Prophet 21 without a gateway', depot],
  ['SAP ECC', laden],
])('the people at %s', (_, { erp, market }) => {
  it('take an order by telephone, of what the customer then pays', async () => {
    const system = await erp.start({ shipAfterMs: 60_000 });
    try {
      const order = byTelephone(market);
      const number = await erp.peopleAt(system.url).takeOrder(order);

      const found = documents.parse(await (await fetch(`${system.url}/_sandbox/documents`)).json());
      expect(found.salesOrders).toEqual([{ number, totalMinor: order.cart.totalMinor }]);
    } finally {
      await system.close();
    }
  });

  it('take it once on a bad day: they see on their screen what was saved', async () => {
    const system = await erp.start({ shipAfterMs: 60_000 });
    try {
      await tell(`${system.url}/_sandbox/faults`, {
        kind: 'timeout-after-commit',
        match: { path: '^/(api|sap|uiserver)' },
        count: 20,
      });
      if (erp === laden.erp) await tell(`${system.url}/_sandbox/behaviour`, { commitFails: 1 });
      const number = await erp.peopleAt(system.url).takeOrder(byTelephone(market));

      const found = documents.parse(await (await fetch(`${system.url}/_sandbox/documents`)).json());
      expect(found.salesOrders.map((order) => order.number)).toEqual([number]);
    } finally {
      await system.close();
    }
  });
});

it('the people at SAP ECC give up the IDoc that a case names, and do nothing of what it does not ask', async () => {
  const system = await laden.erp.start({ shipAfterMs: 60_000 });
  try {
    const people = laden.erp.peopleAt(system.url);
    const authorization = `Basic ${Buffer.from(`${personAtSap.username}:${personAtSap.password}`).toString('base64')}`;
    const sent = await fetch(`${system.url}/sap/bc/idoc_xml?sap-client=100`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/xml' },
      body: orders('SORDER0000000001', 'W-999'),
    });
    const [number = ''] = (await sent.text()).match(/\d{16}/) ?? [];
    const asked = `IDoc ${number} was refused; set IDoc ${number} to 68, or process it in BD87, then retry`;

    expect(await people.doAsAsked?.('F2 042: locked by user BATCH')).toBeUndefined();
    await vi.waitFor(async () => expect(await people.doAsAsked?.(asked)).toBe(`IDoc ${number} is in status 68 now`), {
      timeout: 10_000,
    });
    expect(await people.doAsAsked?.(asked)).toBe(`IDoc ${number} is in status 68 now`);
  } finally {
    await system.close();
  }
});
