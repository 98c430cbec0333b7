import { invalid, StripeProblem } from './errors.ts';

export type Reply = { readonly status: number; readonly body: string };
type Entry = { readonly fingerprint: string; reply?: Reply };

export type Idempotency = ReturnType<typeof createIdempotency>;

/**
 * Remembers the first reply to each key, refusals of a card included. What was refused before anything was done (any
 * other 4xx) isn't kept, so the same key may be used again.
 */
export function createIdempotency() {
  const entries = new Map<string, Entry>();

  return {
    /** @throws StripeProblem when the key came with other parameters (400) or is at work at this moment (409) */
    async once(
      key: string,
      fingerprint: string,
      run: () => Promise<Reply>,
    ): Promise<{ readonly reply: Reply; readonly replayed: boolean }> {
      if (key.length > 255)
        throw invalid('Idempotency key must be at most 255 characters', undefined, 'idempotency_key_too_long');
      const known = entries.get(key);
      if (known && known.fingerprint !== fingerprint) throw mismatch(key);
      if (known && known.reply === undefined) throw inUse(key);
      if (known?.reply) return { reply: known.reply, replayed: true };
      const entry: Entry = { fingerprint };
      entries.set(key, entry);
      const reply = await run().catch((error: unknown) => {
        entries.delete(key);
        throw error;
      });
      if (isKept(reply.status)) entry.reply = reply;
      else entries.delete(key);
      return { reply, replayed: false };
    },
  };
}

const isKept = (status: number): boolean => status < 400 || status === 402 || status >= 500;

const mismatch = (key: string): StripeProblem =>
  new StripeProblem(400, {
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    type: 'idempotency_error',
  });

const inUse = (key: string): StripeProblem =>
  new StripeProblem(409, {
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this idempotent key (that probably means you submitted twice, and the other request is still going through): ${key}.`,
    type: 'idempotency_error',
  });
