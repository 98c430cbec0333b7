/** Records of one kind by their key. Records are never changed in place: a change is another `put`. */
export type Collection<T> = {
  get(key: string): T | undefined;
  put(record: T): T;
  remove(key: string): void;
  all(): readonly T[];
};
type Layer<T> = Collection<T> & { readonly changed: () => readonly string[]; flush(): void; drop(): void };

export function createCollection<T>(keyOf: (record: T) => string): Collection<T> & { keyOf: (record: T) => string } {
  const records = new Map<string, T>();
  return {
    keyOf,
    get: (key) => records.get(key),
    put: (record) => {
      records.set(keyOf(record), record);
      return record;
    },
    remove: (key) => void records.delete(key),
    all: () => [...records.values()],
  };
}

/** Sees what is below it and its own changes, which nobody else sees before `flush`. */
export function layerOver<T>(base: ReturnType<typeof createCollection<T>>): Layer<T> {
  /** What was removed is undefined here. */
  const own = new Map<string, T | undefined>();
  const here = (record: T | undefined): readonly T[] => (record === undefined ? [] : [record]);
  const { keyOf } = base;
  return {
    get: (key) => (own.has(key) ? own.get(key) : base.get(key)),
    put: (record) => {
      own.set(keyOf(record), record);
      return record;
    },
    remove: (key) => void own.set(key, undefined),
    all: () => {
      if (own.size === 0) return base.all();
      const below = base.all().flatMap((record) => {
        const key = keyOf(record);
        return here(own.has(key) ? own.get(key) : record);
      });
      return [...below, ...[...own].flatMap(([key, record]) => (base.get(key) === undefined ? here(record) : []))];
    },
    changed: () => [...own.keys()],
    flush: () => {
      for (const [key, record] of own) {
        if (record === undefined) base.remove(key);
        else base.put(record);
      }
      own.clear();
    },
    drop: () => own.clear(),
  };
}
