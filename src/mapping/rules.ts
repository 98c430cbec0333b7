import { Environment, type ASTNode, type TypeCheckResult } from '@marcbachmann/cel-js';
import type { PaymentState } from '../domain/documents.ts';
import type { ShopOrder } from '../domain/shop-order.ts';
import type { StripePayment } from '../stripe/payment.ts';
import { MappingFault } from './fault.ts';

/** What a rule may ask about a payment. What Stripe doesn't say is an empty text. */
export type RuleFacts = {
  /** Minor units: 119.00 EUR is 11900. */
  readonly amount: bigint;
  readonly currency: string;
  /** Stripe's word: `card`, `sepa_debit`. */
  readonly method: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Two letters. */
  readonly country: string;
  readonly description: string;
  readonly risk_level: string;
  readonly state: PaymentState;
  /** The SKUs of the order. */
  readonly items: readonly string[];
};

/** A rule that was checked. */
export type Rule = { readonly text: string; readonly where: string; readonly run: (facts: RuleFacts) => unknown };

const factTypes: Readonly<Record<keyof RuleFacts, string>> = {
  amount: 'int',
  currency: 'string',
  method: 'string',
  metadata: 'map<string, string>',
  country: 'string',
  description: 'string',
  risk_level: 'string',
  state: 'string',
  items: 'list<string>',
};
/** Loops and regular expressions could take for ever; everything else that CEL calls takes no time. */
const mayCall = [
  'has',
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'trim',
  'int',
  'string',
];
const example = `as in amount > 500000 && metadata.channel == "b2b", or "GIFT-1" in items`;

const environment = new Environment({
  limits: { maxAstNodes: 300, maxDepth: 25, maxListElements: 200, maxMapEntries: 20, maxCallArguments: 4 },
});
for (const [name, type] of Object.entries(factTypes)) environment.registerVariable(name, type);

/**
 * Checks a rule once, against the facts that there are, so that a misspelt name shows at start and not at the first payment.
 * @param where the path of the rule in the configuration
 * @throws MappingFault that says what is wrong, in which column, and how a right one looks
 */
export function compileRule(text: string, where: string): Rule {
  const rule = parsed(text, where);
  const trouble = forbidden(rule.ast) ?? mistyped(rule.check());
  if (trouble) throw faultyRule(where, trouble);
  return { text, where, run: (facts) => rule(facts) as unknown };
}

/**
 * A rule that needs metadata that the payment doesn't have is false as a whole, even under a `!`: `"key" in metadata`
 * asks whether it is there.
 * @throws MappingFault when the rule fails on these facts, as a division by zero does
 */
export function evaluate({ run, where }: Rule, facts: RuleFacts): boolean {
  try {
    return run(facts) === true;
  } catch (error) {
    if (codeOf(error) === 'no_such_key') return false;
    throw new MappingFault(where, `The rule ${where} fails on this payment (${codeOf(error)}): mend the rule`);
  }
}

export const ruleFacts = (paid: StripePayment, order: Pick<ShopOrder, 'customer' | 'lines'>): RuleFacts => ({
  amount: BigInt(paid.amount.minor),
  currency: paid.amount.currency,
  method: paid.method ?? '',
  metadata: paid.metadata,
  country: order.customer.address?.country ?? paid.guest.address?.country ?? '',
  description: paid.description ?? '',
  risk_level: paid.riskLevel ?? '',
  state: paid.state,
  items: order.lines.map(({ sku }) => sku),
});

type Trouble = { readonly words: string; readonly at: number };

function parsed(text: string, where: string) {
  try {
    return environment.parse(text);
  } catch (error) {
    throw faultyRule(where, troubleIn(error));
  }
}

const faultyRule = (where: string, { words, at }: Trouble) =>
  new MappingFault(where, `The rule ${where} is wrong in column ${at + 1}: ${words}. Write a condition ${example}`);

function mistyped({ valid, type, error }: TypeCheckResult): Trouble | undefined {
  if (!valid) return troubleIn(error);
  return type === 'bool' ? undefined : { words: `it gives ${type}, not true or false`, at: 0 };
}

function troubleIn(error: unknown): Trouble {
  if (!isCelError(error)) throw error;
  const known = error.code === 'unknown_variable' ? ` (there are ${Object.keys(factTypes).join(', ')})` : '';
  return { words: error.summary + known, at: error.range?.start ?? 0 };
}

/** The first part of the rule that could take long, or that would compare an exact amount with an inexact number. */
function forbidden(node: ASTNode): Trouble | undefined {
  const at = node.range.start;
  if ((node.op === 'call' || node.op === 'rcall') && !mayCall.includes(node.args[0]))
    return { words: `${node.args[0]} is not allowed; ${mayCall.join(', ')} are`, at };
  if (node.op === 'value' && typeof node.args === 'number')
    return { words: 'a number with a point is not exact; amounts are whole minor units (119.00 EUR is 11900)', at };
  for (const child of childrenOf(node.args)) {
    const trouble = forbidden(child);
    if (trouble) return trouble;
  }
  return undefined;
}

const childrenOf = (args: unknown): readonly ASTNode[] => {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
};
const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

type CelError = { readonly code: string; readonly summary: string; readonly range?: { readonly start: number } };
const isCelError = (error: unknown): error is CelError =>
  error instanceof Error && 'code' in error && 'summary' in error && typeof error.summary === 'string';
const codeOf = (error: unknown): string => (isCelError(error) ? error.code : 'unknown');
