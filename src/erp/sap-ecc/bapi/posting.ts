import type { Answer, Parameters } from '../rfc.ts';

/** One document as SAP takes it: by a BAPI and its COMMIT, or by the wrapper around both. */
export type Posting = {
  readonly functionName: string;
  readonly wrapper: string;
  readonly parameters: Parameters;
  /** Of the wrapper, where they have other names than the BAPI's. */
  readonly wrapped?: Parameters;
  readonly tables?: readonly string[];
  /** The BAPI commits by itself: nothing can be rolled back, and no session is needed. */
  readonly commitsItself?: true;
  /** The wrapper alone has what this posting needs. */
  readonly onlyByWrapper?: true;
  readonly stripeId: string;
  /** The new document as the BAPI answers it. */
  readonly documentIn: (answer: Answer) => string;
  /** What stands there in our way of writing, or nothing when it is no document. */
  readonly numberOf: (document: string) => string | undefined;
};
