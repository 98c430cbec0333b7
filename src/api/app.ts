import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Secret } from '../config.ts';
import { isAuthorised } from './keys.ts';
import { takeOrder, type OrdersDeps } from './orders.ts';

export type ApiDeps = OrdersDeps & {
  readonly keys: readonly Secret[];
  readonly log: { error(fields: object, text: string): void };
  /** Health and metrics; they need no key. */
  readonly router?: Router;
};

/** What other systems may call. `POST /orders` takes `{ company, order }`, with a key as bearer token. */
export function createApi(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  if (deps.router) app.use(deps.router);
  app.use(onlyWithKey(deps.keys), express.json({ limit: '1mb' }));
  app.post('/orders', (request, response) => push(request, response, deps));
  app.use((_request, response) => void response.status(404).json({ error: 'There is nothing here; try POST /orders' }));
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

/** Who guesses keys is slowed down, by address. */
function onlyWithKey(keys: readonly Secret[]) {
  const limited = rateLimit({ windowMs: 60_000, limit: 60, message: { error: 'Too many wrong keys: wait a minute' } });
  const refuse = (response: Response) =>
    void response
      .status(401)
      .set('WWW-Authenticate', 'Bearer')
      .json({ error: 'Send a key of api.keys as in: Authorization: Bearer <key>' });
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (isAuthorised(request, keys)) return next();
    await limited(request, response, () => refuse(response));
  };
}
