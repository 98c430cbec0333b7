/** Records of one kind by their key. Records are never changed in place: a change is another `put`. */
export type Collection<T> = {
  get(key: string): T | undefined;
  put(record: T): T;
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
    all: () => [...records.values()],
  };
}

/** Sees what is below it and its own changes, which nobody else sees before `flush`. */
export function layerOver<T>(base: ReturnType<typeof createCollection<T>>): Layer<T> {
  const own = new Map<string, T>();
  const { keyOf } = base;
  return {
    get: (key) => own.get(key) ?? base.get(key),
    put: (record) => {
      own.set(keyOf(record), record);
      return record;
    },
    all: () => {
      if (own.size === 0) return base.all();
      const below = base.all().map((record) => own.get(keyOf(record)) ?? record);
      return [...below, ...[...own].filter(([key]) => base.get(key) === undefined).map(([, record]) => record)];
    },
    changed: () => [...own.keys()],
    flush: () => {
      for (const record of own.values()) base.put(record);
      own.clear();
    },
    drop: () => own.clear(),
  };
}
