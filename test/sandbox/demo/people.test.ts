import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Company } from '../../../sandbox/demo/companies/company.ts';
import { depot } from '../../../sandbox/demo/companies/depot.ts';
import { laden } from '../../../sandbox/demo/companies/laden.ts';
import { shop } from '../../../sandbox/demo/companies/shop.ts';
import { planDay } from '../../../sandbox/demo/scenario.ts';
import { tell } from '../../../sandbox/demo/stage.ts';

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
