import { Environment, type ASTNode, type TypeCheckResult } from '@marcbachmann/cel-js';
import type { PaymentState } from '../domain/documents.ts';
import { nearestName } from '../domain/nearest-name.ts';
import type { ShopOrder } from '../domain/shop-order.ts';
import type { StripePayment } from '../stripe/payment.ts';
import type { ExpressionTrouble } from './expressions/shape.ts';
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

/** What a rule that chooses an account may ask besides. */
export type AccountRuleFacts = RuleFacts & {
  /** `sale`, `receipt`, `refund`, or the type of a journal entry. */
  readonly transaction: string;
  readonly product_class: string;
};

/** What a rule about a refund that somebody asks for may ask. */
export type RefundRuleFacts = Pick<RuleFacts, 'currency' | 'method' | 'metadata'> & {
  /** Of the refund, in minor units. */
  readonly amount: bigint;
  /** What was captured of the payment, in minor units. */
  readonly captured: bigint;
  /** Stripe's word: `duplicate`, `fraudulent`, `requested_by_customer`. */
  readonly reason: string;
  /** Who asks for it. */
  readonly requester: string;
};

/** A rule that was checked. */
export type Rule<Facts = RuleFacts> = {
  readonly text: string;
  readonly where: string;
  readonly run: (facts: Facts) => unknown;
};

const choiceFacts: Readonly<Record<keyof RuleFacts, string>> = {
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

const accountFacts: Readonly<Record<keyof AccountRuleFacts, string>> = {
  ...choiceFacts,
  transaction: 'string',
  product_class: 'string',
};

const refundFacts: Readonly<Record<keyof RefundRuleFacts, string>> = {
  amount: 'int',
  captured: 'int',
  currency: 'string',
  method: 'string',
  metadata: 'map<string, string>',
  reason: 'string',
  requester: 'string',
};

function environmentOf(facts: Readonly<Record<string, string>>): Environment {
  const environment = new Environment({
    limits: { maxAstNodes: 300, maxDepth: 25, maxListElements: 200, maxMapEntries: 20, maxCallArguments: 4 },
  });
  for (const [name, type] of Object.entries(facts)) environment.registerVariable(name, type);
  return environment;
}
const kinds = {
  choice: { facts: choiceFacts, environment: environmentOf(choiceFacts) },
  account: { facts: accountFacts, environment: environmentOf(accountFacts) },
  refund: { facts: refundFacts, environment: environmentOf(refundFacts) },
} as const;
/** `choice`: of a payment and its order; `account`: of the account of a posting; `refund`: of a refund that is asked for. */
export type RuleKind = keyof typeof kinds;

/**
 * Checks a rule once, against the facts that there are, so that a misspelt name shows at start and not at the first payment.
 * @param where the path of the rule in the configuration
 * @throws MappingFault that says what is wrong, in which column, and how a right one looks
 */
export const compileRule = (text: string, where: string): Rule => compiled(text, where, 'choice');
export const compileAccountRule = (text: string, where: string): Rule<AccountRuleFacts> =>
  compiled(text, where, 'account');
export const compileRefundRule = (text: string, where: string): Rule<RefundRuleFacts> =>
  compiled(text, where, 'refund');

/** What is wrong with a rule, and at which of its characters. */
export function ruleTrouble(text: string, kind: RuleKind): ExpressionTrouble | undefined {
  const checked = checkedRule(text, kind);
  return 'trouble' in checked ? checked.trouble : undefined;
}

function compiled<Facts extends object>(text: string, where: string, kind: RuleKind): Rule<Facts> {
  const checked = checkedRule(text, kind);
  if ('trouble' in checked) throw faultyRule(where, checked.trouble);
  return { text, where, run: (facts) => checked.rule({ ...facts }) as unknown };
}

function checkedRule(text: string, kind: RuleKind) {
  try {
    const rule = kinds[kind].environment.parse(text);
    const trouble = forbidden(rule.ast) ?? mistyped(rule.check(), text, kind);
    return trouble ? { trouble } : { rule };
  } catch (error) {
    return { trouble: troubleIn(error, text, kind) };
  }
}

/**
 * A rule that needs metadata that the payment doesn't have is false as a whole, even under a `!`: `"key" in metadata`
 * asks whether it is there.
 * @throws MappingFault when the rule fails on these facts, as a division by zero does
 */
export function evaluate<Facts>({ run, where }: Rule<Facts>, facts: Facts): boolean {
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

const faultyRule = (where: string, { what, suggestion, at }: ExpressionTrouble) =>
  new MappingFault(
    where,
    `The rule ${where} is wrong in column ${at + 1}: ${what}${suggestion ? `; did you mean ${suggestion}?` : ''}. Write a condition ${example}`,
  );

function mistyped(
  { valid, type, error }: TypeCheckResult,
  text: string,
  kind: RuleKind,
): ExpressionTrouble | undefined {
  if (!valid) return troubleIn(error, text, kind);
  return type === 'bool' ? undefined : { what: `it gives ${type}, not true or false`, at: 0 };
}

function troubleIn(error: unknown, text: string, kind: RuleKind): ExpressionTrouble {
  if (!isCelError(error)) throw error;
  const at = error.range?.start ?? 0;
  if (error.code !== 'unknown_variable') return { what: error.summary + advice(error.summary), at };
  const names = Object.keys(kinds[kind].facts);
  const suggestion = nearestName(names, /^\w+/.exec(text.slice(at))?.[0] ?? '');
  return { what: `${error.summary} (there are ${names.join(', ')})`, at, ...(suggestion && { suggestion }) };
}

const advice = (summary: string): string =>
  /overload:.*\bstring\b.*\bint\b|overload:.*\bint\b.*\bstring\b/.test(summary)
    ? ' (text and whole numbers are never equal or greater: int(…) makes a number of a text)'
    : '';

/** The first part of the rule that could take long, or that would compare an exact amount with an inexact number. */
function forbidden(node: ASTNode): ExpressionTrouble | undefined {
  const at = node.range.start;
  if ((node.op === 'call' || node.op === 'rcall') && !mayCall.includes(node.args[0]))
    return { what: `${node.args[0]} is not allowed; ${mayCall.join(', ')} are`, at };
  if (node.op === 'value' && typeof node.args === 'number')
    return { what: 'a number with a point is not exact; amounts are whole minor units (119.00 EUR is 11900)', at };
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
