import type { Agent } from 'undici';
import * as http from '../http.ts';

export type Outgoing = http.Request & {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: unknown;
  readonly token?: string;
  readonly signal: AbortSignal;
};

/** One request in JSON, one reply. @throws ErpError when there is no reply. */
export const exchange = async (agent: Agent, { body, token, ...outgoing }: Outgoing): Promise<http.Reply> =>
  http.exchange(agent, {
    ...outgoing,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
