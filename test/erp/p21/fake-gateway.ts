import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { P21FacadeOptions } from '../../../src/erp/p21/facade/adapter.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** The body as it came, since numbers lose digits otherwise. */
  readonly text: string;
};
export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
};
type Handler = (asked: Asked, response: ServerResponse) => Answer | undefined;

export const tokenAnswer = (n = 1): Answer => ({
  body: { AccessToken: `access-${n}`, RefreshToken: `refresh-${n}`, ExpiresInSeconds: 86_400, TokenType: 'Bearer' },
});
export const tokenPath = '/api/security/token/v2';

/** A gateway that says what the test wants; a handler that gives nothing leaves the request hanging, or answered itself. */
export async function fakeGateway(handler: Handler, { tokens = true } = {}) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway');
    const one = {
      method: request.method ?? '',
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      text,
    };
    const login = tokens && pathname === tokenPath;
    if (!login) asked.push(one);
    const given = login ? tokenAnswer() : handler(one, response);
    if (!given) return;
    response.writeHead(given.status ?? 200, { 'content-type': 'application/json', ...given.headers });
    response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = {
    baseUrl,
    company: 'ACME',
    auth: { kind: 'user_token', username: 'quittance', password: () => 'secret' },
    requestMs: 5_000,
  } as const satisfies P21FacadeOptions;
  return { baseUrl, asked, options };
}

export const refused = (ErrorMessage: string, ErrorType = 'P21.Business.Common.BusinessException') => ({
  DateTimeStamp: '2026-01-30T09:15:00.000Z',
  ErrorMessage,
  ErrorType,
  HostName: 'GATEWAY',
  InnerException: null,
  LogId: '1',
});

export const pageOf = (list: readonly unknown[], Page = 1, More: 'Y' | 'N' = 'N') => ({
  list,
  Page,
  PageSize: 200,
  More,
});
