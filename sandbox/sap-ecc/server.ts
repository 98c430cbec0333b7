import express from 'express';
import type { ErrorRequestHandler } from 'express';
import { createFaults } from '../faults.ts';
import { listen } from '../listen.ts';
import { usualItems } from '../usual-items.ts';
import { adminRoutes } from './admin.ts';
import { clearingRun } from './clearing-run.ts';
import { soapEndpoints } from './endpoints.ts';
import type { Erp, ErpOptions } from './erp.ts';
import { createErp } from './erp.ts';
import { functions } from './functions/index.ts';
import { createInbox } from './idoc/inbox.ts';
import { createOutbox } from './idoc/outbox.ts';
import type { IdocReceiver } from './idoc/outbox.ts';
import { idocRoutes } from './idoc/routes.ts';
import type { Login } from './logon.ts';
import { htmlError, logon } from './logon.ts';
import { beginLuw } from './luw.ts';
import type { CustomerSeed, ItemSeed } from './masters.ts';
import { seedCustomer, seedItem } from './masters.ts';
import { odataRoutes } from './odata/service.ts';
import { createSessions } from './sessions.ts';
import { createWarehouse } from './warehouse.ts';
import { wsdlRoutes } from './wsdl/routes.ts';

export type SapSandboxOptions = ErpOptions & {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  readonly users?: readonly Login[];
  readonly items?: readonly ItemSeed[];
  readonly customers?: readonly CustomerSeed[];
  /** How long a session of the stateful binding lives without a call. */
  readonly sessionSeconds?: number;
  /** When deliverable orders are delivered by themselves; never, if absent. */
  readonly shipAfterMs?: number;
  readonly invoiceAfterMs?: number;
  /** Who is told, by IDocs, of orders, invoices, customers and materials that have changed. */
  readonly idocsTo?: IdocReceiver;
};
export type SapSandbox = { readonly url: string; readonly port: number; close(): Promise<void> };

/** An SAP ECC system on loopback, with books of its own. */
export async function startSapSandbox(options: SapSandboxOptions = {}): Promise<SapSandbox> {
  const erp = createErp(options);
  seed(erp, options);
  const sessions = createSessions(erp, options.sessionSeconds ?? 900);
  const inbox = createInbox(erp, functions);
  const outbox = options.idocsTo && createOutbox(erp, options.idocsTo);
  const warehouse = createWarehouse(erp, {
    shipAfterMs: options.shipAfterMs,
    invoiceAfterMs: options.invoiceAfterMs ?? 0,
  });
  erp.afterCommit.add(() => void (erp.behaviour.state.autoClearing && clearingRun(erp)));
  const faults = createFaults({ errorBody: htmlError });
  const app = express();
  app.disable('x-powered-by').set('etag', false);
  app.use('/_sandbox/faults', faults.admin);
  app.use(express.json({ limit: '5mb' }), express.text({ type: ['*/xml', '*/*+xml'], limit: '5mb' }), faults.intercept);
  app.use('/_sandbox', adminRoutes(erp, warehouse));
  app.use(logon(erp, options.users ?? [{ username: 'QUITTANCE', password: 'sandbox' }]));
  app.use(wsdlRoutes(erp.client));
  app.use(idocRoutes(inbox));
  app.use(odataRoutes(erp, functions));
  app.use(soapEndpoints(erp, functions, sessions));
  app.use(failure);

  const server = await listen(app, options.port);
  return {
    url: server.url,
    port: server.port,
    close: () => {
      sessions.close();
      warehouse.close();
      inbox.close();
      outbox?.close();
      faults.close();
      return server.close();
    },
  };
}

/** Materials, the customer that new ones are copied from, and what the options bring. */
function seed(erp: Erp, { items = [], customers = [] }: SapSandboxOptions): void {
  const luw = beginLuw(erp, 'SETUP');
  for (const item of [...usualItems, ...items]) seedItem(erp, luw, item);
  for (const customer of [{ CustomerId: '1', CustomerName: 'Reference customer' }, ...customers]) {
    seedCustomer(luw, customer);
  }
  luw.commit();
}

/** Express knows an error handler by its four parameters. */
const failure: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  res
    .status(500)
    .type('html')
    .send(`${htmlError(500)}<!-- ${error instanceof Error ? error.message : 'unknown'} -->`);
};
