import type { Luw } from './luw.ts';
import type { Message, ReturnShape } from './messages.ts';
import { isFailure, message, Refusal, RfcException, structureOf, tableOf } from './messages.ts';
import type { Fields, Params } from './params.ts';

export type Outcome = {
  readonly messages: readonly Message[];
  readonly exports?: Readonly<Record<string, string | Fields>>;
  readonly tables?: Readonly<Record<string, readonly Fields[]>>;
};
export type RfcFunction = {
  readonly returns: ReturnShape;
  /** Something may change. */
  readonly writes?: boolean;
  /** @throws Refusal where it would only fill RETURN, RfcException for a fault */
  readonly run: (params: Params, luw: Luw) => Outcome;
};
export type RfcFunctions = Readonly<Record<string, RfcFunction>>;

export const RETURN_TABLE: ReturnShape = { as: 'table', type: 'BAPIRET2' };
export const RETURN_STRUCTURE: ReturnShape = { as: 'structure', type: 'BAPIRET2' };

/** Runs a function; what it refuses comes back as messages, and nothing is left of the attempt. */
export function attempt({ run, writes = false }: RfcFunction, params: Params, luw: Luw): Outcome {
  try {
    if (writes && luw.erp.behaviour.strikes('lockNext')) throw new Refusal(message('E', 'MC 601', ['MILLER']));
    return run(params, luw);
  } catch (error) {
    if (error instanceof Refusal) return { messages: error.messages };
    throw error;
  }
}

/** What the caller gets: RETURN in the function's own shape, and only those tables that the request names. */
export function callFunction(functions: RfcFunctions, name: string, params: Params, luw: Luw): Params {
  const { behaviour } = luw.erp;
  const called = functions[name];
  if (!called) throw new RfcException('FUNCTION_NOT_FOUND', `Function module "${name}" not found`);
  if (behaviour.state.noAuthority === name) {
    throw new RfcException('RFC_AUTHORIZATION_FAILURE', `No RFC authorization for function module ${name}`);
  }
  const { messages, exports = {}, tables = {} } = attempt(called, params, luw);
  const shown = behaviour.state.duplicateReturn ? messages.flatMap((one) => [one, one]) : messages;
  const named = { ...tables, ...(called.returns.as === 'table' && { RETURN: tableOf(shown, called.returns) }) };
  return {
    ...exports,
    ...(called.returns.as === 'structure' && { RETURN: structureOf(shown, called.returns) }),
    ...Object.fromEntries(Object.entries(named).filter(([table]) => table in params)),
  };
}

export const failed = ({ messages }: Outcome): boolean => messages.some(isFailure);
