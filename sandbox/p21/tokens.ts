import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from './calendar.ts';

export type Login = { readonly username: string; readonly password: string };
export type Client = { readonly id?: string; readonly secret: string };
type Options = {
  readonly users: readonly Login[];
  readonly clients: readonly Client[];
  readonly lifetimeSeconds: () => number;
  readonly clock: Clock;
};

const byPassword = z.object({ username: z.string(), password: z.string() });
const bySecret = z.object({
  GrantType: z.literal('client_credentials'),
  ClientId: z.string().optional(),
  ClientSecret: z.string(),
  /** A user of Prophet 21 in whose name the client acts. */
  username: z.string().optional(),
});
const byRefresh = z.object({ GrantType: z.literal('refresh_token'), RefreshToken: z.string() });

/** Bearer tokens that really expire, by the ERP's own clock. */
export function createTokens({ users, clients, lifetimeSeconds, clock }: Options) {
  const issued = new Map<string, { readonly user: string; readonly until: number }>();
  const refreshable = new Map<string, string>();

  const issue = (user: string) => {
    const seconds = lifetimeSeconds();
    const reply = {
      AccessToken: randomBytes(24).toString('base64url'),
      RefreshToken: randomBytes(24).toString('base64url'),
      ExpiresInSeconds: seconds,
      TokenType: 'Bearer' as const,
    };
    issued.set(reply.AccessToken, { user, until: clock.now().getTime() + seconds * 1_000 });
    refreshable.set(reply.RefreshToken, user);
    return reply;
  };
  const userIn = (body: unknown): string | undefined => {
    const { data } = byPassword.safeParse(body);
    return users.find((user) => user.username === data?.username && user.password === data.password)?.username;
  };
  const clientIn = (body: unknown): string | undefined => {
    const { data } = bySecret.safeParse(body);
    const isUnknown = data?.username !== undefined && !users.some(({ username }) => username === data.username);
    const client = clients.find(({ id, secret }) => secret === data?.ClientSecret && (data.ClientId ?? id) === id);
    return client && !isUnknown ? (data?.username ?? client.id ?? 'consumer') : undefined;
  };
  const refreshedIn = (body: unknown): string | undefined => {
    const { data } = byRefresh.safeParse(body);
    const user = data && refreshable.get(data.RefreshToken);
    if (data) refreshable.delete(data.RefreshToken);
    return user;
  };
  const tokenIn = (header: string | undefined) => /^Bearer (\S+)$/.exec(header ?? '')?.[1];

  return {
    /** Nothing for wrong credentials. A refresh token works once. */
    login: (body: unknown) => {
      const user = userIn(body) ?? clientIn(body) ?? refreshedIn(body);
      return user === undefined ? undefined : issue(user);
    },
    /** Whose token it is, for a header that nothing is wrong with. */
    userOf: (header: string | undefined): string => issued.get(tokenIn(header) ?? '')?.user ?? '',
    /** What is wrong with an Authorization header; nothing if it is good. */
    objection: (header: string | undefined) => {
      const token = tokenIn(header);
      if (token === undefined) {
        return {
          Description: "Authorization header was not present or 'Bearer' was missing.",
          Error: 'invalid_request',
        };
      }
      const isGood = (issued.get(token)?.until ?? 0) > clock.now().getTime();
      return isGood ? undefined : { Description: 'The token is unknown or has expired.', Error: 'invalid_token' };
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;
export type Token = NonNullable<ReturnType<Tokens['login']>>;
