import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import type { Door } from '../../../src/erp/sap-ecc/soap.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Name of the function, if one is called. */
  readonly called: string;
};
type Given = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
};
type Handler = (asked: Asked, response: ServerResponse) => Given | undefined;

const functionIn = (body: string): string => /<urn:([A-Z0-9_]+)/.exec(body)?.[1] ?? '';

/** A SAP system that says what the test wants; a handler that gives nothing leaves the request hanging, or answered itself. */
export async function fakeSap(handler: Handler): Promise<{ asked: Asked[]; door: Door }> {
  const asked: Asked[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://sap');
    const { method = '', headers } = request;
    const one = { method, path, query, headers, body, called: functionIn(body) };
    asked.push(one);
    const given = handler(one, response);
    if (!given) return;
    response.writeHead(given.status ?? 200, { 'content-type': 'text/xml; charset=utf-8', ...mutable(given.headers) });
    response.end(given.body ?? '');
  }
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const door: Door = {
    agent: new Agent(),
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    client: '100',
    language: 'EN',
    credentials: () => ({ authorization: 'Basic c2FwOnNlY3JldA==' }),
    requestMs: 3_000,
    soapAction: '',
  };
  return { asked, door };
}

const mutable = (headers: Given['headers'] = {}): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );

/** An answer of `/sap/bc/soap/rfc`, or with another mark one of a service of SOAMANAGER. */
export const answered = (functionName: string, inner: string, mark = '.Response'): string =>
  `<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>
   <rfc:${functionName}${mark} xmlns:rfc="urn:sap-com:document:sap:rfc:functions">${inner}</rfc:${functionName}${mark}>
   </SOAP-ENV:Body></SOAP-ENV:Envelope>`;

export const fault = (type: string, message = ''): string =>
  `<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault>
   <faultcode>SOAP-ENV:Server</faultcode><faultstring>${message}</faultstring><detail>
   <rfc:Error xmlns:rfc="urn:sap-com:document:sap:soap:functions"><type>${type}</type><message>${message}</message></rfc:Error>
   </detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`;

export const row = (fields: Readonly<Record<string, string>>): string => `<item>${structure(fields)}</item>`;
export const structure = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');
