import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { StripeProblem } from './errors.ts';
import { read } from './form.ts';
import type { Params } from './form.ts';
import { createIdempotency } from './idempotency.ts';
import type { Idempotency, Reply } from './idempotency.ts';
import type { World } from './world.ts';

/** `id` is the one in the path and `part` the one of what belongs to it, empty where there is none. */
type Call = { readonly id: string; readonly part: string; readonly params: Params };
/** Synchronous, so that each request is one transaction. */
type Handler = (call: Call) => object;
/** By method and path, for example `POST /v1/customers/:id`. */
export type Routes = Readonly<Record<string, Handler>>;

/** Answers Stripe's routes: parameters in, an object or an error in Stripe's words out, once for each idempotency key. */
export function stripeRouter(world: World, routes: Routes): Router {
  const router = express.Router();
  const idempotency = createIdempotency();
  for (const [route, handler] of Object.entries(routes)) {
    const [method = '', path = ''] = route.split(' ');
    router[method.toLowerCase() as 'get' | 'post' | 'delete'](path, serve(world, idempotency, handler));
  }
  router.use((req) => {
    const message = `Unrecognized request URL (${req.method}: ${req.originalUrl.split('?')[0] ?? ''}).`;
    throw new StripeProblem(404, { message, type: 'invalid_request_error' });
  });
  return router;
}

const serve =
  (world: World, idempotency: Idempotency, handler: Handler): RequestHandler =>
  async (req, res) => {
    const run = async (): Promise<Reply> => {
      if (world.behaviour.latencyMs > 0) await wait(world.behaviour.latencyMs);
      return execute(world, handler, req, res);
    };
    const key = req.method === 'POST' ? req.header('idempotency-key') : undefined;
    if (key === undefined) return send(res, await run());
    const { reply, replayed } = await idempotency.once(key, fingerprint(req), run);
    res.setHeader('idempotency-key', key);
    if (replayed) res.setHeader('idempotent-replayed', 'true');
    return send(res, reply);
  };

const expansions = z.object({ expand: z.array(z.string()).default([]) });

function execute(world: World, handler: Handler, req: Request, res: Response): Reply {
  const { expand: _, ...params } = paramsOf(req);
  const caller = { id: requestId(res), idempotency_key: req.header('idempotency-key') ?? null };
  try {
    const { expand } = read(expansions, paramsOf(req));
    const object = world.during(caller, () =>
      handler({ id: pathPart(req, 'id'), part: pathPart(req, 'part'), params }),
    );
    return { status: 200, body: JSON.stringify(world.show(object, expand), null, 2) };
  } catch (error) {
    if (error instanceof StripeProblem) return { status: error.status, body: JSON.stringify(error.body, null, 2) };
    throw error;
  }
}

const paramsOf = (req: Request): Params => ({ ...(req.query as Params), ...(req.body as Params | undefined) });

const pathPart = (req: Request, name: string): string => String(req.params[name] ?? '');

const fingerprint = (req: Request): string => JSON.stringify([req.method, req.path, paramsOf(req)]);

const send = (res: Response, { status, body }: Reply): void => void res.status(status).type('json').send(body);

const requestId = (res: Response): string => String(res.getHeader('request-id'));

/** What is thrown outside a handler: no key, a used idempotency key, a body that can't be read, a bug of ours. */
export const answerProblem: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  if (error instanceof StripeProblem) return void res.status(error.status).json(error.body);
  const message = `The sandbox failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return void res.status(500).json({ error: { message, type: 'api_error' } });
};
