import { createTransport } from 'nodemailer';
import type { AlertMessage } from '../domain/alert.ts';
import { PartlySent, type AlertChannel } from './channel.ts';
import { headline, lines } from './words.ts';

type Options = {
  readonly name: string;
  /** `smtps://user:password@host` or `smtp://…`; read at each sending, for it holds a password. */
  readonly url: () => string;
  readonly from: string;
  readonly to: readonly string[];
  /** `if_offered` is for a relay of one's own that knows no TLS. A password never goes without it. */
  readonly tls: 'required' | 'if_offered';
  /** Of a server whose certificate is signed privately, PEM. */
  readonly ca?: () => string;
  readonly patienceMs?: number;
};

/** Mails. The Message-ID is made of the message's id: a mail that is sent twice is one in most mailboxes. */
export function createEmailChannel(options: Options): AlertChannel {
  const { name, from, to } = options;
  return {
    name,
    async send(message) {
      const { rejected } = await withServer(options, (server) =>
        server.sendMail({ ...mailOf(message, domainOf(from)), from, to: [...to] }),
      );
      if (rejected.length > 0)
        throw new PartlySent(`The mail server refused ${rejected.length} of ${to.length} recipients`);
    },
    async probe() {
      await withServer(options, (server) => server.verify());
      return 'accepts us';
    },
  };
}

type Server = ReturnType<typeof serverOf>;
async function withServer<T>(options: Options, work: (server: Server) => Promise<T>): Promise<T> {
  const server = serverOf(options);
  try {
    return await work(server);
  } finally {
    server.close();
  }
}

function serverOf({ url, tls, ca, patienceMs = 10_000 }: Options) {
  const { protocol, hostname, port, username, password } = addressOf(url());
  const secure = protocol === 'smtps:';
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && (tls === 'required' || username !== ''),
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    tls: { minVersion: 'TLSv1.2', ...(ca && { ca: ca() }) },
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    dnsTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** It is a secret: what can't be read of it must not stand in an error. */
function addressOf(url: string): URL {
  const address = URL.parse(url);
  if (address && /^smtps?:$/.test(address.protocol) && address.hostname) return address;
  throw new Error('The address of the mail server is none: write smtps://user:password@host, or smtp://host:port');
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).replace('>', '');

const mailOf = (message: AlertMessage, domain: string) => ({
  messageId: `<${message.id}@${domain}>`,
  subject: headline(message),
  text: `${lines(message).join('\n\n')}\n\nquittance cases list shows what waits; docs/runbook.md explains the codes.\n`,
  // So that no out-of-office answers, and no list takes it for a person's.
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Quittance-Message': message.id },
});
