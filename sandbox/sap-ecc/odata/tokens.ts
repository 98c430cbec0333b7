import { randomBytes, randomUUID } from 'node:crypto';

/** Tokens against cross-site requests, each bound to the session of its cookie. */
export function createTokens(cookieName: string) {
  const tokens = new Map<string, string>();
  const cookieIn = (cookies: string | undefined): string =>
    new RegExp(`(?:^|;\\s*)${cookieName}=([^;]*)`).exec(cookies ?? '')?.[1] ?? '';
  return {
    /** The session's token; a new session where the cookies name none. */
    fetch: (cookies: string | undefined): { readonly token: string; readonly setCookies: readonly string[] } => {
      const known = tokens.get(cookieIn(cookies));
      if (known !== undefined) return { token: known, setCookies: [] };
      const session = randomUUID();
      const token = randomBytes(18).toString('base64');
      tokens.set(session, token);
      return {
        token,
        setCookies: ['sap-usercontext=sap-language=EN; path=/', `${cookieName}=${session}; path=/; HttpOnly`],
      };
    },
    holds: (cookies: string | undefined, token: string | undefined): boolean =>
      token !== undefined && tokens.get(cookieIn(cookies)) === token,
  };
}
