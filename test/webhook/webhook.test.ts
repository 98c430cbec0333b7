import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReceivedEvent } from '../../src/workflows/messages.ts';
import { createWebhook, type Alert } from '../../src/webhook/app.ts';
import type { Started } from '../../src/webhook/start.ts';
import { configured, deliver, newEvent, second } from './stripe-delivery.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

type Given = { readonly answers?: Started; readonly stripe?: string };
/** The webhook over real HTTP; what Temporal would answer is given, what it was asked is kept. */
async function listening({ answers = 'accepted', stripe = '' }: Given = {}) {
  const started: ReceivedEvent[] = [];
  const alerts: Alert[] = [];
  const counted: string[] = [];
  const lines: unknown[] = [];
  const app = createWebhook({
    companies: configured({ stripe }).companies,
    start: async (event) => {
      started.push(event);
      return answers;
    },
    alert: (alert) => void alerts.push(alert),
    count: (answer, status) => void counted.push(`${status} ${answer}`),
    log: { info: (...line) => void lines.push(line), warn: (...line) => void lines.push(line) },
    bodyLimitKib: 16,
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  servers.push(server);
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe/`;
  return { root, url: `${root}acme`, started, alerts, counted, lines };
}

describe('a genuine event', () => {
  it('is started under its own id, and acknowledged', async () => {
    const { url, started, counted, alerts } = await listening();
    const event = newEvent();
    expect(await deliver(url, event)).toEqual({ status: 200, answer: 'accepted' });
    expect(started).toEqual([
      { company: 'acme', eventId: event.id, type: event.type, flow: 'orderToCash', subject: 'pi_1' },
    ]);
    expect(counted).toEqual(['200 accepted']);
    expect(alerts).toEqual([]);
  });

  it('is genuine with the second secret too, while they are rolled', async () => {
    const { url } = await listening();
    expect(await deliver(url, newEvent(), { secret: second })).toMatchObject({ status: 200 });
  });

  it('that Temporal knows already is acknowledged as a duplicate', async () => {
    const { url, counted } = await listening({ answers: 'duplicate' });
    expect(await deliver(url, newEvent())).toEqual({ status: 200, answer: 'duplicate' });
    expect(counted).toEqual(['200 duplicate']);
  });

  it('is refused while Temporal is away, so that Stripe redelivers, and nobody is called', async () => {
    const { url, alerts } = await listening({ answers: 'unavailable' });
    expect(await deliver(url, newEvent())).toEqual({ status: 503, answer: 'unavailable' });
    expect(alerts).toEqual([]);
  });

  it('that Temporal refuses is refused, and somebody is called', async () => {
    const { url, alerts } = await listening({ answers: 'refused' });
    expect(await deliver(url, newEvent())).toMatchObject({ status: 503 });
    expect(alerts[0]?.text).toContain('quittance doctor');
  });

  it('in another API version is started, and somebody is told', async () => {
    const { url, started, alerts } = await listening();
    expect(await deliver(url, newEvent({ api_version: '2020-08-27' }))).toMatchObject({ answer: 'accepted' });
    expect(started).toHaveLength(1);
    expect(alerts).toMatchObject([{ kind: 'configuration', code: 'api-version', company: 'acme' }]);
  });

  it('whose object cannot be read becomes a case that names the path', async () => {
    const { url, started } = await listening();
    const event = newEvent({ data: { object: { object: 'payment_intent', id: 7 } } });
    expect(await deliver(url, event)).toMatchObject({ status: 200, answer: 'accepted' });
    expect(started).toMatchObject([{ eventId: event.id, subject: '', unreadable: 'data.object.id' }]);
  });
});

describe('what is not for us is acknowledged and counted, and starts nothing:', () => {
  it.each([
    ['unhandled', newEvent({ type: 'invoice.paid' }), 0],
    ['foreign', newEvent({ account: 'acct_1Other' }), 0],
    ['livemode', newEvent({ livemode: true }), 1],
    ['echo', newEvent({ request: { id: 'req_1', idempotency_key: 'quittance:acme/write-back' } }), 0],
  ])('%s', async (answer, event, alerted) => {
    const { url, started, counted, alerts } = await listening();
    expect(await deliver(url, event)).toEqual({ status: 200, answer });
    expect([started, counted]).toEqual([[], [`200 ${answer}`]]);
    expect(alerts).toHaveLength(alerted);
  });

  it('the events of the platform, where a company is a connected account', async () => {
    const { url, started } = await listening({ stripe: ', connect_account: acct_1Shop' });
    expect(await deliver(url, newEvent())).toMatchObject({ answer: 'foreign' });
    expect(await deliver(url, newEvent({ account: 'acct_1Shop' }))).toMatchObject({ answer: 'accepted' });
    expect(started).toHaveLength(1);
  });
});

describe('what is not genuine is refused with 400, counted, and raises an alert:', () => {
  it.each([
    ['another secret', { secret: 'whsec_other' }, 'forged'],
    ['an old signature', { secondsAgo: 302 }, 'stale'],
    ['a signature from the future', { secondsAgo: -86_400 }, 'from the future'],
    ['no signature', { header: '' }, 'unsigned'],
    ['garbage for a signature', { header: 't=now,v1=,,=' }, 'unsigned'],
  ])('%s', async (_, signing, why) => {
    const { url, started, counted, alerts } = await listening();
    expect(await deliver(url, newEvent(), signing)).toEqual({ status: 400, answer: 'bad-signature' });
    expect([started, counted]).toEqual([[], ['400 bad-signature']]);
    expect(alerts).toMatchObject([
      { kind: 'security', code: 'bad-signature', company: 'acme', text: expect.stringContaining(why) as string },
    ]);
  });

  it('and too many of it with 429, while a genuine one still gets through', async () => {
    const { url } = await listening();
    const statuses = [];
    for (let at = 0; at < 62; at++) statuses.push((await deliver(url, newEvent(), { header: 'x' })).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([400, 429]);
    expect(await deliver(url, newEvent())).toMatchObject({ status: 200 });
  });
});

describe('a request that is no delivery:', () => {
  it('for an unknown company is 404, even under a name that every object has', async () => {
    const { root, counted } = await listening();
    expect(await deliver(`${root}globex`, newEvent())).toEqual({ status: 404, answer: 'unknown-company' });
    expect(await deliver(`${root}constructor`, newEvent())).toMatchObject({ status: 404 });
    expect(counted).toEqual(['404 unknown-company', '404 unknown-company']);
  });

  it('beyond the limit of the body is 413', async () => {
    const { url } = await listening();
    expect(await deliver(url, newEvent({ pending: 'x'.repeat(17_000) }))).toEqual({ status: 413, answer: 'too-large' });
  });

  it.each([
    ['not JSON', '{"id":'],
    ['no event', { object: 'charge', id: 'ch_1' }],
    ['an event without a mode', newEvent({ livemode: null })],
  ])('signed but %s is 400 with an alert', async (_, body) => {
    const { url, started, alerts } = await listening();
    expect(await deliver(url, body)).toEqual({ status: 400, answer: 'garbled' });
    expect([started, alerts.length]).toEqual([[], 1]);
  });
});

it('logs ids and outcomes, and nothing of a body', async () => {
  const { url, lines } = await listening();
  await deliver(
    url,
    newEvent({ data: { object: { object: 'payment_intent', id: 'pi_1', receipt_email: 'planted@example.com' } } }),
  );
  await deliver(url, newEvent({ note: 'planted' }), { header: 'x' });
  expect(lines).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toContain('planted');
});
