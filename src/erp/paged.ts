/** A sequence that is fetched page by page, so that whoever limits requests can count pages, not items. */
export type Paged<T> = AsyncIterable<T> & { pages(): AsyncGenerator<readonly T[]> };

export const paged = <T>(pages: () => AsyncGenerator<readonly T[]>): Paged<T> => ({
  pages,
  async *[Symbol.asyncIterator]() {
    for await (const page of pages()) yield* page;
  },
});

/** A sequence of unknown making counts each item as a page. */
export async function* pagesOf<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  if ('pages' in items) yield* (items as Paged<T>).pages();
  else for await (const item of items) yield [item];
}
