import type { FieldType } from '../../documents/catalogue.ts';
import { checkExpression } from '../../expressions/check.ts';
import type { ExpressionTrouble, Shape } from '../../expressions/shape.ts';

/** What an expression must give for a field of this type. */
const expected: Readonly<Record<FieldType, Shape['is']>> = {
  text: 'text',
  country: 'text',
  currency: 'text',
  email: 'text',
  day: 'day',
  money: 'money',
  quantity: 'number',
  flag: 'flag',
};

type Around = {
  /** Names that the expression may start from. */
  readonly source: Readonly<Record<string, Shape>>;
  readonly type: FieldType;
  readonly lists: readonly string[];
};

/** What is wrong with an expression before it ever runs. */
export const expressionTroubles = (text: string, { type, ...around }: Around): readonly ExpressionTrouble[] =>
  checkExpression(text, { ...around, expects: expected[type] });
