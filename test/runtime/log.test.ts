import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, forFlow } from '../../src/runtime/log.ts';
import { ErpError } from '../../src/erp/errors.ts';

function capture(pretty = false) {
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', pretty, sink: { write: (line) => lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

const planted = 'Ada Lovelace';
const card = '4242 4242 4242 4242';

describe('a log line', () => {
  it('carries company, flow and Stripe id, and neither host nor process', () => {
    const { log, last } = capture();
    forFlow(log, { company: 'acme', flow: 'orderToCash', stripeId: 'pi_1' }).info('order 100198 posted');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      company: 'acme',
      flow: 'orderToCash',
      stripeId: 'pi_1',
      msg: 'order 100198 posted',
    });
  });

  it.each([
    'apiKey',
    'api_key',
    'authorization',
    'Authorization',
    'secret',
    'webhookSecret',
    'client_secret',
    'password',
    'token',
    'accessToken',
    'email',
    'receipt_email',
    'name',
    'phone',
    'address',
    'card',
    'number',
    'stripe-signature',
    'cookie',
  ])('hides the field %s at every depth', (key) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.boolean(), (depth, inList) => {
        const { log, lines } = capture();
        let object: Record<string, unknown> = { [key]: planted };
        for (let level = 0; level < depth; level += 1) object = { inner: inList ? [object] : object };
        log.info(object, 'said');
        expect(lines.join()).not.toContain(planted);
        expect(lines.join()).toContain('said');
      }),
      { numRuns: 20 },
    );
  });

  it('hides them in the fields of a child logger too', () => {
    const { log, lines } = capture();
    log.child({ customer: { name: planted } }).info('x');
    expect(lines.join()).not.toContain(planted);
  });

  it.each([
    ['the message', (log: ReturnType<typeof capture>['log']) => log.info(`paid with ${card}`)],
    ['a value put into the message', (log: ReturnType<typeof capture>['log']) => log.info('paid with %s', card)],
    ['a field', (log: ReturnType<typeof capture>['log']) => log.info({ note: card }, 'x')],
    ['a number', (log: ReturnType<typeof capture>['log']) => log.info({ note: 4242424242424242 }, 'x')],
    ['an error alone', (log: ReturnType<typeof capture>['log']) => log.error(new Error(`no ${card}`))],
    [
      'an error with a message',
      (log: ReturnType<typeof capture>['log']) => log.error({ err: new Error(`no ${card}`) }, 'x'),
    ],
    [
      'the cause of an error',
      (log: ReturnType<typeof capture>['log']) => log.error(new Error('no', { cause: new Error(card) })),
    ],
  ])('hides a card number in %s', (_where, write) => {
    const { log, lines } = capture();
    write(log);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/4242/);
    expect(lines[0]).toContain('[card]');
    expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  });

  it('keeps what one needs of an error: kind, code, place and stack', () => {
    const { log, last } = capture();
    log.error({ err: new ErpError('rejected', 'item unknown', { where: 'Lines[2].ItemId' }) });
    expect(last()).toMatchObject({
      msg: 'item unknown',
      err: { type: 'ErpError', code: 'rejected', where: 'Lines[2].ItemId' },
    });
    expect(JSON.stringify(last())).toContain('log.test.ts');
  });

  it('bears values that refer to themselves, and null', () => {
    const { log, lines } = capture();
    const loop: Record<string, unknown> = { nothing: null };
    loop['self'] = loop;
    log.info(loop, 'x');
    expect(lines).toHaveLength(1);
  });

  it('is readable for people when asked to be', () => {
    const { log, lines } = capture(true);
    forFlow(log, { company: 'acme', flow: 'orderToCash', stripeId: 'pi_1' }).warn({ attempt: 2 }, 'busy');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}acme orderToCash pi_1 busy \{"attempt":2\}\n$/);
  });

  it('stays away below the level', () => {
    const { log, lines } = capture();
    log.trace('x');
    expect(lines).toEqual([]);
  });
});
