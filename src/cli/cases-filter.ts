import type { Command } from 'commander';
import type { CaseFilter } from '../store/case-list.ts';
import { Complaint } from './terminal.ts';

/** What people say of the cases that they mean. */
export type CaseOptions = {
  readonly company?: string;
  readonly kind?: string;
  readonly code?: string;
  readonly queue?: string;
  readonly subject?: string;
  readonly olderThan?: string;
  readonly minAmount?: string;
  readonly overdue?: boolean;
};

export const filtered = (command: Command): Command =>
  command
    .option('--company <key>', 'of this company')
    .option('--kind <kind>', 'business, connection or defect')
    .option('--code <code>', 'with this code')
    .option('--queue <name>', 'in this queue')
    .option('--subject <id>', 'of this id at Stripe')
    .option('--older-than <age>', 'open for longer: 30m, 12h, 3d')
    .option('--min-amount <amount>', 'with at least so much at stake: 1000.00, or 1000.00EUR for one currency alone')
    .option('--overdue', 'only what is late');

/** @throws Complaint that says how an option is written */
export function filterOf(
  { company, kind, code, queue, subject, olderThan, minAmount, overdue }: CaseOptions,
  now = Date.now(),
): CaseFilter {
  return {
    ...(company && { company }),
    ...(kind && { kind: kindOf(kind) }),
    ...(code && { code }),
    ...(queue && { queue }),
    ...(subject && { subject }),
    ...(olderThan && { openedBefore: new Date(now - ageMs(olderThan)) }),
    ...(minAmount && { minAmount: amountOf(minAmount) }),
    ...(overdue && { overdue }),
  };
}

const kinds = ['business', 'connection', 'defect'] as const;

function kindOf(kind: string): (typeof kinds)[number] {
  const known = kinds.find((one) => one === kind);
  if (known) return known;
  throw new Complaint(`There is no kind ${kind}; there are ${kinds.join(', ')}`);
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function ageMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const ms = unitMs[unit];
  if (!count || !ms) throw new Complaint(`"${text}" is no age: write 30m, 12h or 3d`);
  return Number(count) * ms;
}

function amountOf(text: string): { readonly amount: string; readonly currency?: string } {
  const [, amount, currency] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]{3})?$/.exec(text.trim()) ?? [];
  if (!amount) throw new Complaint(`"${text}" is no amount: write 1000.00, or 1000.00EUR`);
  return { amount, ...(currency && { currency: currency.toUpperCase() }) };
}
