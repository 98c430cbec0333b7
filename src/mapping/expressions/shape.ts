/**
 * What stands at a place of the source: an expression's paths are checked against it before anything runs. Money is an
 * object of whole minor units: `{ "minor": 11900, "currency": "EUR" }`.
 */
export type Shape =
  | { readonly is: 'text' | 'number' | 'flag' | 'money' | 'time' | 'day' | 'anything' }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, Shape>> }
  /** Any key: metadata. */
  | { readonly is: 'map'; readonly of: Shape }
  | { readonly is: 'list'; readonly of: Shape };

/** One thing that is wrong with an expression, counted in characters from its beginning (0). */
export type ExpressionTrouble = { readonly at: number; readonly what: string; readonly suggestion?: string };
