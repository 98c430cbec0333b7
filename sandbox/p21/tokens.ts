import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from './calendar.ts';

export type Login = { readonly username: string; readonly password: string };
export type Client = { readonly id?: string; readonly secret: string };
type Options = {
  readonly users: readonly Login[];
  readonly clients: readonly Client[];
  readonly lifetimeSeconds: number;
  readonly clock: Clock;
};

const byPassword = z.object({ username: z.string(), password: z.string() });
const bySecret = z.object({
  GrantType: z.literal('client_credentials'),
  ClientId: z.string().optional(),
  ClientSecret: z.string(),
});
const byRefresh = z.object({ GrantType: z.literal('refresh_token'), RefreshToken: z.string() });

/** Bearer tokens that really expire, by the ERP's own clock. */
export function createTokens({ users, clients, lifetimeSeconds, clock }: Options) {
  const expiries = new Map<string, number>();
  const refreshable = new Set<string>();

  const issue = () => {
    const reply = {
      AccessToken: randomBytes(24).toString('base64url'),
      RefreshToken: randomBytes(24).toString('base64url'),
      ExpiresInSeconds: lifetimeSeconds,
      TokenType: 'Bearer' as const,
    };
    expiries.set(reply.AccessToken, clock.now().getTime() + lifetimeSeconds * 1_000);
    refreshable.add(reply.RefreshToken);
    return reply;
  };
  const isUser = (body: unknown): boolean => {
    const { data } = byPassword.safeParse(body);
    return users.some((user) => user.username === data?.username && user.password === data.password);
  };
  const isClient = (body: unknown): boolean => {
    const { data } = bySecret.safeParse(body);
    return clients.some(({ id, secret }) => secret === data?.ClientSecret && (data.ClientId ?? id) === id);
  };
  const isRefresh = (body: unknown): boolean => {
    const { data } = byRefresh.safeParse(body);
    return data !== undefined && refreshable.delete(data.RefreshToken);
  };

  return {
    /** Nothing for wrong credentials. A refresh token works once. */
    login: (body: unknown) => (isUser(body) || isClient(body) || isRefresh(body) ? issue() : undefined),
    /** What is wrong with an Authorization header; nothing if it is good. */
    objection: (header: string | undefined) => {
      const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
      if (token === undefined) {
        return {
          Description: "Authorization header was not present or 'Bearer' was missing.",
          Error: 'invalid_request',
        };
      }
      const isGood = (expiries.get(token) ?? 0) > clock.now().getTime();
      return isGood ? undefined : { Description: 'The token is unknown or has expired.', Error: 'invalid_token' };
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;
