import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

export type Latency = {
  /** Of a request on its way to SAP. */
  readonly thereMs: number;
  readonly backMs: number;
  /** Of the answer to a function that changes something. */
  readonly backFromChangeMs: number;
};
type Called = { readonly functionName: string; answered: boolean };

const nameIn = (body: string): string => /<(?:\w+:)?((?:BAPI|RFC|Z_QTC)\w*)/.exec(body)?.[1] ?? 'logoff';
const changes = /(?:_CREATE|_POST|_COMMIT)/;
const ofOneHop = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

/**
 * The network between one worker and SAP: it takes its time, so that a death can fall between any two messages, and what
 * the worker had sent arrives although the worker is dead. Knows which function calls went over it.
 */
export async function startWire(sapUrl: string, latency: Latency) {
  const calls: Called[] = [];
  const carried = new Set<Promise<void>>();
  const answers = new EventEmitter();

  const server = createServer((incoming, outgoing) => {
    const carry = async (): Promise<void> => {
      const body = await text(incoming);
      const call = { functionName: nameIn(body), answered: false };
      calls.push(call);
      await sleep(latency.thereMs);
      const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !ofOneHop.has(name)));
      const method = incoming.method === 'GET' ? 'GET' : 'POST';
      const reply = await request(`${sapUrl}${incoming.url}`, { method, headers, ...(method === 'POST' && { body }) });
      const answer = await reply.body.text();
      call.answered = true;
      answers.emit(call.functionName);
      await sleep(changes.test(call.functionName) ? latency.backFromChangeMs : latency.backMs);
      for (const [name, value] of Object.entries(reply.headers))
        if (value !== undefined && !ofOneHop.has(name)) outgoing.setHeader(name, value);
      outgoing.writeHead(reply.statusCode).end(answer);
    };
    // The worker's end of the line may be gone by now; SAP has done its part.
    const carrying: Promise<void> = carry()
      .catch(() => undefined)
      .finally(() => carried.delete(carrying));
    carried.add(carrying);
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Functions that the worker has called until now. */
    called: (): ReadonlySet<string> => new Set(calls.map(({ functionName }) => functionName)),
    /** Those of them that SAP is done with, whether the worker knows it or not. */
    answered: (): ReadonlySet<string> =>
      new Set(calls.filter(({ answered }) => answered).map(({ functionName }) => functionName)),
    /** At the moment when SAP is done with it, which the worker hears only after the latency. */
    untilAnswered: async (functionName: string): Promise<void> => void (await once(answers, functionName)),
    /** Once everything that is under way has arrived. */
    async close(): Promise<void> {
      const closed = new Promise((done) => void server.close(done));
      server.closeIdleConnections();
      await Promise.all(carried);
      server.closeAllConnections();
      await closed;
    },
  };
}
export type Wire = Awaited<ReturnType<typeof startWire>>;
