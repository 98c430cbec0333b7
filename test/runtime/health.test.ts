import { afterEach, describe, expect, it } from 'vitest';
import { serveHealth, type Check } from '../../src/runtime/health.ts';
import { createTelemetry } from '../../src/runtime/telemetry.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(checks: Readonly<Record<string, Check>>) {
  const telemetry = createTelemetry();
  const { url, stop } = await serveHealth({ port: 0, checks, registry: telemetry.registry, timeoutMs: 100 });
  stops.push(stop);
  return { telemetry, get: (path: string) => fetch(`${url}${path}`) };
}

const never = () => new Promise<never>(() => {});

describe('/readyz', () => {
  it('answers 200 when every check passes', async () => {
    const { get } = await serve({ database: async () => 1, temporal: async () => {} });
    const answer = await get('/readyz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ready' });
  });

  it('answers 503 and names what is not ready, and why', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    const { get } = await serve({ database: () => Promise.reject(refused), temporal: never, erp: async () => {} });
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: 'not ready',
      notReady: { database: 'ECONNREFUSED', temporal: 'no answer within 100 ms' },
    });
  });

  it('takes a check that throws at once for not ready', async () => {
    const { get } = await serve({
      odd: () => {
        throw new Error('not even begun');
      },
    });
    expect((await get('/readyz')).status).toBe(503);
  });
});

it('/healthz answers 200 while nothing is ready', async () => {
  const { get } = await serve({ temporal: never });
  expect((await get('/healthz')).status).toBe(200);
});

it('/metrics shows the counters of the product and of the process', async () => {
  const { get, telemetry } = await serve({});
  telemetry.webhookAnswers.inc({ code: '200', outcome: 'accepted' });
  telemetry.erpSeconds.observe({ connection: 'p21', outcome: 'ok' }, 0.3);
  const answer = await get('/metrics');
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  expect(text).toContain('quittance_webhook_answers_total{code="200",outcome="accepted"} 1');
  expect(text).toContain('quittance_erp_request_seconds_bucket{le="0.5",connection="p21",outcome="ok"} 1');
  expect(text).toContain('process_cpu_seconds_total');
});

it('two installations in one process keep their own counts', async () => {
  const [one, two] = [await serve({}), await serve({})];
  one.telemetry.alerts.inc({ kind: 'signature' });
  expect(await (await two.get('/metrics')).text()).not.toContain('kind="signature"');
});
