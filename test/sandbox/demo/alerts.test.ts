import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAlertPost, type AlertPost } from '../../../sandbox/demo/alert-post.ts';
import { alertFaults, toldOf } from '../../../sandbox/demo/judge-alerts.ts';
import { createEmailChannel } from '../../../src/alerts/email-channel.ts';
import { createWebhookChannel } from '../../../src/alerts/webhook-channel.ts';
import type { Notice } from '../../../src/domain/alert.ts';

const caseId = '0c674106-5b4a-45ab-a676-e13fd773e874/1';
const notice = (what: Notice['what'], company = 'shop'): Notice => ({
  what,
  alert: {
    kind: 'business',
    company,
    code: 'rejected',
    subject: 'pi_1SandboxPaymentWithALongId',
    caseId,
    text: 'business case: rejected at "post the order and everything that belongs to it" of pi_1SandboxPaymentWithALongId',
  },
  count: 1,
  since: new Date(0),
  ...(what === 'recovered' && { how: 'retry' }),
});

describe('where the alerts of the demo arrive', () => {
  let post: AlertPost;
  beforeAll(async () => {
    post = await openAlertPost();
  });
  afterAll(() => post.close());

  it('understands what the product says by mail and by webhook', async () => {
    const email = createEmailChannel({
      name: 'email',
      url: () => post.smtpUrl,
      from: 'quittance@example.com',
      to: ['finance@example.com'],
      tls: 'if_offered',
    });
    const webhook = createWebhookChannel({ name: 'webhook', url: () => post.webhookUrl });
    const message = { id: 'm-1', digest: false, notices: [notice('raised'), notice('recovered', 'laden')] };
    await Promise.all([email.send(message), webhook.send(message)]);
    const wanted = [
      { message: 'm-1', company: 'shop', caseId, what: 'raised', code: 'rejected' },
      { message: 'm-1', company: 'laden', caseId, what: 'recovered', code: 'rejected' },
    ];
    expect(post.webhook).toEqual(wanted);
    expect(post.mailbox).toEqual(wanted);
  });

  it('passes over mail that is about no case', async () => {
    const before = post.mailbox.length;
    const server = createTransport({ url: post.smtpUrl, ignoreTLS: true });
    await server.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'Lunch', text: 'At noon?' });
    server.close();
    expect(post.mailbox).toHaveLength(before);
  });
});

describe('the judge of alerts', () => {
  const raised = { message: 'm-1', company: 'shop', caseId, what: 'raised' } as const;
  const over = { message: 'm-2', company: 'shop', caseId, what: 'recovered' } as const;
  const told = (...all: readonly (typeof raised | typeof over)[]) => ({ webhook: all, mailbox: all });
  const open = [{ caseId, code: 'rejected', isOpen: true }];
  const closed = [{ caseId, code: 'rejected', isOpen: false }];

  it('wants each case told once, and once that it is over', () => {
    expect(alertFaults('shop', open, told(raised))).toEqual([]);
    expect(alertFaults('shop', closed, told(raised, over))).toEqual([]);
    expect(toldOf('shop', told(raised, over))).toEqual({ raised: 1, recovered: 1 });
  });

  it('takes another code of the same case for news, and the same one again for one too many', () => {
    const heard = (...codes: readonly string[]) => {
      const all = codes.map((code, index) => ({ ...raised, message: `m-${index}`, code }));
      return alertFaults('shop', open, { webhook: all, mailbox: all });
    };
    expect(heard('busy', 'rejected')).toEqual([]);
    expect(heard('rejected', 'rejected')).toHaveLength(2);
  });

  it('misses what one of the channels never heard', () => {
    expect(alertFaults('shop', open, { webhook: [raised], mailbox: [] })).toEqual([
      `the mailbox heard of case ${caseId} (rejected) 0 times, not 1`,
    ]);
    expect(alertFaults('shop', closed, told(raised))).toHaveLength(2);
  });

  it('sees what was told twice, but not the same message that was sent again after a crash', () => {
    expect(alertFaults('shop', open, told(raised, raised))).toEqual([]);
    expect(alertFaults('shop', open, told(raised, { ...raised, message: 'm-3' } as never))).toHaveLength(2);
    expect(alertFaults('shop', open, told(raised, over))).toHaveLength(2);
  });
});
