import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Secret } from '../config.ts';
import { takeIdocs, type IdocsDeps } from './idocs.ts';
import { isAuthorised } from './keys.ts';
import { takeOrder, type OrdersDeps } from './orders.ts';
import { takeRefund, type RefundsDeps } from './refunds.ts';

export type ApiDeps = OrdersDeps &
  IdocsDeps &
  RefundsDeps & {
    readonly keys: readonly Secret[];
    readonly log: { error(fields: object, text: string): void };
    /** Health and metrics; they need no key. */
    readonly router?: Router;
  };

/**
 * What other systems may call, with a key as bearer token or, for those that know none, as the password of any user.
 * `POST /orders` takes `{ company, order }`, `POST /refunds` `{ company, request, payment, requester, … }`,
 * `POST /idocs/sap/<company>` the IDocs that SAP sends.
 */
export function createApi(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  if (deps.router) app.use(deps.router);
  app.use(onlyWithKey(deps.keys));
  app.post('/orders', express.json({ limit: '1mb' }), (request, response) => push(request, response, deps));
  app.post('/refunds', express.json({ limit: '64kb' }), (request, response) => ask(request, response, deps));
  // SAP's ports call their XML by more than one name.
  const anyText = express.text({ limit: '1mb', type: () => true });
  app.post('/idocs/sap/:company', anyText, (request, response) => hear(request, response, deps));
  app.use(
    (_request, response) =>
      void response.status(404).json({ error: 'There is nothing here; try POST /orders or POST /refunds' }),
  );
  app.use((error: { readonly status?: number }, _request: Request, response: Response, _next: NextFunction) => {
    const status = error.status ?? 500;
    response.status(status).json({ error: failures[status] ?? 'The request could not be read' });
  });
  return app;
}

const failures: Readonly<Record<number, string>> = {
  400: 'The body is not JSON',
  413: 'The body is larger than 1 MB',
  500: 'Something is wrong with quittance: see its log',
};

async function push(request: Request, response: Response, deps: ApiDeps): Promise<void> {
  try {
    const { status, body } = await takeOrder(request.body, deps);
    response.status(status).json(body);
  } catch (error) {
    deps.log.error({ err: error }, 'a pushed order could not be taken');
    response.status(503).set('Retry-After', '5');
    response.json({ error: 'The order was not taken for certain: push it again, it is taken once' });
  }
}

async function ask(request: Request, response: Response, deps: ApiDeps): Promise<void> {
  try {
    const { status, body } = await takeRefund(request.body, deps);
    response.status(status).json(body);
  } catch (error) {
    deps.log.error({ err: error }, 'a refund could not be asked for');
    response.status(503).set('Retry-After', '5');
    response.json({ error: 'The refund was not asked for, for certain: ask again under the same name, it is one' });
  }
}

async function hear(request: Request<{ company: string }>, response: Response, deps: ApiDeps): Promise<void> {
  try {
    const text = typeof request.body === 'string' ? request.body : '';
    const { status, body } = await takeIdocs(request.params.company, text, deps);
    response.status(status).json(body);
  } catch (error) {
    deps.log.error({ err: error }, 'an IDoc woke nobody');
    response.status(503).set('Retry-After', '5');
    response.json({
      error: 'Nobody could be woken: send it again, or leave it, for the ERP is asked every minute anyway',
    });
  }
}

/** Who guesses keys is slowed down, by address. */
function onlyWithKey(keys: readonly Secret[]) {
  const limited = rateLimit({ windowMs: 60_000, limit: 60, message: { error: 'Too many wrong keys: wait a minute' } });
  const refuse = (response: Response) =>
    void response
      .status(401)
      .set('WWW-Authenticate', 'Bearer, Basic realm="quittance"')
      .json({ error: 'Send a key of api.keys as in: Authorization: Bearer <key>' });
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (isAuthorised(request, keys)) return next();
    await limited(request, response, () => refuse(response));
  };
}
