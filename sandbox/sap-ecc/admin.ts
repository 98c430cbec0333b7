import { Router } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { behaviourChange } from './behaviour.ts';
import { booksOf } from './books.ts';
import { clearingRun } from './clearing-run.ts';
import { documentsOf } from './documents.ts';
import { parseQuantity } from './currencies.ts';
import type { Erp } from './erp.ts';
import type { Luw } from './luw.ts';
import { beginLuw } from './luw.ts';
import { giveUpIdoc } from './idoc/inbox.ts';
import { editCustomer, editItem, seedCustomer, seedItem } from './masters.ts';
import { alpha, withoutZeros } from './numbers.ts';
import type { Warehouse } from './warehouse.ts';

const period = z.strictObject({
  Period: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'write a period as in "2026-01"'),
  Open: z.enum(['Y', 'N']),
});
const billOrder = z.strictObject({ OrderNo: z.string() });
/** `Quantity`: of each item at most. */
const shipOrder = billOrder.extend({ Quantity: z.string().optional(), Invoice: z.enum(['Y', 'N']).default('Y') });
const idocChange = z.strictObject({ Status: z.literal('68') });
const move = z.strictObject({ AdvanceSeconds: z.int().positive() });

/** What a person at the ERP, or a judge from outside, would do. No login, and no fault touches it. */
export function adminRoutes(erp: Erp, warehouse: Warehouse): Router {
  const seeding = saving(erp, 'SETUP');
  const byPeople = saving(erp, 'MILLER');
  const posts: Readonly<Record<string, (body: unknown) => unknown>> = {
    items: (body) => {
      const { number } = seeding((luw) => seedItem(erp, luw, body));
      warehouse.restocked(number);
      return { ItemId: withoutZeros(number) };
    },
    customers: (body) => ({ CustomerId: withoutZeros(seeding((luw) => seedCustomer(luw, body)).number) }),
    periods: (body) => {
      const wanted = period.parse(body);
      erp.periods.set(wanted.Period, wanted.Open === 'Y');
      return wanted;
    },
    ...shippingBy(warehouse),
    clock: (body) => {
      erp.clock.advance(move.parse(body).AdvanceSeconds * 1_000);
      return { Now: erp.clock.now().toISOString() };
    },
    'clearing-run': () => ({ Cleared: clearingRun(erp) }),
    behaviour: (body) => {
      erp.behaviour.change(behaviourChange.parse(body));
      return erp.behaviour.state;
    },
  };

  const puts: Readonly<Record<string, (number: string, body: unknown) => unknown>> = {
    customers: (number, body) => ({
      CustomerId: withoutZeros(byPeople((luw) => editCustomer(luw, number, body)).number),
    }),
    items: (number, body) => ({ ItemId: withoutZeros(byPeople((luw) => editItem(luw, number, body)).number) }),
    idocs: (number, body) => {
      const { Status } = idocChange.parse(body);
      byPeople((luw) => giveUpIdoc(luw, number));
      return { IdocNo: number, Status };
    },
  };

  const router = Router();
  router.get('/books', (_req, res) => void res.json(booksOf(erp)));
  router.get('/documents', (_req, res) => void res.json(documentsOf(erp)));
  router.get('/behaviour', (_req, res) => void res.json(erp.behaviour.state));
  for (const [name, act] of Object.entries(posts))
    router.post(
      `/${name}`,
      answering(({ body }) => act(body ?? {})),
    );
  for (const [name, act] of Object.entries(puts))
    router.put(
      `/${name}/:number`,
      answering(({ params, body }) => act(params['number'] ?? '', body ?? {})),
    );
  return router;
}

/** A unit of work in somebody's name: what fails leaves nothing behind. */
const saving =
  (erp: Erp, user: string) =>
  <T>(work: (luw: Luw) => T): T => {
    const luw = beginLuw(erp, user);
    try {
      const done = work(luw);
      luw.commit();
      return done;
    } finally {
      luw.rollback();
    }
  };

/** What the people of the warehouse and of billing do. */
const shippingBy = (warehouse: Warehouse): Readonly<Record<string, (body: unknown) => unknown>> => ({
  ship: (body) => {
    const { OrderNo, Quantity, Invoice } = shipOrder.parse(body);
    const number = alpha(OrderNo, 10);
    const atMost = Quantity === undefined ? undefined : parseQuantity(Quantity);
    const done = Invoice === 'Y' ? warehouse.shipNow(number, atMost) : warehouse.leaveNow(number, atMost);
    if (!done) throw new Error(`Order ${OrderNo} has nothing that could be delivered and billed`);
    return { OrderNo, ...(Invoice === 'Y' && { InvoiceNo: withoutZeros(done.number) }) };
  },
  invoice: (body) => {
    const { OrderNo } = billOrder.parse(body);
    const billed = warehouse.billNow(alpha(OrderNo, 10));
    return { OrderNo, InvoiceNos: billed.map(({ number }) => withoutZeros(number)) };
  },
});

type Asked = Request<Readonly<Record<string, string>>, unknown, unknown>;
const answering =
  (act: (asked: Asked) => unknown) =>
  (req: Asked, res: Response): void => {
    try {
      res.json(act(req));
    } catch (error) {
      const text = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      res.status(400).json({ ErrorMessage: text });
    }
  };
