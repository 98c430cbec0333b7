import { toDecimal } from '../domain/money.ts';
import type { SeenCase } from '../store/cases.ts';
import { kindsInOrder } from './cases-shown.ts';
import { csvLine } from './matching/csv.ts';

type Column = readonly [name: string, value: (one: SeenCase) => string | undefined];
const columns: readonly Column[] = [
  ['kind', ({ kind }) => kind],
  ['queue', ({ queue }) => queue],
  ['case', ({ caseId }) => caseId],
  ['company', ({ company }) => company],
  ['stripe', ({ subject }) => subject],
  ['code', ({ code }) => code],
  ['step', ({ step }) => step],
  ['field', ({ where }) => where],
  ['amount', ({ amount }) => amount && toDecimal(amount)],
  ['currency', ({ amount }) => amount?.currency],
  ['opened', ({ openedAt }) => openedAt.toISOString()],
  ['due', ({ dueAt }) => dueAt.toISOString()],
  ['deadline', ({ dueBy }) => dueBy?.toISOString()],
  ['late', ({ overdue }) => (overdue ? 'yes' : 'no')],
  ['words', ({ words }) => words],
  ['refused', ({ refusal }) => refusal],
  ['closed', ({ closed }) => closed?.at.toISOString()],
  ['decision', ({ closed }) => closed?.decision],
  ['by', ({ closed }) => closed?.by],
  ['reason', ({ closed }) => closed?.reason],
  ['workflow', ({ flow }) => flow],
];

/** For a spreadsheet: each kind after the other, oldest first; no cell is run as a formula. */
export const caseCsv = (cases: readonly SeenCase[]): readonly string[] => [
  csvLine(columns.map(([name]) => name)),
  ...kindsInOrder
    .flatMap((kind) => cases.filter((one) => one.kind === kind))
    .map((one) => csvLine(columns.map(([, value]) => value(one) ?? ''))),
];
