import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTransport } from 'nodemailer';
import { openAlertPost, type AlertPost } from '../../../sandbox/demo/alert-post.ts';

let post: AlertPost;
beforeAll(async () => {
  post = await openAlertPost();
});
afterAll(() => post.close());

/** Says each line once the one before was answered, and hangs up, as a process that is killed in the middle. */
async function hangUpAfter(url: string, words: readonly string[], answer: RegExp): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');
  const answers = socket[Symbol.asyncIterator]();
  const last = async (): Promise<string> => String((await answers.next()).value);
  let heard = url.startsWith('smtp:') ? await last() : '';
  for (const [index, line] of words.entries()) {
    socket.write(`${line}\r\n`);
    if (index < words.length - 1) heard = await last();
  }
  expect(heard).toMatch(answer);
  await pause(200);
  socket.destroy();
}

const notice = { what: 'raised', company: 'shop', caseId: 'c/1', code: 'conflict' };
const sendMail = () =>
  createTransport(post.smtpUrl).sendMail({
    from: 'a@example.com',
    to: 'b@example.com',
    headers: { 'X-Quittance-Message': 'm1' },
    text: '[shop] conflict at "order": case 6ac3a6f4-3f3d-4bd4-9f0c-4b2f0f6a7c11/1',
  });
const postNotice = (body: unknown) => fetch(post.webhookUrl, { method: 'POST', body: JSON.stringify(body) });

describe('the receivers of alerts', () => {
  it('outlive a sender that is killed in the middle of a mail, and hear the next one', async () => {
    await hangUpAfter(
      post.smtpUrl,
      ['EHLO x', 'MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>', 'DATA', 'Subject: half'],
      /^354/,
    );
    await sendMail();

    expect(post.mailbox.map(({ message, what }) => ({ message, what }))).toEqual([{ message: 'm1', what: 'raised' }]);
  });

  it('outlive a sender that is killed in the middle of a post, and hear the next one', async () => {
    await hangUpAfter(
      post.webhookUrl,
      ['POST /alerts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"id":'],
      /^$/,
    );
    expect((await postNotice({ id: 'm2', notices: [notice] })).status).toBe(200);

    expect(post.webhook).toEqual([{ message: 'm2', company: 'shop', caseId: 'c/1', what: 'raised', code: 'conflict' }]);
  });

  it('refuse what they do not understand, so that it is seen', async () => {
    expect((await postNotice({ id: 'm3' })).status).toBe(400);
  });
});
