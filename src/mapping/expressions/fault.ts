import type { EvaluationTrouble } from './evaluator.ts';

/** Why an expression, or the run that it belongs to, came to nothing. Its message never holds a value of the source. */
export class ExpressionFault extends Error {
  override readonly name = 'ExpressionFault';
  readonly code: EvaluationTrouble['code'];
  /** Set by jsonata: where the function that failed is called. */
  declare position?: number;

  constructor(code: EvaluationTrouble['code'], what: string) {
    super(what);
    this.code = code;
  }
}
