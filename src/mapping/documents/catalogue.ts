import type { Shape } from '../expressions/shape.ts';

export type FieldType = 'text' | 'day' | 'money' | 'quantity' | 'flag' | 'country' | 'currency' | 'email';

/** A field of a neutral document that a profile fills. */
export type TargetField = {
  readonly type: FieldType;
  readonly required: boolean;
  /** One line for people: `mapping explain` and the editors show it. */
  readonly about: string;
  /** What is too long for the ERP is cut; else it is refused, for it names something. */
  readonly mayCut?: true;
  /** Names something in the ERP: many digits are no card there. */
  readonly ofErp?: true;
};

/** What a document has, and what the expressions that fill it see. */
export type Catalogue = {
  /** One line for people. */
  readonly about: string;
  readonly fields: Readonly<Record<string, TargetField>>;
  readonly lines?: Readonly<Record<string, TargetField>>;
  /** Names that expressions start from. */
  readonly source: Readonly<Record<string, Shape>>;
  /** Of `line`, in the expressions of lines. */
  readonly line?: Shape;
};
