import type { RfcFunctions } from '../function.ts';
import { readTableFunctions } from '../read-table/function.ts';
import { salesOrderCreateFunctions } from './sales-order-create.ts';
import { transactionFunctions } from './transaction.ts';

/** Every function module that can be called from outside, by its name. */
export const functions: RfcFunctions = {
  ...transactionFunctions,
  ...readTableFunctions,
  ...salesOrderCreateFunctions,
};
