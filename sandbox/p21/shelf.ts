import type { Clock } from './calendar.ts';
import { notFound } from './errors.ts';

export type Kept = { readonly number: string; readonly created: string; modified: string };

/** All documents of one kind. Numbers are the ERP's own; references are nobody's business here. */
export function createShelf<T extends Kept>(what: string, clock: Clock, first: number) {
  const documents = new Map<string, T>();
  let last = first - 1;
  const stamp = () => clock.now().toISOString();
  let ordered: readonly T[] | undefined;

  return {
    nextNumber: () => String((last += 1)),
    /** Fields that every new document begins with. */
    fresh: () => ({ created: stamp(), modified: stamp() }),
    put: (document: T): T => {
      documents.set(document.number, document);
      ordered = undefined;
      return document;
    },
    touch: (document: T): T => Object.assign(document, { modified: stamp() }),
    find: (number: string): T | undefined => documents.get(number),
    /** @throws Refusal 404 */
    get: (number: string): T => {
      const document = documents.get(number);
      if (!document) throw notFound(what, number);
      return document;
    },
    /** Kept until another document comes: thousands are read page by page. */
    byNumber: (): readonly T[] =>
      (ordered ??= [...documents.values()].sort(
        (a, b) => a.number.length - b.number.length || Number(a.number > b.number) - Number(a.number < b.number),
      )),
    /** Oldest change first. Filters before it sorts: thousands of orders are looked up by reference one at a time. */
    all: (wanted: (document: T) => boolean = () => true): readonly T[] =>
      [...documents.values()]
        .filter(wanted)
        .sort((a, b) => a.modified.localeCompare(b.modified) || a.number.localeCompare(b.number)),
  };
}

export const stamps = ({ created, modified }: Kept) => ({ DateCreated: created, DateLastModified: modified });
