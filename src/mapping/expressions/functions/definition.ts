import type { Money } from '../../../domain/money.ts';
import { ExpressionFault } from '../fault.ts';
import type { Unit } from '../evaluator.ts';
import type { Shape } from '../shape.ts';

/** What functions know besides their arguments. */
export type Surroundings = Pick<Unit, 'timeZone' | 'characters' | 'lists'> & {
  lookup(table: string, key: string): Promise<string | undefined>;
};

type Values = {
  text: string;
  whole: number;
  money: Money;
  amounts: readonly (Money | number)[];
  wholes: readonly number[];
  texts: readonly string[];
  object: Readonly<Record<string, unknown>>;
  anything: unknown;
};
type ParameterKind = keyof Values;
export type Parameter = { readonly name: string; readonly kind: ParameterKind; readonly optional?: true };
type ValueOf<P extends Parameter> = P extends { optional: true } ? Values[P['kind']] | undefined : Values[P['kind']];
type ValuesOf<P extends readonly Parameter[]> = { readonly [At in keyof P]: ValueOf<P[At]> };

export type Example = { readonly text: string; readonly gives: unknown };
export type NamedFunction = {
  /** Without its `$`. */
  readonly name: string;
  readonly takes: readonly Parameter[];
  readonly gives: Shape;
  readonly about: string;
  /** Run by the tests, where the company is in Berlin and its ERP takes latin1. */
  readonly examples: readonly Example[];
  readonly run: (args: readonly unknown[], surroundings: Surroundings) => unknown;
};

type Definition<P extends readonly Parameter[]> = Omit<NamedFunction, 'takes' | 'run'> & {
  readonly takes: P;
  readonly run: (args: ValuesOf<P>, surroundings: Surroundings) => unknown;
};

/** Arguments are read by their kinds before `run` sees them; where the first is nothing, the function gives nothing. */
export function named<const P extends readonly Parameter[]>({ run, ...about }: Definition<P>): NamedFunction {
  const { name, takes } = about;
  return {
    ...about,
    run(args, surroundings) {
      const given = args.map((value) => value ?? undefined);
      if (takes.length && given[0] === undefined) return undefined;
      const values = takes.map((parameter, at) => read(given[at], parameter, name));
      return run(values as ValuesOf<P>, surroundings);
    },
  };
}

/** `$cut(text, max, rule?)`. */
export const signatureOf = ({ name, takes }: Pick<NamedFunction, 'name' | 'takes'>): string =>
  `$${name}(${takes.map((parameter) => `${parameter.name}${parameter.optional ? '?' : ''}`).join(', ')})`;

function read(value: unknown, { name, kind, optional }: Parameter, of: string): unknown {
  if (value === undefined && optional) return undefined;
  const result = value === undefined ? undefined : readers[kind](value);
  if (result !== undefined) return result;
  throw new ExpressionFault('failed', `$${of} needs ${described[kind]} as ${name}`);
}

export const described: Readonly<Record<ParameterKind, string>> = {
  text: 'a text',
  whole: 'a whole number',
  money: 'money, as in $money(11900, "EUR")',
  amounts: 'a list of money or of whole numbers',
  wholes: 'a list of whole numbers',
  texts: 'a list of texts',
  object: 'an object',
  anything: 'a value',
};

const readers: { readonly [K in ParameterKind]: (value: unknown) => Values[K] | undefined } = {
  text: (value) => (typeof value === 'string' ? value : readWhole(value)?.toString()),
  whole: readWhole,
  money: readMoney,
  amounts: (value) =>
    listOf(value, (entry) => readMoney(entry) ?? (typeof entry === 'number' ? readWhole(entry) : undefined)),
  wholes: (value) => listOf(value, readWhole),
  texts: (value) => listOf(value, readers.text),
  object: (value) => (isObject(value) ? value : undefined),
  anything: (value) => value,
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Digits as text count too: metadata is text. */
function readWhole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function readMoney(value: unknown): Money | undefined {
  if (!isObject(value)) return undefined;
  const { minor, currency } = value;
  const known = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
  return known && Number.isSafeInteger(minor) ? { minor: minor as number, currency } : undefined;
}

/** A list of one is written without its brackets by jsonata. */
function listOf<T>(value: unknown, entry: (value: unknown) => T | undefined): readonly T[] | undefined {
  const entries = (Array.isArray(value) ? (value as unknown[]) : [value]).map(entry);
  const read = entries.filter((one) => one !== undefined);
  return read.length === entries.length ? read : undefined;
}
