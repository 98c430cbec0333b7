import Table from 'cli-table3';
import type { ErpDocument } from '../../domain/documents.ts';
import { show } from '../../domain/money.ts';
import type { FieldTrace, Mapped } from '../../mapping/mapper.ts';
import type { DryDocument, DryRun } from './try-documents.ts';
import { journalOf } from './try-journal.ts';

/** What a person sees of a dry run. It holds personal data: it is for the terminal alone. */
export const shownRun = ({ documents, missing }: DryRun, label: string): string =>
  [
    `Mapped by ${label}; nothing was posted.`,
    ...documents.map(shownDocument),
    ...missing.map((what) => `Not shown: ${what}`),
  ].join('\n\n');

/** The same for programs. */
export const runAsJson = ({ documents, missing }: DryRun, label: string) => ({
  profile: label,
  documents: documents.map((one) =>
    'fault' in one ? one : { name: one.name, ...one.mapped, journal: journalOf(one.mapped.document) },
  ),
  missing,
});

function shownDocument(one: DryDocument): string {
  if ('fault' in one) return `${one.name}: can't be mapped\n${one.fault}`;
  const { document } = one.mapped;
  return [`${one.name}: ${document.kind}`, traceTable(one.mapped), journalTable(document)].filter(Boolean).join('\n');
}

function traceTable({ trace }: Mapped<ErpDocument>): string {
  const table = new Table({
    head: ['Field', 'Comes from', 'Where', 'Result'],
    colWidths: widths,
    wordWrap: true,
    style,
  });
  for (const { field, from, place, value } of trace) table.push([field, from, placeOf(place), shownValue(value)]);
  return table.toString();
}

function journalTable(document: ErpDocument): string {
  const entries = journalOf(document);
  if (entries.length === 0) return '';
  const table = new Table({ head: ['Account', 'Debit', 'Credit'], colAligns: ['left', 'right', 'right'], style });
  for (const { side, account, amount } of entries)
    table.push(side === 'debit' ? [account, show(amount), ''] : [account, '', show(amount)]);
  const when = document.kind === 'sales-order' ? 'The journal, once the ERP invoices it:' : 'The journal:';
  return `${when}\n${table.toString()}`;
}

const style = { head: [], border: [] };
const widths = [34, 40, 44, 34];
/** By the folder of the profile and the file in it: the whole path has no room. */
const placeOf = (place: FieldTrace['place']): string =>
  place ? `${place.file.split('/').slice(-2).join('/')}:${place.line}:${place.column}` : '';

function shownValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value)
    return show(value as Parameters<typeof show>[0]);
  return JSON.stringify(value) ?? '';
}
