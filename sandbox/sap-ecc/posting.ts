import { sum } from '../money.ts';
import type { FiDocument, FiLine } from './company.ts';
import type { Erp } from './erp.ts';
import type { Luw } from './luw.ts';
import { error, Refusal } from './messages.ts';
import type { NumberRange } from './numbers.ts';

export type LineDraft = Omit<FiLine, 'item' | 'clearing'> & {
  /** `self`: cleared by the document that it stands in. */
  readonly clearing?: FiLine['clearing'] | 'self';
};
export type DocumentDraft = Pick<
  FiDocument,
  'documentDate' | 'postingDate' | 'reference' | 'headerText' | 'currency'
> & {
  readonly type: NumberRange;
  /** Of the billing document that it comes from. */
  readonly billing?: string;
  readonly reverses?: string;
  readonly lines: readonly LineDraft[];
};

export const lineDraft = (line: Partial<LineDraft> & Pick<LineDraft, 'account' | 'amount' | 'local'>): LineDraft => ({
  customer: '',
  specialLedger: '',
  assignment: '',
  text: '',
  taxCode: '',
  taxBase: 0n,
  restOf: undefined,
  ...line,
});

/** @throws Error when it would not balance in each currency: then the simulator has a bug, not its caller */
export function postDocument(luw: Luw, draft: DocumentDraft): FiDocument {
  const { erp } = luw;
  const inBalance = [draft.lines.map(({ amount }) => amount), draft.lines.map(({ local }) => local)].every(
    (amounts) => sum(amounts) === 0n,
  );
  if (!inBalance) throw new Error(`A document ${draft.type} of ${draft.reference} would not balance`);
  const key = `${erp.nextNumber(draft.type)}${erp.companyCode}${draft.postingDate.slice(0, 4)}`;
  const { billing, reverses, lines, ...header } = draft;
  return luw.company.fiDocuments.put({
    ...header,
    key,
    origin: billing === undefined ? { type: 'BKPFF', key } : { type: 'VBRK', key: billing },
    reverses,
    reversedBy: undefined,
    lines: lines.map((line, index) => ({
      ...line,
      item: String(index + 1).padStart(3, '0'),
      clearing: line.clearing === 'self' ? { document: key, date: draft.postingDate } : line.clearing,
    })),
    user: luw.user,
    created: erp.clock.now().toISOString(),
  });
}

/** @throws Refusal when another LUW is at work on the document */
export function changeDocument(luw: Luw, key: string, change: (document: FiDocument) => FiDocument): FiDocument {
  const document = luw.company.fiDocuments.get(key);
  if (!document || !luw.lock(`document ${key}`)) throw new Refusal(error('MC 601', ['MILLER']));
  return luw.company.fiDocuments.put(change(document));
}

/** @throws Refusal unless the posting period is open */
export function mustBeOpen(erp: Erp, day: string): string {
  if (!erp.periods.isOpen(day)) throw new Refusal(error('F5 201', [`0${day.slice(5, 7)}`, day.slice(0, 4)]));
  return day;
}

const reversalTypes: Readonly<Record<string, NumberRange>> = { DR: 'DA', DG: 'DA', DZ: 'DA', SA: 'AB', RV: 'RV' };

/**
 * Posts the opposite; what was open on both is cleared against each other. XBLNR is taken over (M).
 * @throws Refusal when an item is cleared, or when it is reversed already
 */
export function reverseDocument(luw: Luw, original: FiDocument, postingDate: string): FiDocument {
  const { erp, company } = luw;
  const number = original.key.slice(0, 10);
  if (original.reversedBy) throw new Refusal(error('F5 361', [number]));
  if (original.lines.some(({ clearing }) => clearing) || company.clearings.get(original.key)) {
    throw new Refusal(error('F5 308', [number]));
  }
  mustBeOpen(erp, postingDate);
  const reversal = postDocument(luw, {
    type: reversalTypes[original.type] ?? 'AB',
    documentDate: postingDate,
    postingDate,
    reference: original.reference,
    headerText: original.headerText,
    currency: original.currency,
    ...(original.origin.type === 'VBRK' && { billing: original.origin.key }),
    reverses: original.key,
    lines: opposite(erp, original.lines),
  });
  const clearing = { document: reversal.key, date: postingDate };
  changeDocument(luw, original.key, (document) => ({
    ...document,
    reversedBy: reversal.key,
    lines: document.lines.map((line) => (isOpenItem(erp, line) ? { ...line, clearing } : line)),
  }));
  return reversal;
}

export const opposite = (erp: Erp, lines: readonly FiLine[]): readonly LineDraft[] =>
  lines.map(({ item: _item, ...line }) => {
    const turned = { ...line, amount: -line.amount, local: -line.local, taxBase: -line.taxBase };
    return isOpenItem(erp, line) ? { ...turned, clearing: 'self' as const } : { ...turned, clearing: undefined };
  });

/** Whether the line stays open until it is cleared: customers' lines, and those of accounts that are managed so. */
export const isOpenItem = (erp: Erp, { customer, account }: Pick<FiLine, 'customer' | 'account'>): boolean =>
  customer !== '' || erp.chart.get(account)?.openItems === true;
