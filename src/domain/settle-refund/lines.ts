import { add, money, subtract, sum, zero, type Money } from '../money.ts';
import { shares } from '../shares.ts';
import type { NamedLine, SoldLine } from './seen.ts';

/** What is taken off one line of a sale. */
export type Credited = {
  readonly line: number;
  readonly net: Money;
  readonly tax: Money;
  /** Where whole pieces of it went back. */
  readonly quantity?: number;
};

/**
 * Left in the ledger with what took it off: the invoice (`-` for an order), then `line:net:tax[:quantity]` in minor
 * units, so that the next refund knows what is left of each line.
 */
export const creditNote = (invoice: string | undefined, credited: readonly Credited[]): string =>
  [
    invoice ?? '-',
    ...credited.map(({ line, net, tax, quantity }) => [line, net.minor, tax.minor, quantity ?? []].flat().join(':')),
  ].join(' ');

/**
 * What keeps an order from being shipped while something is taken off it. `held`: the refund has put a hold on it, and lifts
 * it again. `kept`: it was posted with one that its payment has not lifted yet, and does not before the refund is done.
 */
export type Hold = 'held' | 'kept';
const holds = ['held', 'kept'] as const;

export const holding = (note: string, hold: Hold): string => `${note} ${hold}`;
export const holdIn = (note = ''): Hold | undefined => holds.find((hold) => note.split(' ').includes(hold));

export function creditIn(
  note: string | undefined,
  currency: string,
): { readonly invoice?: string; readonly credited: readonly Credited[] } {
  const [invoice, ...parts] = (note ?? '').split(' ');
  const credited = parts.flatMap((part) => {
    const [line, net, tax, quantity] = part.split(':').map(Number);
    if (line === undefined || net === undefined || tax === undefined) return [];
    return [{ line, net: money(net, currency), tax: money(tax, currency), ...(quantity && { quantity }) }];
  });
  return { ...(invoice && invoice !== '-' && { invoice }), credited };
}

/** The lines as they are once everything that was taken off is off. */
export const leftOf = (lines: readonly SoldLine[], credited: readonly Credited[]): readonly SoldLine[] =>
  lines.map((line, index) =>
    credited
      .filter((each) => each.line === index)
      .reduce(
        (left, { net, tax, quantity = 0 }) => ({
          ...left,
          net: subtract(left.net, net),
          tax: subtract(left.tax, tax),
          quantity: left.quantity - quantity,
        }),
        line,
      ),
  );

const grossOf = (lines: readonly Pick<SoldLine, 'net' | 'tax'>[], currency: string): Money =>
  sum(
    lines.map(({ net, tax }) => add(net, tax)),
    currency,
  );

/**
 * What an amount is of which line, tax included, exact to the minor unit: of the lines that are named, else by share of
 * what is left of each.
 * @param slack minor units by which what is named may differ from the amount
 * @returns nothing where the lines do not hold it, or what is named comes to something else
 */
export function creditedOf(
  amount: Money,
  left: readonly SoldLine[],
  named: readonly NamedLine[] | undefined,
  slack: number,
): readonly Credited[] | undefined {
  const { currency } = amount;
  if (left.some(({ net, tax }) => net.minor < 0 || tax.minor < 0 || net.currency !== currency)) return undefined;
  const wanted = named ? namedParts(left, named) : left.map((line, index) => ({ ...line, line: index, quantity: 0 }));
  const whole = wanted && grossOf(wanted, currency);
  if (!wanted || !whole || whole.minor <= 0) return undefined;
  const off = Math.abs(whole.minor - amount.minor);
  if (named ? off > slack : amount.minor > whole.minor) return undefined;
  const parts = shares(
    amount,
    wanted.flatMap(({ net, tax }) => [net.minor, tax.minor]),
  );
  return wanted
    .map(({ line, quantity }, index) => ({
      line,
      net: parts[index * 2] ?? zero(currency),
      tax: parts[index * 2 + 1] ?? zero(currency),
      ...(quantity > 0 && { quantity }),
    }))
    .filter(({ net, tax }) => net.minor !== 0 || tax.minor !== 0);
}

type Part = Credited & { readonly quantity: number };

function namedParts(left: readonly SoldLine[], named: readonly NamedLine[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const name of named) {
    const line = left[name.line];
    const part = line && partOf(line, name);
    if (!part) return undefined;
    parts.push(part);
  }
  return new Set(parts.map(({ line }) => line)).size === parts.length ? parts : undefined;
}

function partOf(line: SoldLine, named: NamedLine): Part | undefined {
  const { net, tax, quantity } = line;
  if ('quantity' in named) {
    if (named.quantity < 1 || named.quantity > quantity) return undefined;
    const weights = [named.quantity, quantity - named.quantity];
    const [some = net, someTax = tax] = [shares(net, weights)[0], shares(tax, weights)[0]];
    return { line: named.line, net: some, tax: someTax, quantity: named.quantity };
  }
  const gross = add(net, tax);
  if (named.amount.currency !== net.currency || named.amount.minor < 1 || named.amount.minor > gross.minor)
    return undefined;
  const [some = net, someTax = tax] = shares(named.amount, [net.minor, tax.minor]);
  return { line: named.line, net: some, tax: someTax, quantity: 0 };
}
