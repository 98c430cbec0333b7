import { parentPort, workerData } from 'node:worker_threads';
import { compile, type Clock, type Compiled, type Scope } from './compile.ts';
import type { Outcome, Outcomes, Unit } from './evaluator.ts';
import type { Limits } from './limits.ts';
import { createLookups } from './lookups.ts';
import type { FromThread, ToThread } from './messages.ts';

type CompiledUnit = {
  readonly head: readonly (readonly [string, Compiled])[];
  readonly lines: readonly (readonly [string, Compiled])[];
};
type Source = { readonly source: Scope; readonly lines?: readonly unknown[] };

const { limits, progress } = workerData as { readonly limits: Limits; readonly progress: Int32Array };
const port = parentPort;
if (!port) throw new Error('This is the inside of a thread; createEvaluator starts it');
// Nothing that an expression might reach can be given a new field.
for (const prototype of [Object, Array, Function, String, Number, Boolean].map((one) => one.prototype as unknown))
  Object.seal(prototype);

const send = (message: FromThread): void => port.postMessage(message);
const clock: Clock = { waitedMs: 0 };
const lookups = createLookups({ ask: (ask, table, key) => send({ is: 'ask', ask, table, key }), clock, limits });
const units = new Map<string, CompiledUnit>();

port.on('message', (message: ToThread) => {
  if (message.is === 'answer') return lookups.answer(message);
  if (message.is === 'forget') return void units.delete(message.unit);
  if (message.define) units.set(message.unit, compileUnit(message.define));
  return void run(message).then((outcomes) => send({ is: 'done', outcomes }));
});
send({ is: 'ready' });

function compileUnit(unit: Unit): CompiledUnit {
  const { lookup } = lookups;
  const around = { ...unit, lookup };
  const compiled = (texts: Readonly<Record<string, string>> = {}) =>
    Object.entries(texts).map(([field, text]) => [field, compile(text, around, limits, clock)] as const);
  return { head: compiled(unit.head), lines: compiled(unit.lines) };
}

async function run({ unit: id, source: text }: Extract<ToThread, { is: 'run' }>): Promise<Outcomes> {
  const unit = units.get(id);
  if (!unit) throw new Error(`The unit ${id} is unknown to this thread`);
  lookups.forget();
  Atomics.store(progress, 0, 0);
  const { source, lines = [] } = JSON.parse(text, frozen) as Source;
  const head = await evaluate(unit.head, source);
  const result: Readonly<Record<string, Outcome>>[] = [];
  for (const [index, line] of lines.entries()) result.push(await evaluate(unit.lines, { ...source, line, index }));
  return { head, lines: result };
}

/** Objects can't be changed; on lists jsonata keeps marks of its own. */
const frozen = (_: string, value: unknown): unknown => (Array.isArray(value) ? value : Object.freeze(value));

async function evaluate(expressions: CompiledUnit['head'], scope: Scope): Promise<Readonly<Record<string, Outcome>>> {
  const outcomes: [string, Outcome][] = [];
  for (const [field, evaluated] of expressions) {
    clock.waitedMs = 0;
    // A plain path is there at once: awaiting it would cost more than finding it.
    const outcome = evaluated(scope);
    outcomes.push([field, outcome instanceof Promise ? await outcome : outcome]);
    Atomics.add(progress, 0, 1);
  }
  return Object.fromEntries(outcomes);
}
