import type { SalesOrder } from '../company.ts';
import type { Fields } from '../params.ts';

const HEADER = '000000';
const TEXT_ID = '0001';

/** What the header text says: whose payment it is in line 1, how it stands in line 2, and what anybody wrote below. */
export function notesIn({ texts }: SalesOrder) {
  const lines = texts.find(({ item, id }) => item === HEADER && id === TEXT_ID)?.lines ?? [];
  const payment = /^Payment (?<state>.*?)(?: on (?<day>\d{4}-\d\d-\d\d))?$/.exec(lines[1] ?? '')?.groups;
  return {
    stripeId: /^Stripe (.*)$/.exec(lines[0] ?? '')?.[1] ?? '',
    state: payment?.['state'] ?? '',
    paidOn: payment?.['day'] ?? '',
    others: lines.slice(2),
  };
}

export const noteLines = (
  stripeId: string,
  state: string,
  paidOn: string,
  others: readonly string[] = [],
): readonly Fields[] =>
  [`Stripe ${stripeId}`, `Payment ${state}${paidOn && ` on ${paidOn}`}`, ...others].map((line) => ({
    ITM_NUMBER: HEADER,
    TEXT_ID,
    LANGU: 'E',
    TEXT_LINE: line,
  }));
