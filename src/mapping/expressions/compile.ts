import jsonata from 'jsonata';
import type { Node } from './ast.ts';
import { parse } from './ast.ts';
import { boundedFunctions } from './built-ins.ts';
import type { EvaluationTrouble, Outcome } from './evaluator.ts';
import { ExpressionFault } from './fault.ts';
import type { Surroundings } from './functions/definition.ts';
import { namedFunctions } from './functions/table.ts';
import { boundOperators, forbiddenIn, giveContext } from './guard.ts';
import type { Limits } from './limits.ts';
import { quickly } from './plain-path.ts';
import { LinearRegExp } from './regex.ts';
import { plain } from './result.ts';

export type Scope = Readonly<Record<string, unknown>>;
export type Compiled = (scope: Scope) => Outcome | Promise<Outcome>;
/** `waitedMs` grows while the run waits for lookups: that time is not the expression's. */
export type Clock = { waitedMs: number };

/** Parses once; an expression that can't be run gives its trouble each time. */
export function compile(text: string, around: Surroundings, limits: Limits, clock: Clock): Compiled {
  const quick = quickly(text, limits);
  if (quick) {
    const slow = lazily(() => compileWhole(text, around, limits, clock));
    return (scope) => quick(scope) ?? slow()(scope);
  }
  return compileWhole(text, around, limits, clock);
}

function compileWhole(text: string, around: Surroundings, limits: Limits, clock: Clock): Compiled {
  const parsed = parse(text);
  if ('what' in parsed) return always({ code: 'failed', ...parsed });
  const [forbidden] = forbiddenIn(parsed.ast, text);
  if (forbidden) return always({ code: 'forbidden', ...forbidden });
  const expression = guarded(text, limits, clock);
  const ast = expression.ast() as unknown as Node;
  giveContext(ast);
  boundOperators(ast);
  for (const [name, run] of Object.entries(boundedFunctions(limits))) expression.assign(name, run);
  for (const { name, run } of namedFunctions)
    expression.assign(name, (...args: readonly unknown[]) => run(args, around));
  return async (scope) => {
    try {
      return { value: plain(await expression.evaluate(scope), limits) };
    } catch (error) {
      return { trouble: troubleOf(error) };
    }
  };
}

/** jsonata reads its timeout anew at each step. */
const guarded = (text: string, limits: Limits, clock: Clock): jsonata.Expression =>
  jsonata(text, {
    get timeout() {
      return limits.expressionMs + clock.waitedMs;
    },
    stack: limits.depth,
    sequence: limits.entries,
    RegexEngine: LinearRegExp as unknown as RegExpConstructor,
  });

const always =
  (trouble: EvaluationTrouble): Compiled =>
  () => ({ trouble });

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const wordings: Readonly<Record<string, EvaluationTrouble>> = {
  D1011: { code: 'too-deep', what: 'it calls itself too often' },
  D1012: { code: 'too-long', what: 'it takes too long' },
  D2014: { code: 'too-large', what: 'a list becomes too long' },
  D2015: { code: 'too-large', what: 'a list becomes too long' },
  D1002: { code: 'failed', what: '- needs a whole number' },
  D1004: { code: 'failed', what: 'the regular expression matches nothing at all' },
  T1005: { code: 'failed', what: 'it calls something that is no function' },
  T1006: { code: 'failed', what: 'it calls something that is no function' },
  T0410: { code: 'failed', what: 'an argument is of the wrong kind' },
  T0411: { code: 'failed', what: 'what stands before the function is of the wrong kind' },
  T0412: { code: 'failed', what: 'an argument is a list of the wrong kind' },
  T2009: { code: 'failed', what: 'it compares values of two kinds' },
  T2010: { code: 'failed', what: 'it compares something that is neither a number nor a text' },
  D3137: { code: 'failed', what: '$error was called' },
  D3141: { code: 'failed', what: '$assert failed' },
};

function troubleOf(error: unknown): EvaluationTrouble {
  const { code, position } = (error ?? {}) as { readonly code?: unknown; readonly position?: unknown };
  const at = typeof position === 'number' ? { at: Math.max(0, position - 1) } : {};
  if (error instanceof ExpressionFault) return { code: error.code, what: error.message, ...at };
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return { code: 'too-deep', what: 'it is nested too deeply' };
  if (error instanceof RangeError && /string length|array length/i.test(error.message))
    return { code: 'too-large', what: 'a text or list becomes too long' };
  const known = wordings[String(code)] ?? {
    code: 'failed',
    what: `it fails${typeof code === 'string' ? ` (${code})` : ''}`,
  };
  return { ...known, ...at };
}
