import { z } from 'zod';
import { invalid, parseBody } from './errors.ts';

export type Query = Readonly<Record<string, string>>;
type Shelf<T> = {
  readonly all: (wanted: (document: T) => boolean) => readonly T[];
  /** All of them by number; without it, they come that way already. */
  readonly byNumber?: () => readonly T[];
};
type Filters<T> = Readonly<Record<string, (document: T, wanted: string) => boolean>>;

const paging = z.object({
  Page: z.coerce.number().int().min(1).default(1),
  PageSize: z.coerce.number().int().min(1).max(200).default(50),
  ModifiedSince: z.iso.datetime({ offset: true }).optional(),
  OrderBy: z.enum(['DateLastModified', 'Number']).default('DateLastModified'),
});
const pagingNames = new Set(Object.keys(paging.shape));

/** One page of a shelf, oldest change first. Parameters that it does not know are refused: a typo would list all. */
export function pageOf<T extends { readonly modified: string }>(
  shelf: Shelf<T>,
  query: Query,
  filters: Filters<T>,
  print: (document: T) => unknown,
) {
  const { Page, PageSize, ModifiedSince, OrderBy } = parseBody(paging, query);
  const wanted = Object.entries(query).filter(([name]) => !pagingNames.has(name));
  const unknown = wanted.find(([name]) => !Object.hasOwn(filters, name));
  if (unknown) throw invalid(`Unknown query parameter ${unknown[0]}; there are ${Object.keys(filters).join(', ')}`);

  const since = ModifiedSince === undefined ? '' : new Date(ModifiedSince).toISOString();
  const isWanted = (document: T) =>
    document.modified >= since && wanted.every(([name, value]) => filters[name]?.(document, value));
  const found = OrderBy === 'Number' && shelf.byNumber ? shelf.byNumber().filter(isWanted) : shelf.all(isWanted);
  const end = Page * PageSize;
  return {
    list: found.slice(end - PageSize, end).map(print),
    Page,
    PageSize,
    More: found.length > end ? 'Y' : 'N',
  };
}

export const yesNo = (value: boolean): 'Y' | 'N' => (value ? 'Y' : 'N');
