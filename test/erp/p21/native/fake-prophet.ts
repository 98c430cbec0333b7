import { Agent } from 'undici';
import { createTokens } from '../../../../src/erp/p21/auth.ts';
import { native } from '../../../../src/erp/p21/dialects.ts';
import { createNativeClient } from '../../../../src/erp/p21/native/client.ts';
import type { RequestSeen } from '../../../../src/erp/http.ts';
import { fakeGateway, tokenAnswer, tokenPath, type Answer, type Asked } from '../fake-gateway.ts';

export const routerPath = '/api/ui/router/v1/';
export const signal = (): AbortSignal => AbortSignal.timeout(5_000);

type Handler = (asked: Asked, n: number) => Answer | undefined;
type Options = {
  readonly requestMs?: number;
  /** In place of the UI server's address. */
  readonly router?: (baseUrl: string, n: number) => Answer;
  /** In place of the usual logins. */
  readonly token?: (n: number) => Answer;
};

/** A Prophet 21 that logs in, tells its UI server and otherwise says what the test wants. */
export async function fakeProphet(handler: Handler, { requestMs = 5_000, router, token = tokenAnswer }: Options = {}) {
  const calls: Asked[] = [];
  const counts = { logins: 0, routed: 0 };
  const seen: Omit<RequestSeen, 'ms'>[] = [];
  let base = '';
  const { baseUrl, asked } = await fakeGateway(
    (one) => {
      if (one.path === tokenPath) return token((counts.logins += 1));
      if (one.path === routerPath) {
        counts.routed += 1;
        return router?.(base, counts.routed) ?? { body: { Url: `${base}/uiserver0` } };
      }
      calls.push(one);
      return handler(one, calls.length);
    },
    { tokens: false },
  );
  base = baseUrl;
  const agent = new Agent();
  const auth = { kind: 'user_token', username: 'quittance', password: () => 'secret' } as const;
  const tokens = createTokens({ agent, baseUrl, auth, requestMs, dialect: native });
  const onRequest = ({ ms: _ms, ...rest }: RequestSeen): void => void seen.push(rest);
  const client = createNativeClient({ agent, baseUrl, tokens, requestMs, onRequest });
  return { baseUrl, client, calls, asked, seen, counts };
}
