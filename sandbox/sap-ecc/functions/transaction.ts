import type { RfcFunctions } from '../function.ts';
import { RETURN_STRUCTURE } from '../function.ts';
import { commitForCaller } from '../luw.ts';

/** A commit says nothing of what the update task made of it. */
export const transactionFunctions: RfcFunctions = {
  BAPI_TRANSACTION_COMMIT: {
    returns: RETURN_STRUCTURE,
    run: (_params, luw) => {
      commitForCaller(luw);
      return { messages: [] };
    },
  },
  BAPI_TRANSACTION_ROLLBACK: {
    returns: RETURN_STRUCTURE,
    run: (_params, luw) => {
      luw.rollback();
      return { messages: [] };
    },
  },
};
