import type { DocumentKind } from '../../../domain/documents.ts';
import type { Organisation } from '../system.ts';

/** Kinds that are financial documents in SAP. */
export type FinancialKind = Extract<
  DocumentKind,
  'invoice' | 'credit-memo' | 'cash-receipt' | 'customer-refund' | 'journal-entry'
>;
/** Of what it does to the customer: S owes more, H owes less, nothing if no customer is in it. */
export type Side = 'S' | 'H' | undefined;
type Rule = readonly [kind: FinancialKind, type: keyof Organisation['documentTypes'], side: Side];

/** Two kinds may share a document type: the side tells them apart. */
const rules: readonly Rule[] = [
  ['invoice', 'invoice', 'S'],
  ['credit-memo', 'creditMemo', 'H'],
  ['cash-receipt', 'receipt', 'H'],
  ['customer-refund', 'receipt', 'S'],
  ['journal-entry', 'journal', undefined],
];

const typesOf = new Map(rules.map(([kind, type]) => [kind, type]));

export const typeOf = (kind: FinancialKind, { documentTypes }: Organisation): string =>
  documentTypes[typesOf.get(kind) ?? 'journal'];

/** Whether a document may be of the kind that is asked for. Where kinds share a type and a side it may be of several. */
export const isOfKind = (kind: FinancialKind, type: string, side: Side, { documentTypes }: Organisation): boolean =>
  rules.some(([of, name, onSide]) => of === kind && documentTypes[name] === type && onSide === side);

/** Nothing for a document such as we never post; of several that it may be, the first. */
export const kindOf = (type: string, side: Side, { documentTypes }: Organisation): FinancialKind | undefined =>
  rules.find(([, name, onSide]) => documentTypes[name] === type && onSide === side)?.[0];

export const isOurType = (type: string, { documentTypes }: Organisation): boolean =>
  Object.values(documentTypes).includes(type);
