import { z } from 'zod';

const callback = z.object({ Content: z.unknown(), Callback: z.object({ Url: z.url() }) });
/** The simulator calls nobody but who runs beside it. */
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What is to be posted, and who wants to hear of it (M); nothing for a body that can't be read. */
export function readCallback(body: unknown): { readonly content: unknown; readonly url: string } | undefined {
  const { data } = callback.safeParse(body);
  if (!data || !loopback.has(new URL(data.Callback.Url).hostname)) return undefined;
  return { content: data.Content, url: data.Callback.Url };
}

/** Tells once; whoever doesn't listen then is not told again. */
export const callBack =
  (url: string) =>
  (shown: object): void => {
    const headers = { 'content-type': 'application/json' };
    const told = fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(shown),
      signal: AbortSignal.timeout(5_000),
    });
    told.catch(() => undefined);
  };
