import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { createFaults } from '../faults.ts';
import { listen } from '../listen.ts';
import { usualItems } from '../usual-items.ts';
import { adminRoutes, seedCustomer } from './admin.ts';
import { cashReceiptRoutes } from './cash-receipts.ts';
import { creditMemoRoutes } from './credit-memos.ts';
import { customerRefundRoutes } from './customer-refunds.ts';
import type { CustomerSeed } from './customers.ts';
import { customerRoutes } from './customers.ts';
import type { Erp, ErpOptions } from './erp.ts';
import { createErp } from './erp.ts';
import { envelope, faultBody, invalid, notFound, Refusal } from './errors.ts';
import { invoiceRoutes } from './invoices.ts';
import type { ItemSeed } from './items.ts';
import { itemRoutes, putItem } from './items.ts';
import { journalEntryRoutes } from './journal-entries.ts';
import { ledgerQueryRoutes } from './ledger-queries.ts';
import { habitRoutes } from './native/habits.ts';
import { onlyWithToken } from './native/headers.ts';
import { loginRoutes } from './native/logins.ts';
import { startImport } from './native/import/index.ts';
import { nativeBodies, nativeRoutes } from './native/routes.ts';
import type { NativeOptions } from './native/set-up.ts';
import { createNativeSite, USUAL_TIME_ZONE } from './native/set-up.ts';
import type { Route } from './routing.ts';
import { salesOrderRoutes } from './sales-orders.ts';
import type { Shipping } from './shipping.ts';
import { createShipping } from './shipping.ts';
import type { Client, Login } from './tokens.ts';
import { createTokens } from './tokens.ts';

export type P21SandboxOptions = ErpOptions & {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  readonly users?: readonly Login[];
  readonly clients?: readonly Client[];
  readonly tokenLifetimeSeconds?: number;
  readonly items?: readonly ItemSeed[];
  readonly customers?: readonly CustomerSeed[];
  /** What the site has of its own in the native dialect. */
  readonly native?: NativeOptions;
};
export type P21Sandbox = { readonly url: string; readonly port: number; close(): Promise<void> };

/** How often the native dialect looks for files to import. */
const IMPORT_EVERY_MS = 100;

/** Everything that the gateway offers with a token. */
export const gatewayRoutes = (erp: Erp, shipping: Shipping): readonly Route[] => [
  ...ledgerQueryRoutes(erp),
  ...customerRoutes(erp),
  ...itemRoutes(erp),
  ...salesOrderRoutes(erp, shipping),
  ...invoiceRoutes(erp),
  ...creditMemoRoutes(erp),
  ...cashReceiptRoutes(erp),
  ...customerRefundRoutes(erp),
  ...journalEntryRoutes(erp),
];

/** A Prophet 21 on loopback, with books of its own: a gateway of the `facade` dialect, and beside it the `native` one. */
export async function startP21Sandbox(options: P21SandboxOptions = {}): Promise<P21Sandbox> {
  const erp = createErp(options);
  const shipping = createShipping(erp, {
    shipAfterMs: options.shipAfterMs,
    invoiceAfterMs: options.invoiceAfterMs ?? 0,
  });
  const { native = {}, tokenLifetimeSeconds = 86_400 } = options;
  const site = createNativeSite(erp, shipping, native);
  const endImport = startImport(site, IMPORT_EVERY_MS);
  const tokens = createTokens({
    users: options.users ?? [{ username: 'quittance', password: 'sandbox' }],
    clients: options.clients ?? [{ id: 'quittance', secret: 'sandbox-client-secret' }],
    lifetimeSeconds: () => site.habits.tokenSeconds || tokenLifetimeSeconds,
    clock: erp.clock,
  });
  for (const item of [...usualItems, ...(options.items ?? [])]) putItem(erp, item);
  for (const customer of options.customers ?? []) seedCustomer(erp, customer);

  const faults = createFaults({ errorBody: faultBody });
  const app = express();
  app.disable('x-powered-by').set('etag', false);
  app.use('/_sandbox/faults', faults.admin);
  app.use(nativeBodies, express.json(), faults.intercept);
  mount(app, [...adminRoutes(erp, shipping), ...habitRoutes(site.habits)]);
  app.use(loginRoutes(tokens, site.habits));
  app.use(nativeRoutes(site, tokens, native.timeZone ?? USUAL_TIME_ZONE));
  app.use(onlyWithToken(tokens));
  mount(app, gatewayRoutes(erp, shipping));
  app.use(nowhere, failure(erp));

  const server = await listen(app, options.port);
  return {
    url: server.url,
    port: server.port,
    close: async () => {
      shipping.close();
      faults.close();
      await Promise.all([endImport(), server.close()]);
    },
  };
}

function mount(app: Express, routes: readonly Route[]): void {
  for (const { method, path, handle } of routes) {
    app[method](path.replaceAll(/\{(\w+)\}/g, ':$1'), (req, res) => {
      const query = Object.entries(req.query).map(([key, value]) => {
        if (typeof value !== 'string') throw invalid(`Query parameter ${key} is given twice`);
        return [key, value] as const;
      });
      res.json(handle({ params: paramsOf(req.params), query: Object.fromEntries(query), body: req.body as unknown }));
    });
  }
}

const paramsOf = (params: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));

const nowhere: RequestHandler = (req, _res, next) => next(notFound('Route', `${req.method} ${req.path}`));

/** Express knows an error handler by its four parameters. */
const failure =
  (erp: Erp): ErrorRequestHandler =>
  (error: unknown, _req, res, _next) => {
    const refusal = refusalOf(error);
    res.status(refusal.status).json(envelope(refusal.errorType, refusal.message, erp.clock.now()));
  };

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Error && 'type' in error && error.type === 'entity.parse.failed') {
    return invalid(`The body is no JSON: ${error.message}`);
  }
  return new Refusal(500, 'System.Exception', error instanceof Error ? error.message : String(error));
}
