import { Refusal } from '../../errors.ts';

/** Why a transaction failed. The answer is HTTP 200 with this text, and nothing was changed. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

export const noMatch = (): Failure => new Failure('General Exception: Sequence contains no matching element');
export const disabled = (field: string): Failure => new Failure(`Column is disabled: ${field}`);
export const required = (label: string): Failure => new Failure(`'${label}' is a required column.`);
export const unknown = (field: string, value: string): Failure =>
  new Failure(`Invalid ${field}: ${value} does not exist`);
export const wrong = (field: string, value: string, why: string): Failure =>
  new Failure(`Invalid ${field}: ${value} ${why}`);

/** What the window calls each field of the books. */
type Names = Readonly<Record<string, string>>;

const named: readonly (readonly [RegExp, string])[] = [
  [/^Customer (\S+) (?:does not exist|is deleted)$/, 'CustomerId'],
  [/^Item (\S+) (?:does not exist|is discontinued)$/, 'ItemId'],
  [/^Tax code (\S+) does not exist$/, 'TaxCode'],
  [/^Invoice (\S+) does not exist$/, 'InvoiceNo'],
  [/^Currency (\S+) is not set up$/, 'CurrencyId'],
  [/^Account (\S+) does not exist$/, 'BankAccount'],
  [/^BankAccount (\S+) is not a bank account$/, 'BankAccount'],
];

/** A refusal of the books in the words of this dialect; whatever else went wrong is thrown on. */
export function asFailure(error: unknown, names: Names): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof Refusal)) throw error;
  for (const [text, field] of named) {
    const value = text.exec(error.message)?.[1];
    if (value !== undefined) return unknown(names[field] ?? field, value);
  }
  const period = /^Period 0?(\d+) of \d{4} is closed/.exec(error.message)?.[1];
  if (period !== undefined) return new Failure(`Period ${period} is closed`);
  const text = inWindow(error.message, names);
  return new Failure(isTooMuch.test(text) ? `${names['Amount'] ?? 'Amount'} exceeds what is open: ${text}` : text);
}

const isTooMuch = / has only \S+ (?:open|unapplied|left to credit)$/;

/** Names fields as the window does; what a schema says comes first with the reason, then with the field. */
function inWindow(message: string, names: Names): string {
  const [, reason, at] = /^✖ ([^\n]*)\n\s*→ at (\S+)/.exec(message) ?? [];
  const field = at?.split('.').at(-1) ?? '';
  if (reason !== undefined) return `Invalid ${names[field] ?? field}: ${reason}`;
  return message.replaceAll(/\b[A-Z]\w+\b/g, (word) => names[word] ?? word).replaceAll(/\s+/g, ' ');
}
