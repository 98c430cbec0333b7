import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { Router } from 'express';
import type { Registry } from 'prom-client';

/** Settles when the named thing can be relied on; rejects, with the reason, when it can't. */
export type Check = () => Promise<unknown>;
type Options = {
  readonly checks: Readonly<Record<string, Check>>;
  readonly registry: Registry;
  /** For each check; they run side by side. */
  readonly timeoutMs?: number;
};

/** `/healthz`: the process lives. `/readyz`: it can do its work. `/metrics`: for Prometheus. */
export function healthRouter({ checks, registry, timeoutMs = 2_000 }: Options): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.all(Object.entries(checks).map(([name, check]) => outcomeOf(name, check, timeoutMs)));
    const notReady = results.filter(({ reason }) => reason !== undefined);
    const reasons = Object.fromEntries(notReady.map(({ name, reason }) => [name, reason]));
    response.status(notReady.length === 0 ? 200 : 503);
    response.json(notReady.length === 0 ? { status: 'ready' } : { status: 'not ready', notReady: reasons });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

type Serve = Options & { readonly port: number; readonly host?: string };

/** For a process that serves nothing else, such as a worker. */
export async function serveHealth({ port, host = '127.0.0.1', ...options }: Serve) {
  const app = express().disable('x-powered-by').use(healthRouter(options));
  const server = await new Promise<ReturnType<typeof app.listen>>((resolve, reject) => {
    const listening = app.listen(port, host, (error) => (error ? reject(error) : resolve(listening)));
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function outcomeOf(name: string, check: Check, timeoutMs: number): Promise<{ name: string; reason?: string }> {
  const timer = new AbortController();
  const tooLate = sleep(timeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer within ${timeoutMs} ms`);
  });
  try {
    await Promise.race([check(), tooLate]);
    return { name };
  } catch (error) {
    // Only the kind of failure: anybody may ask, and a message may quote an address or worse.
    return { name, reason: reasonOf(error) };
  } finally {
    timer.abort();
    tooLate.catch(() => {});
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
};
