import type { Outcome, RfcFunction, RfcFunctions } from '../function.ts';
import { RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import type { Message } from '../messages.ts';
import { error, isFailure, message, Refusal } from '../messages.ts';
import type { Params } from '../params.ts';
import { at, fieldsIn } from '../params.ts';
import { mustBeOpen, postDocument, reverseDocument } from '../posting.ts';
import { readDocument } from './acc-document-reading.ts';

export const accDocumentFunctions: RfcFunctions = {
  BAPI_ACC_DOCUMENT_CHECK: { returns: RETURN_TABLE, run: inDocument(check) },
  BAPI_ACC_DOCUMENT_POST: { returns: RETURN_TABLE, writes: true, run: inDocument((params, luw) => post(params, luw)) },
  BAPI_ACC_DOCUMENT_REV_POST: { returns: RETURN_TABLE, writes: true, run: inDocument(reverse) },
};

/** Down payments are posted by the wrapper alone (M). */
export const postWithDownPayments: RfcFunction = {
  returns: RETURN_TABLE,
  writes: true,
  run: inDocument((params, luw) => post(params, luw, ['A'])),
};

/** An error comes as "Error in document" first, then each cause, as often as two checks have found it. */
function inDocument(run: (params: Params, luw: Luw) => Outcome): RfcFunction['run'] {
  return (params, luw) => {
    try {
      return run(params, luw);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      const system = luw.erp.logicalSystem;
      return {
        messages: [error('RW 609', ['BKPFF', '$', system]), ...refusal.messages.flatMap(twice)],
        exports: { OBJ_TYPE: 'BKPFF', OBJ_KEY: '$', OBJ_SYS: system },
      };
    }
  };
}
const twice = (one: Message): readonly Message[] => (isFailure(one) ? [one, one] : [one]);

function check(params: Params, luw: Luw): Outcome {
  readDocument(params, luw, []);
  return { messages: [message('S', 'RW 614', ['BKPFF', '$', luw.erp.logicalSystem])] };
}

function post(params: Params, luw: Luw, specialLedgers: readonly string[] = []): Outcome {
  return posted(luw, postDocument(luw, readDocument(params, luw, specialLedgers)).key);
}

const posted = ({ erp }: Luw, key: string): Outcome => ({
  messages: [message('S', 'RW 605', ['BKPFF', key, erp.logicalSystem])],
  exports: { OBJ_TYPE: 'BKPFF', OBJ_KEY: key, OBJ_SYS: erp.logicalSystem },
});

function reverse(params: Params, luw: Luw): Outcome {
  const reversal = fieldsIn(params, 'REVERSAL');
  const key = at(reversal, 'OBJ_KEY_R') || at(reversal, 'OBJ_KEY');
  const original = luw.company.fiDocuments.get(key);
  if (!original) throw new Refusal(error('F5A 001', [key.slice(0, 10), luw.erp.companyCode]));
  if (original.origin.type === 'VBRK') throw new Refusal(error('F5 397', [key.slice(0, 10)]));
  const date = at(reversal, 'PSTNG_DATE');
  const day = date === '' || date === '0000-00-00' ? original.postingDate : date;
  return posted(luw, reverseDocument(luw, original, mustBeOpen(luw.erp, day)).key);
}
