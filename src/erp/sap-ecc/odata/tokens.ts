import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { ErpError } from '../../errors.ts';
import type { Reply } from '../../http.ts';
import { createCookies } from '../cookies.ts';
import { refusal } from './refusal.ts';

export type Answered = Reply & { readonly headers: IncomingHttpHeaders };
/** Headers of a write. A token counts only together with the cookies that came with it. */
type Token = { readonly 'x-csrf-token': string; readonly cookie?: string };
type Fetch = (headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined) => Promise<Answered>;
type Tokens = {
  current(signal: AbortSignal | undefined): Promise<Token>;
  /** Another one in place of one that SAP no longer takes; one that was replaced meanwhile is not replaced again. */
  instead(stale: Token, signal: AbortSignal | undefined): Promise<Token>;
};

const request = { name: 'GET ZQUITTANCE_SRV', write: false } as const;

export function createTokens(fetch: Fetch): Tokens {
  let held: Token | undefined;

  async function fetched(signal: AbortSignal | undefined): Promise<Token> {
    const reply = await fetch({ 'x-csrf-token': 'Fetch' }, signal);
    if (reply.status < 200 || reply.status > 299) throw refusal(request, reply);
    const token = reply.headers['x-csrf-token'];
    if (typeof token !== 'string' || token === '')
      throw new ErpError(
        'unavailable',
        `${request.name} gave no X-CSRF-Token: check the service in /IWFND/MAINT_SERVICE`,
      );
    const cookies = createCookies();
    cookies.take(reply.headers);
    held = { 'x-csrf-token': token, ...cookies.header };
    return held;
  }

  return {
    current: async (signal) => held ?? fetched(signal),
    instead: async (stale, signal) => (held && held !== stale ? held : fetched(signal)),
  };
}
