import { stringify } from 'lossless-json';
import type { Agent } from 'undici';
import * as http from '../http.ts';

export type Outgoing = http.Request & {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  /** Sent as JSON; a LosslessNumber is written bare, digit by digit. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly signal: AbortSignal;
};
/** One request, one reply. @throws ErpError when there is no reply. */
export type Exchange = (agent: Agent, outgoing: Outgoing) => Promise<http.Reply>;

export const exchange: Exchange = async (agent, { body, token, headers, ...outgoing }) => {
  const text = stringify(body);
  return http.exchange(agent, {
    ...outgoing,
    headers: {
      accept: 'application/json',
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
  });
};

/** The same, and once more where the site sends it on within itself: the login travels along, so never to another origin. */
export const followed: Exchange = async (agent, outgoing) => {
  const reply = await exchange(agent, outgoing);
  const url = onward(outgoing.url, reply);
  return url === undefined ? reply : exchange(agent, { ...outgoing, url });
};

/** Only 307 and 308 say that nothing was done and that the same request is wanted elsewhere. */
function onward(from: string, { status, location }: http.Reply): string | undefined {
  if ((status !== 307 && status !== 308) || location === undefined || !URL.canParse(location, from)) return undefined;
  const to = new URL(location, from);
  return to.origin === new URL(from).origin ? to.href : undefined;
}
