import { connect, createServer } from 'node:net';

/** A port that nobody listens on right now. */
export const freePort = (): Promise<number> => bind(0);

type Wishes = readonly [wanted: number | undefined, ...next: (number | undefined)[]];

/** The wanted port, which must be free; without one the first free of the next, so that addresses last; else any. */
export async function choosePort(owner: string, [wanted, ...next]: Wishes): Promise<number> {
  if (wanted === undefined) return firstFree(next);
  return bind(wanted).catch((cause: unknown) => {
    const mend = `end what listens there, or choose another port for ${owner}`;
    throw new Error(`Port ${wanted} of 127.0.0.1, meant for ${owner}, is taken: ${mend}`, { cause });
  });
}

async function firstFree(ports: readonly (number | undefined)[]): Promise<number> {
  for (const port of ports) {
    const bound = port === undefined ? undefined : await bind(port).catch(() => undefined);
    if (bound !== undefined) return bound;
  }
  return freePort();
}

const bind = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });

/** @throws Error when nobody listens there. */
export const listens = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 });
    socket.once('connect', () => resolve(void socket.destroy()));
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(new Error(`Nobody answers on port ${port}`)));
  });
