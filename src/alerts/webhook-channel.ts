import type { AlertMessage, Notice } from '../domain/alert.ts';
import type { AlertChannel } from './channel.ts';
import { firstLines, headline } from './words.ts';

type Options = {
  readonly name: string;
  /** Read at each sending: it is a secret, which may be rotated. */
  readonly url: () => string;
  readonly patienceMs?: number;
};

/**
 * A Slack-compatible webhook: `text` is what people read there. `id` and `notices` are for receivers of one's own; Slack
 * passes over them. `Idempotency-Key` is the id too.
 */
export function createWebhookChannel({ name, url, patienceMs = 10_000 }: Options): AlertChannel {
  const asked = async (method: 'POST' | 'HEAD', message?: AlertMessage): Promise<Response> => {
    // The address is a secret: what can't be read of it must not stand in an error.
    const target = URL.parse(url());
    if (!target) throw new Error(`The address of the webhook ${name} is none`);
    return fetch(target, {
      method,
      redirect: method === 'POST' ? 'error' : 'manual',
      signal: AbortSignal.timeout(patienceMs),
      ...(message && {
        headers: { 'content-type': 'application/json', 'idempotency-key': message.id },
        body: JSON.stringify(payloadOf(message)),
      }),
    });
  };
  return {
    name,
    async send(message) {
      const answer = await asked('POST', message);
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`The webhook answered HTTP ${answer.status}`);
    },
    /** Slack answers a HEAD with an error too: that it answers is all that can be known without telling anybody anything. */
    async probe() {
      const { status } = await asked('HEAD');
      return `answers (HTTP ${status})`;
    },
  };
}

const payloadOf = (message: AlertMessage) => ({
  text: forSlack([
    ...(message.notices.length > 1 || message.digest ? [headline(message)] : []),
    ...firstLines(message),
  ]),
  id: message.id,
  digest: message.digest,
  notices: message.notices.map(told),
});

const told = ({ what, alert, count, since, how }: Notice) => ({ what, ...alert, count, since, ...(how && { how }) });

/** These three begin links and calls to everybody there. */
const forSlack = (all: readonly string[]): string =>
  all.join('\n').replaceAll(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;' })[sign] ?? '&gt;');
