import Table from 'cli-table3';
import { show } from '../../domain/money.ts';
import type { Difference, Move } from './diff-compare.ts';

/** One document that two versions map differently. */
export type Differing = {
  readonly payment: string;
  readonly name: string;
  readonly differences: readonly Difference[];
  readonly moves: readonly Move[];
};
export type Diff = {
  readonly from: string;
  readonly to: string;
  readonly payments: number;
  readonly documents: number;
  readonly differing: readonly Differing[];
  /** Between accounts, over all documents. */
  readonly moves: readonly Move[];
  /** Payments that could not be read, and why. */
  readonly unread: readonly string[];
};

const style = { head: [], border: [] };

/** What differs, document by document, then how much moves. It holds personal data: it is for the terminal alone. */
export function shownDiff(diff: Diff): string {
  const { from, to, payments, documents, differing, unread } = diff;
  const counted = `${payments} payments, ${documents} documents by ${from} and by ${to}: ${differing.length} differ. Nothing was posted.`;
  const parts = differing.length > 0 ? [fieldTable(diff), kindTable(diff), moveTable(diff)] : [];
  return [...parts, ...unread.map((what) => `Not compared: ${what}`), counted].filter(Boolean).join('\n\n');
}

function fieldTable({ differing, from, to }: Diff): string {
  const table = new Table({ head: ['Payment', 'Document', 'Field', from, to], style });
  for (const { payment, name, differences } of differing)
    for (const { field, before, after } of differences) table.push([payment, name, field, before ?? '', after ?? '']);
  return table.toString();
}

/** How often each field of each kind of document differs. */
function kindTable({ differing }: Diff): string {
  const counts = new Map<string, number>();
  for (const { name, differences } of differing) {
    const fields = new Set(
      differences.map(({ field }) => `${name.split(' ')[0] ?? ''}\t${field.replaceAll(/\[\d+\]/g, '[]')}`),
    );
    for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const table = new Table({ head: ['Of', 'Field', 'Documents'], style });
  for (const [field, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    table.push([...field.split('\t'), count]);
  return table.toString();
}

function moveTable({ moves }: Diff): string {
  if (moves.length === 0) return 'Nothing moves between accounts.';
  const table = new Table({
    head: ['From account', 'To account', 'Amount'],
    colAligns: ['left', 'left', 'right'],
    style,
  });
  for (const { from, to, amount } of moves) table.push([from, to, show(amount)]);
  return table.toString();
}
