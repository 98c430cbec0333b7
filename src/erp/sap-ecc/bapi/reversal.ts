import type { Day } from '../../../domain/documents.ts';
import { objectKey, type DocumentKey } from '../formats.ts';
import type { Organisation } from '../system.ts';
import { financialNumber } from './financial.ts';
import type { Posting } from './posting.ts';

/** Reason `01` is for the day of the document itself, `02` for another. */
export const reversalPosting = (
  key: DocumentKey,
  { posted, on }: { readonly posted: Day | undefined; readonly on: Day },
  { companyCode }: Organisation,
): Posting => ({
  functionName: 'BAPI_ACC_DOCUMENT_REV_POST',
  wrapper: 'Z_QTC_DOCUMENT_REVERSE',
  parameters: {
    REVERSAL: {
      OBJ_TYPE: 'BKPFF',
      OBJ_KEY: objectKey(key),
      OBJ_KEY_R: objectKey(key),
      PSTNG_DATE: on,
      COMP_CODE: companyCode,
      REASON_REV: posted === on ? '01' : '02',
    },
    BUS_ACT: 'RFBU',
  },
  stripeId: '',
  documentIn: (answer) => answer.text('OBJ_KEY'),
  numberOf: financialNumber,
});
