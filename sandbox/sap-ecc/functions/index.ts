import type { RfcFunctions } from '../function.ts';
import { readTableFunctions } from '../read-table/function.ts';
import { accDocumentFunctions } from './acc-document.ts';
import { billingFunctions } from './billing.ts';
import { clearingFunctions } from './clearing.ts';
import { customerFunctions } from './customer.ts';
import { materialFunctions } from './material.ts';
import { openItemFunctions } from './open-items.ts';
import { salesOrderChangeFunctions } from './sales-order-change.ts';
import { salesOrderCreateFunctions } from './sales-order-create.ts';
import { salesOrderReadFunctions } from './sales-order-read.ts';
import { transactionFunctions } from './transaction.ts';
import { wrapperFunctions } from './wrapper.ts';

/** Every function module that can be called from outside, by its name. */
export const functions: RfcFunctions = {
  ...transactionFunctions,
  ...readTableFunctions,
  ...salesOrderCreateFunctions,
  ...salesOrderChangeFunctions,
  ...salesOrderReadFunctions,
  ...billingFunctions,
  ...customerFunctions,
  ...accDocumentFunctions,
  ...openItemFunctions,
  ...materialFunctions,
  ...clearingFunctions,
  ...wrapperFunctions,
};
