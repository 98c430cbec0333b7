import type { FieldType } from '../../documents/catalogue.ts';
import type { ExpressionTrouble, Shape } from '../../expressions/shape.ts';

type Around = {
  /** Names that the expression may start from. */
  readonly source: Readonly<Record<string, Shape>>;
  readonly type: FieldType;
  readonly lists: readonly string[];
};

/** What is wrong with an expression before it ever runs. */
export const expressionTroubles = (_text: string, _around: Around): readonly ExpressionTrouble[] => [];
