import type { Repair } from './messages.ts';
import type { Trouble } from './trouble.ts';

export type OpenCase = { readonly caseId: string; readonly trouble: Trouble };
export type Decision = Pick<Repair, 'action' | 'by' | 'reason' | 'number' | 'unchecked' | 'profile'> & {
  readonly closed: OpenCase;
};
/** What a parked flow takes with it when it continues as new. */
export type Parked = { readonly openCase?: OpenCase; readonly cases: number };
