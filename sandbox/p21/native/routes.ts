import express from 'express';
import type { RequestHandler, Router } from 'express';
import type { Tokens } from '../tokens.ts';
import { customerEntities } from './customers.ts';
import { ledgerRoutes } from './general-ledger.ts';
import { onlyForJson, onlyWithToken } from './headers.ts';
import { bodyOf } from './lossless.ts';
import type { NativeSite } from './native-site.ts';
import { createLocalClock } from './odata/clock.ts';
import { odataRoutes } from './odata/routes.ts';
import { tablesOf } from './odata/tables/index.ts';
import { transactionRoutes } from './transactions/index.ts';
import { uiRouter } from './ui-router.ts';
import { wholeTables } from './whole-tables.ts';

const UI_PATH = '/uiserver0';
/** Where the native dialect lives; everything else is the gateway's. */
const paths = [UI_PATH, '/api/ui', '/odataservice', '/api/entity', '/api/accounting', '/api/sales', '/api/inventory'];

/** Keeps bodies as text, for a parser that leaves numbers as they were written. */
export const nativeBodies = express.Router().use(paths, express.text({ type: () => true, limit: '1mb' }));

/** Everything that the native dialect offers with a token. */
export function nativeRoutes(site: NativeSite, tokens: Tokens, timeZone: string): Router {
  const clock = createLocalClock(timeZone);
  const tables = tablesOf(site, clock);
  const { tables: forbidden } = site.forbidden;
  const router = express.Router();
  router.use(paths, onlyForJson, onlyWithToken(tokens));
  router.use(uiRouter(site.habits, UI_PATH));
  router.use(odataRoutes({ tables, forbidden, local: clock.at, userOf: tokens.userOf }));
  router.use(customerEntities(site), ledgerRoutes(site), wholeTables(tables));
  router.use(UI_PATH, parsed, transactionRoutes(site, { uiPath: UI_PATH }));
  return router;
}

/** The Transaction API says itself what it makes of a body that it could not read. */
const parsed: RequestHandler = (req, _res, next) => {
  try {
    req.body = bodyOf(req);
  } catch {
    req.body = undefined;
  }
  next();
};
