import { afterAll, describe, expect, it } from 'vitest';
import { createEvaluator } from '../../../src/mapping/expressions/create-evaluator.ts';
import type { EvaluationTrouble, Outcome, Unit } from '../../../src/mapping/expressions/evaluator.ts';

const evaluator = createEvaluator({ limits: { expressionMs: 300, runMs: 1_500 } });
afterAll(() => evaluator.stop());

let units = 0;
const unit = (text: string): Unit => ({
  id: `hostile@${++units}`,
  head: { before: '1 + 1', field: text },
  lists: {},
  timeZone: 'UTC',
  characters: 'unicode',
});
const source = { order: { id: '1001', lines: [{ quantity: 2 }] }, metadata: JSON.parse('{"__proto__": {"x": 1}}') };
const run = async (text: string): Promise<Outcome | undefined> =>
  (await evaluator.run(unit(text), { source })).head['field'];

type Codes = readonly EvaluationTrouble['code'][];
const hostile: readonly (readonly [string, string, Codes])[] = [
  ['endless recursion', '($f := function($n){$f($n + 1) + 1}; $f(1))', ['too-deep']],
  ['an endless loop of tail calls', '($f := function($n){$f($n)}; $f(1))', ['too-long']],
  [
    'two functions that call each other',
    '($a := function($n){$b($n)}; $b := function($n){$a($n)}; $a(1))',
    ['too-long', 'failed'],
  ],
  ['a huge range', '[1..1000000000]', ['too-large']],
  ['a large range', '[1..1000000]', ['too-large']],
  ['ranges in ranges', '[1..9000].([1..9000].([1..9000]))', ['too-large', 'too-long']],
  ['a range that no literal shows', '[0..$number("999999999")]', ['too-large']],
  ['a text that doubles', '$reduce([1..60], function($a, $b){$a & $a}, "x")', ['too-large']],
  ['a list that doubles', '$reduce([1..60], function($a, $b){$append($a, $a)}, [1])', ['too-large']],
  ['a tree that doubles', '$reduce([1..25], function($a, $b){{"a": $a, "b": $a}}, "x")', ['too-large']],
  [
    'a tree that doubles, as text',
    '$string($reduce([1..25], function($a, $b){{"a": $a, "b": $a}}, "x"))',
    ['too-large'],
  ],
  [
    'a tree that doubles, compared',
    '($t := function(){$reduce([1..30], function($a, $b){{"a": $a, "b": $a}}, 1)}; $t() = $t())',
    ['too-long', 'too-large'],
  ],
  [
    'a tree that doubles, searched',
    '$reduce([1..40], function($a, $b){{"a": $a, "b": $a}}, 1).**',
    ['too-long', 'too-large'],
  ],
  ['padding', '$pad("x", 1000000000)', ['too-large']],
  ['padding to the left', '$pad("x", -1000000000)', ['too-large']],
  [
    'a replacement that grows',
    '$reduce([1..40], function($a, $b){$replace($a, "x", "xx")}, "x")',
    ['too-large', 'too-long'],
  ],
  ['joining that grows', '$reduce([1..60], function($a, $b){$join([$a, $a])}, "x")', ['too-large']],
  ['a result of many texts', '$map([1..9000], function($i){$pad("x", 90000)})', ['too-large', 'too-long']],
  [
    'much memory',
    '$map([1..9999], function($i){$map([1..9999], function($j){{"a": $i, "b": $j, "c": [$i, $j]}})})',
    ['too-large', 'too-long'],
  ],
  ['sorting without end', '$sort([1..9999], function($a, $b){$sort([1..9999])[0] > $a})', ['too-long', 'too-large']],
  ['a regular expression that backtracks', '$match($pad("a", 40000, "a") & "!", /^(a+)+$/)', []],
  ['another one', '$replace($pad("", 50000, " ") & "x", /\\s+$/, "")', []],
  ['a regular expression that looks around', '$contains("a", /(?=a)a/)', ['forbidden']],
  ['a regular expression that refers back', '$contains("aa", /(a)\\1/)', ['forbidden']],
  ['a regular expression that repeats too often', '$contains("a", /((a{1,100}){1,100}){1,100}/)', ['forbidden']],
  ['a regular expression that never moves on', '$split("abc", /x*/)', ['failed']],
  ['a deep expression', `${'('.repeat(4_000)}1${')'.repeat(4_000)}`, ['failed', 'too-deep']],
  ['a deep list', `${'['.repeat(300)}1${']'.repeat(300)}`, ['too-deep']],
  ['a long expression', `"${'x'.repeat(20_000)}" & "y"`, ['failed']],
  ['eval', '$eval("1 + 1")', ['forbidden']],
  ['eval under another name', '($e := $eval; $e("1"))', ['forbidden']],
  ['roman numerals', '$formatInteger(9007199254740991, "I")', ['forbidden']],
  ['a wide pattern', '$fromMillis(0, "[Y,999999999-999999999]")', ['forbidden']],
  ['the clock', '$now()', ['forbidden']],
  ['the clock by a pattern', '$toMillis("13:00", "[H]:[m]")', ['forbidden']],
  ['chance', '$random()', ['forbidden']],
  ['changing the source', '$ ~> |order|{"id": "2"}|', ['forbidden']],
  ['a prototype by path', 'order.__proto__', ['forbidden']],
  ['a prototype by quoted name', 'order.`__proto__`.polluted', ['forbidden']],
  ['a constructor', 'order.constructor.constructor', ['forbidden']],
  ['a prototype in an object', '{"__proto__": {"polluted": 1}}', ['forbidden']],
  ['a prototype by a name that is put together', '$merge([{"__pro" & "to__": {"polluted": 1}}])', ['forbidden']],
  ['a prototype out of the source', 'metadata ~> $merge', ['forbidden']],
  ['a function', '$clean', ['failed']],
  ['the functions of a function', '$clean.constructor("return process")()', ['forbidden']],
];

