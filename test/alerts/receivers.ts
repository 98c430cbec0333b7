import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Post = { readonly body: string; readonly headers: IncomingHttpHeaders };

/** A webhook's other side: keeps what came, and answers with `status` as it is at that moment. */
export async function httpReceiver() {
  const posts: Post[] = [];
  const methods: string[] = [];
  const answer = { status: 200 };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      methods.push(request.method ?? '');
      if (request.method === 'POST' && answer.status < 300) posts.push({ body, headers: request.headers });
      response.writeHead(answer.status).end('ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T0/B0/secret-of-the-channel`,
    posts,
    methods,
    answer,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Mail = { readonly from: string; readonly to: readonly string[]; readonly text: string };

/** A mail server with one user, `alerts` and `pass word`, and a certificate of its own (that of smtp-server). */
export async function mailServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const answer: { refusal?: string; unknown?: string } = {};
  const server = new SMTPServer({
    disabledCommands: [],
    authOptional: true,
    ...options,
    onAuth: ({ username, password }, _session, done) =>
      username === 'alerts' && password === 'pass word'
        ? done(null, { user: username })
        : done(new Error('Wrong password of finance@example.com')),
    onRcptTo: ({ address }, _session, done) =>
      address === answer.unknown ? done(new Error(`No mailbox ${address}`)) : done(),
    onData: (stream, { envelope }, done) => {
      let text = '';
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      stream.on('end', () => {
        if (answer.refusal !== undefined) return done(new Error(answer.refusal));
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  server.on('error', () => undefined); // A client that hangs up is no matter here.
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, answer, close: () => new Promise<void>((closed) => server.close(() => closed())) };
}
