import express from 'express';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createFaults } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { listen } from '../listen.ts';
import { orderSchema, sumOf } from './order.ts';
import type { ShopOrder } from './order.ts';

export { makeOrder } from './make-order.ts';
export { dueOf } from './order.ts';
export type { ShopOrder } from './order.ts';

export type ShopOptions = {
  readonly port?: number;
  readonly token?: string;
};

export type Shop = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly faults: Faults;
  readonly add: (order: ShopOrder) => void;
  readonly orders: () => readonly ShopOrder[];
  readonly close: () => Promise<void>;
};

/** Starts a small shop on loopback that can be asked for its orders. */
export async function startShop({ port, token = 'shop_sandbox' }: ShopOptions = {}): Promise<Shop> {
  const orders = new Map<string, ShopOrder>();
  const faults = createFaults({ errorBody: (status) => ({ error: `The shop is out of order (${status})` }) });
  const server = await listen(application(orders, token, faults), port);
  return {
    url: server.url,
    port: server.port,
    token,
    faults,
    add: (order) => void orders.set(order.id, order),
    orders: () => [...orders.values()],
    close: () => {
      faults.close();
      return server.close();
    },
  };
}

function application(orders: Map<string, ShopOrder>, token: string, faults: Faults) {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/_sandbox/faults', faults.admin);
  app.use(express.json({ limit: '1mb' }), faults.intercept);
  app.get('/_sandbox/state', (_req, res) => void res.json({ orders: [...orders.values()] }));
  app.use(bearer(token));
  app.get('/orders/:id', (req, res) => {
    const order = orders.get(req.params.id);
    if (order) res.json(order);
    else res.status(404).json({ error: `There is no order ${req.params.id}` });
  });
  app.post('/orders', (req, res) => {
    const parsed = orderSchema.safeParse(req.body);
    if (!parsed.success) return void res.status(400).json({ error: z.prettifyError(parsed.error) });
    const sum = sumOf(parsed.data);
    if (sum !== parsed.data.total) {
      const error = `total is ${parsed.data.total}, but the lines and the shipping come to ${sum}`;
      return void res.status(400).json({ error });
    }
    orders.set(parsed.data.id, parsed.data);
    return void res.status(201).json(parsed.data);
  });
  return app;
}

const bearer =
  (token: string): RequestHandler =>
  (req, res, next) => {
    if (req.header('authorization') === `Bearer ${token}`) next();
    else res.status(401).json({ error: 'Send the header "Authorization: Bearer <token>" with the token of the shop' });
  };