describe('a hostile expression', () => {
  for (const [name, text, codes] of hostile)
    it(`ends in a clear trouble while other runs go on: ${name}`, async () => {
      const [outcome, neighbour] = await Promise.all([run(text), run('"order " & order.id')]);
      expect(neighbour).toEqual({ value: 'order 1001' });
      if (codes.length === 0) return expect(outcome).not.toHaveProperty('trouble');
      expect(outcome).toHaveProperty('trouble');
      if (outcome && 'trouble' in outcome) {
        expect(codes).toContain(outcome.trouble.code);
        expect(outcome.trouble.what).not.toMatch(/undefined|\[object|stack/);
      }
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
      expect(await run('$keys({}) & order.polluted')).toEqual({ value: '' });
    });

  it('reaches nothing of the program', async () => {
    for (const name of [
      'process',
      'require',
      'globalThis',
      'global',
      'module',
      'import',
      'parentPort',
      'workerData',
      'this',
    ])
      for (const text of [name, `${name}.env`, `$${name}`]) expect(await run(text), text).toEqual({ value: undefined });
    expect(await run('process.exit(1)')).toEqual({ value: undefined });
  });

  it('that its thread must be ended for blames its field, and the next run has a thread again', async () => {
    const brief = createEvaluator({ threads: 1, limits: { expressionMs: 60_000, runMs: 300 } });
    const [culprit, queued] = await Promise.all([
      brief.run(unit('($f := function($n){$f($n)}; $f(1))'), { source }),
      brief.run(unit('order.id & "!"'), { source }),
    ]);
    const blame = { trouble: { code: 'too-long', what: expect.stringContaining('the expression of field') } };
    expect(culprit.head).toEqual({ before: blame, field: blame });
    expect(queued.head['field']).toEqual({ value: '1001!' });
    await brief.stop();
  });

  it('that fills the memory ends its thread alone', async () => {
    const patient = { expressionMs: 120_000, runMs: 120_000 };
    const small = createEvaluator({ threads: 1, limits: { ...patient, memoryMb: 32 } });
    const bombs = [
      '$map([1..9999], function($i){$map([1..9999], function($j){{"a": $i, "b": [$i, $j]}})})',
      '$map([1..9999], function($i){$pad($string($i), 100000)})',
      '$reduce([1..9999], function($a, $b){{"a": $a, "b": $split($pad("", 100000, "x,"), ",")}}, 1)',
    ];
    for (const bomb of bombs) {
      const [culprit, queued] = await Promise.all([
        small.run(unit(bomb), { source }),
        small.run(unit('order.id & "!"'), { source }),
      ]);
      expect(culprit.head['field'], bomb).toMatchObject({ trouble: { code: 'too-large' } });
      expect(queued.head['field']).toEqual({ value: '1001!' });
    }
    await small.stop();
  }, 300_000);
});
