import type { RfcFunctions } from '../function.ts';
import { callFunction } from '../function.ts';
import { commitForCaller } from '../luw.ts';
import type { Luw } from '../luw.ts';
import { RfcException } from '../messages.ts';
import type { Fields, Params } from '../params.ts';
import { at, rowsIn, textIn } from '../params.ts';
import { ODataError } from './errors.ts';

const severities: Readonly<Record<string, string>> = { E: 'error', A: 'error', W: 'warning' };
const codeOf = (row: Fields): string => `${at(row, 'ID')}/${at(row, 'NUMBER')}`;

/** Calls a function as the data provider does. @throws ODataError with every message of RETURN when one is E or A */
export function ask(functions: RfcFunctions, name: string, params: Params, luw: Luw): Params {
  const answer = unlessForbidden(() => callFunction(functions, name, { ...params, RETURN: [] }, luw));
  const messages = rowsIn(answer, 'RETURN');
  const failures = messages.filter((row) => ['E', 'A'].includes(at(row, 'TYPE')));
  // RW 609 only announces that there is an error.
  const lead = failures.find((row) => codeOf(row) !== 'RW/609') ?? failures[0];
  if (!lead) return answer;
  luw.rollback();
  throw new ODataError(400, codeOf(lead), at(lead, 'MESSAGE'), {
    details: messages.map((row) => ({
      code: codeOf(row),
      message: at(row, 'MESSAGE'),
      severity: severities[at(row, 'TYPE')] ?? 'info',
    })),
  });
}

/** Of a wrapper function, which commits. @returns EV_DOCUMENT */
export const post = (functions: RfcFunctions, name: string, params: Params, luw: Luw): string =>
  textIn(ask(functions, name, params, luw), 'EV_DOCUMENT');

/** Of a BAPI that doesn't. */
export function change(functions: RfcFunctions, name: string, params: Params, luw: Luw): void {
  ask(functions, name, params, luw);
  commitForCaller(luw);
}

function unlessForbidden<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RfcException)) throw error;
    const status = error.exception === 'RFC_AUTHORIZATION_FAILURE' ? 403 : 500;
    throw new ODataError(status, `/IWBEP/CX_MGW_TECH/${error.exception}`, error.message);
  }
}
