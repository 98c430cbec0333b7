import { Fault, type FaultCode } from '../domain/fault.ts';

export type ErpErrorCode = FaultCode;

/** What went wrong at an ERP. Adapters translate; nobody else reads an ERP's own errors. */
export class ErpError extends Fault {
  override readonly name = 'ErpError';

  get mayHaveCommitted(): boolean {
    return this.code === 'outcome-unknown';
  }
}
