import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { readonly body: string; readonly signature: string };
/** How it takes the nth delivery, and how long it thinks about each. */
export type Manner = { readonly answer: (nth: number) => number; readonly holdMs?: number };

/** An endpoint that writes down what it is sent. */
export async function receiver(
  onTestFinished: (close: () => Promise<void>) => void,
  { answer, holdMs = 0 }: Manner = { answer: () => 200 },
) {
  const received: Received[] = [];
  let underway = 0;
  let most = 0;
  const server = createServer((req, res) => {
    underway += 1;
    most = Math.max(most, underway);
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      received.push({ body: Buffer.concat(chunks).toString(), signature: String(req.headers['stripe-signature']) });
      const status = answer(received.length);
      setTimeout(() => {
        underway -= 1;
        res.writeHead(status).end();
      }, holdMs);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    mostAtOnce: () => most,
    events: () => received.map(({ body }) => JSON.parse(body) as { id: string; type: string; api_version: string }),
  };
}
