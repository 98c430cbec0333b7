import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWebhookChannel } from '../../src/alerts/webhook-channel.ts';
import { httpReceiver } from './receivers.ts';
import { sampleAlert, sampleMessage, storm } from './sample.ts';

let receiver: Awaited<ReturnType<typeof httpReceiver>>;
beforeEach(async () => {
  receiver = await httpReceiver();
});
afterEach(() => receiver.close());
const channel = (url = receiver.url) => createWebhookChannel({ name: 'ops', url: () => url, patienceMs: 2_000 });

it('posts a text for Slack, and the same for programs with an id', async () => {
  const message = sampleMessage();
  await channel().send(message);
  const [post] = receiver.posts;
  expect(JSON.parse(post?.body ?? '')).toEqual({
    text: '[acme] business case: rejected at "post order" of pi_1',
    id: message.id,
    digest: false,
    notices: [{ what: 'raised', ...message.notices[0]?.alert, count: 1, since: '2026-11-22T08:00:00.000Z' }],
  });
  expect(post?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': message.id });
});

it('writes out what a chat can bear of a storm, and names all to programs', async () => {
  await channel().send(sampleMessage({ notices: storm(60) }));
  const sent = JSON.parse(receiver.posts[0]?.body ?? '') as { readonly text: string; readonly notices: unknown[] };
  expect(sent.text.split('\n')).toHaveLength(27);
  expect(sent.notices).toHaveLength(60);
});

it('calls nobody whom a text of another system would call', async () => {
  const alert = sampleAlert({ text: 'no <!channel> & no <https://evil.example|link>' });
  await channel().send(sampleMessage({ notices: [{ what: 'raised', alert, count: 1, since: new Date() }] }));
  const { text } = JSON.parse(receiver.posts[0]?.body ?? '') as { readonly text: string };
  expect(text).toBe('[acme] no &lt;!channel&gt; &amp; no &lt;https://evil.example|link&gt;');
});

it.each([400, 404, 429, 500])('what the webhook answers %i to did not arrive', async (status) => {
  receiver.answer.status = status;
  await expect(channel().send(sampleMessage())).rejects.toThrow(`HTTP ${status}`);
});

it('never shows its address, which is a secret, whatever is wrong with it', async () => {
  const wrong = ['not an address secret', receiver.url.replace('http:', 'nothttp:'), 'http://127.0.0.1:1/secret'];
  for (const url of wrong) {
    const trouble = await channel(url)
      .send(sampleMessage())
      .catch((error: unknown) => error);
    expect(trouble).toBeInstanceOf(Error);
    expect(`${String(trouble)} ${String((trouble as Error).cause)}`).not.toContain('secret');
  }
});

it('is not sent on to another address', async () => {
  receiver.answer.status = 307;
  await expect(channel().send(sampleMessage())).rejects.toThrow();
  expect(receiver.posts).toEqual([]);
});

it('is probed without telling anybody anything', async () => {
  receiver.answer.status = 405;
  expect(await channel().probe()).toBe('answers (HTTP 405)');
  expect(receiver.methods).toEqual(['HEAD']);
});
