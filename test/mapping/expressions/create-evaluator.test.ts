import { afterAll, describe, expect, it } from 'vitest';
import { createEvaluator } from '../../../src/mapping/expressions/create-evaluator.ts';
import type { Lookup, Outcome, Scope, Unit } from '../../../src/mapping/expressions/evaluator.ts';

const evaluator = createEvaluator();
afterAll(() => evaluator.stop());

let units = 0;
const unit = (head: Record<string, string>, lines?: Record<string, string>): Unit => ({
  id: `test@${++units}`,
  head,
  ...(lines && { lines }),
  lists: { channels: { shopify: 'WEB' } },
  timeZone: 'Europe/Berlin',
  characters: 'latin1',
});
const one = async (text: string, source: Scope['source'] = {}, lookup?: Lookup): Promise<Outcome> => {
  const { head } = await evaluator.run(unit({ field: text }), { source }, lookup);
  return head['field'] ?? { value: 'no outcome' };
};
const money = { minor: 11900, currency: 'EUR' };

describe('an evaluator', () => {
  it('evaluates a head once and its lines once for each line', async () => {
    const { head, lines } = await evaluator.run(
      unit({ number: 'order.id', total: 'order.total' }, { text: 'index & ": " & $cut(line.name, 3)', of: 'order.id' }),
      { source: { order: { id: '1001', total: money } }, lines: [{ name: 'Widget' }, { name: 'Bolt' }] },
    );
    expect(head).toEqual({ number: { value: '1001' }, total: { value: money } });
    expect(lines).toEqual([
      { text: { value: '0: Wid' }, of: { value: '1001' } },
      { text: { value: '1: Bol' }, of: { value: '1001' } },
    ]);
  });

  it('gives nothing where a path leads nowhere', async () => {
    expect(await one('order.nothing.at.all', { order: {} })).toEqual({ value: undefined });
    expect(await one('$clean(order.nothing)', { order: {} })).toEqual({ value: undefined });
  });

  it('lets one failed expression be, and the others of its run go on', async () => {
    const { head } = await evaluator.run(unit({ bad: '1 + "a"', good: '1 + 1', none: 'a b' }), { source: {} });
    expect(head['good']).toEqual({ value: 2 });
    expect(head['bad']).toMatchObject({ trouble: { code: 'failed', what: expect.stringContaining('whole numbers') } });
    expect(head['none']).toMatchObject({ trouble: { code: 'failed', at: 2 } });
  });

  it('refuses numbers that are not whole, wherever they come from', async () => {
    for (const text of ['amount', '[amount]', '{"minor": amount, "currency": "EUR"}', '19.99', 'whole / 3', '$sqrt(2)'])
      expect(await one(text, { amount: JSON.parse('0.1'), whole: 10 }), text).toHaveProperty('trouble');
  });

  it('keeps what one expression does from the next', async () => {
    const { head } = await evaluator.run(
      unit({ a: '($clone := function($o){$o}; list[])', b: 'list', c: '$x', d: '$append(list, 3)', e: 'list' }),
      { source: { list: [1, 2] } },
    );
    expect(head['b']).toEqual({ value: [1, 2] });
    expect(head['c']).toEqual({ value: undefined });
    expect(head['e']).toEqual({ value: [1, 2] });
  });

  it('knows a unit again by its id, and a draft that changed under it', async () => {
    const first = { ...unit({ field: '"a" & x' }), id: 'draft' };
    expect((await evaluator.run(first, { source: { x: 1 } })).head['field']).toEqual({ value: 'a1' });
    const second = { ...first, head: { field: '"b" & x' } };
    expect((await evaluator.run(second, { source: { x: 1 } })).head['field']).toEqual({ value: 'b1' });
  });

  it('forgets the oldest of many units and compiles it anew when it comes back', async () => {
    const few = createEvaluator({ threads: 1, limits: { units: 2 } });
    const many = Array.from({ length: 4 }, (_, at) => unit({ field: `${at} + x` }));
    for (const one of [...many, ...many])
      expect((await few.run(one, { source: { x: 0 } })).head['field']).toHaveProperty('value');
    await few.stop();
  });

  it('refuses to run after it was stopped, and ends what waits', async () => {
    const stopped = createEvaluator();
    const running = stopped.run(unit({ field: '1 + 1' }), { source: {} });
    await Promise.all([expect(running).rejects.toThrow('stopped'), stopped.stop()]);
    await expect(stopped.run(unit({ field: 'a' }), { source: {} })).rejects.toThrow('stopped');
  });
});

describe('a process that sleeps for a while', () => {
  it('blames no run that was done in time', async () => {
    const brief = createEvaluator({ threads: 1, limits: { runMs: 1_000 } });
    const run = () => brief.run(unit({ field: '"a" & id' }), { source: { id: 'b' } });
    await run();
    await new Promise(setImmediate); // From here on the clock is looked at before the thread is heard.
    const running = run();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
    expect((await running).head).toEqual({ field: { value: 'ab' } });
    await brief.stop();
  });
});

describe('$lookup', () => {
  it('asks each question once in a run', async () => {
    const asked: string[] = [];
    const lookup: Lookup = (table, key) => {
      asked.push(`${table}/${key}`);
      return Promise.resolve(key === 'cus_1' ? '100198' : undefined);
    };
    const found = await evaluator.run(
      unit({ a: '$lookup("customers", id)', b: '$lookup("customers", id) & "!"', c: '$lookup("customers", "x")' }),
      { source: { id: 'cus_1' } },
      lookup,
    );
    expect(found.head).toEqual({ a: { value: '100198' }, b: { value: '100198!' }, c: { value: undefined } });
    expect(asked).toEqual(['customers/cus_1', 'customers/x']);
  });

  it('is a trouble of its own when the other side fails, is silent or is not there', async () => {
    const lookups: (Lookup | undefined)[] = [() => Promise.reject(new Error('secret')), undefined];
    for (const lookup of lookups)
      expect(await one('$lookup("customers", "x")', {}, lookup)).toMatchObject({ trouble: { code: 'lookup' } });
    const brief = createEvaluator({ limits: { lookupMs: 20 } });
    const silent = await brief.run(
      unit({ a: '$lookup("t", "x")', b: '1 + 1' }),
      { source: {} },
      () => new Promise(() => {}),
    );
    expect(silent.head).toMatchObject({ a: { trouble: { code: 'lookup' } }, b: { value: 2 } });
    await brief.stop();
  });

  it('is bounded in number', async () => {
    const few = createEvaluator({ limits: { lookups: 3 } });
    let asked = 0;
    const { head } = await few.run(
      unit({ field: '$map([1..1000], function($i){$lookup("t", $string($i))})' }),
      { source: {} },
      () => Promise.resolve(String(++asked)),
    );
    expect(head['field']).toMatchObject({ trouble: { code: 'lookup' } });
    expect(asked).toBeLessThanOrEqual(4);
    await few.stop();
  });

  it("does not count waiting as the expression's time", async () => {
    const brief = createEvaluator({ limits: { expressionMs: 200, runMs: 400 } });
    const slow: Lookup = (_, key) => new Promise((resolve) => setTimeout(() => resolve(key), 600));
    const { head } = await brief.run(unit({ field: '$lookup("t", "a") & "b" & "c"' }), { source: {} }, slow);
    expect(head['field']).toEqual({ value: 'abc' });
    await brief.stop();
  });
});
