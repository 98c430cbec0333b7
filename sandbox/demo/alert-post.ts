import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';

/** What people were told of a case: that it waits, or that it is over. `message` is the same when it was sent twice. */
export type Told = {
  readonly message: string;
  readonly company: string;
  readonly caseId: string;
  readonly what: 'raised' | 'recovered';
  /** What is the matter, as far as the words say. */
  readonly code?: string;
};
/** Where alerts arrive: a mailbox, and what a chat shows. */
export type AlertPost = {
  readonly webhookUrl: string;
  readonly smtpUrl: string;
  readonly webhook: readonly Told[];
  readonly mailbox: readonly Told[];
  close(): Promise<void>;
};

const posted = z.object({
  id: z.string(),
  notices: z.array(
    z.object({
      what: z.enum(['raised', 'recovered']),
      company: z.string(),
      caseId: z.string().optional(),
      code: z.string().optional(),
    }),
  ),
});

/** Opens both, for the product's alerts. */
export async function openAlertPost(): Promise<AlertPost> {
  const webhook: Told[] = [];
  const mailbox: Told[] = [];
  const hear = async (request: IncomingMessage): Promise<void> => {
    const body = await text(request);
    if (request.method === 'POST') webhook.push(...toldIn(body));
  };
  const keep = async (mail: Readable): Promise<void> => void mailbox.push(...toldByMail(await text(mail)));
  const kept = callbackify(keep);
  const http = createServer((request, response) => {
    hear(request).then(
      () => response.end('ok'),
      () => response.writeHead(400).end('not understood, or cut off'),
    );
  });
  // A relay inside the house: nobody signs in, and there is no TLS.
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => kept(stream, done),
  });
  smtp.on('error', () => undefined); // Who hangs up comes again.
  http.listen(0, '127.0.0.1');
  smtp.listen(0, '127.0.0.1');
  await Promise.all([once(http, 'listening'), once(smtp.server, 'listening')]);
  const portOf = (address: unknown): number => (address as AddressInfo).port;
  return {
    webhookUrl: `http://127.0.0.1:${portOf(http.address())}/alerts`,
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server.address())}`,
    webhook,
    mailbox,
    async close() {
      http.closeAllConnections();
      await Promise.all([
        new Promise((closed) => http.close(closed)),
        new Promise<void>((closed) => smtp.close(() => closed())),
      ]);
    },
  };
}

function toldIn(body: string): readonly Told[] {
  const { id: message, notices } = posted.parse(JSON.parse(body));
  return notices.flatMap(({ what, company, caseId, code }) =>
    caseId ? [{ message, company, caseId, what, ...(code && { code }) }] : [],
  );
}

/** As a person reads it: a line for each, `[shop] Over (retry): …, case …/1)`. */
export function toldByMail(mail: string): readonly Told[] {
  const [head = '', ...body] = mail.split(/\r?\n\r?\n/);
  const [, message = ''] = /^X-Quittance-Message: (\S+)/im.exec(head) ?? [];
  return body.flatMap((paragraph): readonly Told[] => {
    const words = unquoted(paragraph).replaceAll(/\s*\n\s*/g, ' ');
    const [, company, over, caseId] = /^\[([^\]]+)\] (Over\b)?.*\bcase ([0-9a-f-]{36}\/\d+)/.exec(words) ?? [];
    const [, code] = /: ([a-z-]+) at "/.exec(words) ?? [];
    if (!company || !caseId) return [];
    return [{ message, company, caseId, what: over ? 'recovered' : 'raised', ...(code && { code }) }];
  });
}

/** Quoted-printable ASCII. */
const unquoted = (line: string): string =>
  line
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
