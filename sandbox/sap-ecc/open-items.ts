import type { Company, FiDocument, FiLine } from './company.ts';

export type OpenItem = {
  readonly document: FiDocument;
  readonly line: FiLine;
  /** Key of the document that was posted first: of a rest, what it is the rest of. */
  readonly root: string;
};

/** Items of one customer that are not cleared, or of all customers; oldest document first. */
export function openItemsOf(company: Company, customer?: string): readonly OpenItem[] {
  const isOpen = (line: FiLine) =>
    line.customer !== '' && line.clearing === undefined && (customer === undefined || line.customer === customer);
  return company.fiDocuments
    .all()
    .flatMap((document) =>
      document.lines.filter(isOpen).map((line) => ({ document, line, root: line.restOf ?? document.key })),
    );
}
