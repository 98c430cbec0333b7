import { randomUUID } from 'node:crypto';
import express from 'express';
import { createFaults } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { listen } from '../listen.ts';
import { checkAccess } from './access.ts';
import { adminRouter } from './admin.ts';
import { allRoutes } from './api.ts';
import { createWorld } from './creation.ts';
import { faultBody } from './errors.ts';
import { answerProblem, stripeRouter } from './router.ts';
import type { StripeSandboxOptions } from './settings.ts';
import { apiVersion } from './world.ts';
import type { World } from './world.ts';

export type { StripeSandboxOptions } from './settings.ts';

export type StripeSandbox = {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly account: string;
  readonly secretKey: string;
  /** The same as the admin routes, for who lives in the same process. */
  readonly world: World;
  readonly faults: Faults;
  readonly close: () => Promise<void>;
};

/** Starts a Stripe of our own on loopback: stateful, in memory, spoken to by the unchanged `stripe` package. */
export async function startStripeSandbox(options: StripeSandboxOptions = {}): Promise<StripeSandbox> {
  const { world, close: stopWorld } = createWorld(options);
  const faults = createFaults({ errorBody: faultBody });
  const keys = options.secretKeys ?? ['sk_test_sandbox'];
  const server = await listen(application(world, faults, keys, options.requestsPerSecond), options.port);
  return {
    url: server.url,
    host: '127.0.0.1',
    port: server.port,
    account: world.account.id,
    secretKey: keys[0] ?? '',
    world,
    faults,
    close: () => {
      stopWorld();
      faults.close();
      return server.close();
    },
  };
}

function application(world: World, faults: Faults, keys: readonly string[], requestsPerSecond?: number) {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'extended');
  app.use((req, res, next) => {
    res.setHeader('request-id', `req_${randomUUID().replaceAll('-', '').slice(0, 14)}`);
    res.setHeader('stripe-version', req.header('stripe-version') ?? apiVersion);
    next();
  });
  app.use('/_sandbox/faults', faults.admin);
  app.use('/_sandbox', adminRouter(world));
  app.use(express.urlencoded({ extended: true, limit: '1mb' }), faults.intercept);
  app.use(checkAccess({ account: world.account.id, keys, requestsPerSecond }));
  app.use(stripeRouter(world, allRoutes(world)));
  app.use(answerProblem);
  return app;
}
