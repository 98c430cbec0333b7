import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PartlySent } from '../../src/alerts/channel.ts';
import { createEmailChannel } from '../../src/alerts/email-channel.ts';
import { mailServer } from './receivers.ts';
import { sampleMessage, storm } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'quittance-mail-'));
let key = '';
let cert = '';
beforeAll(() => {
  const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '2', ...files, ...subject], {
    stdio: 'ignore',
  });
  key = readFileSync(join(folder, 'key'), 'utf8');
  cert = readFileSync(join(folder, 'cert'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});
type Given = {
  readonly scheme?: 'smtp' | 'smtps';
  readonly user?: string;
  readonly tls?: 'required' | 'if_offered';
  readonly trusted?: boolean;
  /** The server offers no STARTTLS. */
  readonly plain?: boolean;
};
async function mailing({ scheme = 'smtp', user = '', tls = 'required', trusted = true, plain = false }: Given = {}) {
  const server = await mailServer({
    key,
    cert,
    secure: scheme === 'smtps',
    ...(plain && { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
  });
  endings.push(server.close);
  const channel = createEmailChannel({
    name: 'email',
    url: () => `${scheme}://${user}${user && '@'}127.0.0.1:${server.port}`,
    from: 'quittance@example.com',
    to: ['ops@example.com', 'finance@example.com'],
    tls,
    ...(trusted && { ca: () => cert }),
    patienceMs: 3_000,
  });
  return { server, channel };
}
const right = 'alerts:pass%20word';

describe('a mail', () => {
  it.each(['smtp', 'smtps'] as const)('goes to everybody by %s with TLS and a password', async (scheme) => {
    const { server, channel } = await mailing({ scheme, user: right });
    await channel.send(sampleMessage());
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'quittance@example.com', to: ['ops@example.com', 'finance@example.com'] });
    expect(mail?.text).toContain('Subject: Quittance: acme rejected');
    expect(mail?.text.replaceAll(/=\r\n/g, '')).toContain('[acme] business case: rejected at "post order" of pi_1');
    expect(mail?.text).toContain('Auto-Submitted: auto-generated');
  });

  it('names all of a storm', async () => {
    const { server, channel } = await mailing();
    await channel.send(sampleMessage({ notices: storm(60) }));
    expect(server.mails[0]?.text.match(/business case of pi_\d+/g)).toHaveLength(60);
  });

  it('that is sent twice has one Message-ID', async () => {
    const { server, channel } = await mailing();
    await channel.send(sampleMessage());
    await channel.send(sampleMessage());
    const ids = server.mails.map(({ text }) => /^Message-ID: (.*)$/im.exec(text)?.[1]);
    expect(ids).toEqual([`<${sampleMessage().id}@example.com>`, `<${sampleMessage().id}@example.com>`]);
  });

  it('goes to a relay without TLS only where that is allowed', async () => {
    const refused = await mailing({ plain: true });
    await expect(refused.channel.send(sampleMessage())).rejects.toThrow(/STARTTLS|TLS/i);
    expect(refused.server.mails).toEqual([]);
    const allowed = await mailing({ plain: true, tls: 'if_offered' });
    await allowed.channel.send(sampleMessage());
    expect(allowed.server.mails).toHaveLength(1);
  });

  it('never takes a password along without TLS', async () => {
    const { server, channel } = await mailing({ plain: true, tls: 'if_offered', user: right });
    await expect(channel.send(sampleMessage())).rejects.toThrow();
    expect(server.mails).toEqual([]);
  });

  it.each(['smtp', 'smtps'] as const)('goes by %s to nobody whose certificate is not trusted', async (scheme) => {
    const { server, channel } = await mailing({ scheme, trusted: false });
    await expect(channel.send(sampleMessage())).rejects.toThrow(/certificate/i);
    expect(server.mails).toEqual([]);
  });

  it('that one of two addresses refuses has reached the other, and says so without naming anybody', async () => {
    const { server, channel } = await mailing();
    server.answer.unknown = 'finance@example.com';
    const trouble = await channel.send(sampleMessage()).catch((error: unknown) => error);
    expect(trouble).toBeInstanceOf(PartlySent);
    expect(String(trouble)).not.toContain('finance');
    expect(server.mails).toMatchObject([{ to: ['ops@example.com'] }]);
  });

  it('that is refused did not arrive', async () => {
    const { server, channel } = await mailing();
    server.answer.refusal = 'Mailbox full';
    await expect(channel.send(sampleMessage())).rejects.toThrow('Mailbox full');
  });
});

describe('a probe', () => {
  it('logs in and sends nothing', async () => {
    const { server, channel } = await mailing({ user: right });
    expect(await channel.probe()).toBe('accepts us');
    expect(server.mails).toEqual([]);
  });

  it('says what is wrong, without the password', async () => {
    const { channel } = await mailing({ user: 'alerts:wr0ng-one' });
    const trouble = await channel.probe().catch(String);
    expect(trouble).toMatch(/Invalid login/);
    expect(trouble).not.toContain('wr0ng-one');
  });
});

it.each(['smtp.example.com', 'https://user:s3cret@example.com', 'smtp://'])(
  'an address that is none says how one looks, and not itself',
  async (url) => {
    const channel = createEmailChannel({
      name: 'email',
      url: () => url,
      from: 'a@example.com',
      to: ['b@example.com'],
      tls: 'required',
    });
    const trouble = await channel.probe().catch(String);
    expect(trouble).toContain('write smtps://');
    expect(trouble).not.toContain('s3cret');
  },
);
