type Count = { delivered: number; failedAttempts: number; pending: number; givenUp: number; duplicates: number };

/** What became of the deliveries to each endpoint, and how often in a row one has refused them. */
export function createCounts() {
  const counts = new Map<string, Count>();
  const failuresInARow = new Map<string, number>();

  const of = (endpoint: string): Count => {
    const count = counts.get(endpoint) ?? { delivered: 0, failedAttempts: 0, pending: 0, givenUp: 0, duplicates: 0 };
    counts.set(endpoint, count);
    return count;
  };
  const ended = (endpoint: string, how: 'delivered' | 'givenUp'): void => {
    of(endpoint)[how] += 1;
    of(endpoint).pending -= 1;
  };

  return {
    waits(endpoint: string, times: number): void {
      of(endpoint).pending += times;
    },
    duplicated(endpoint: string, extra: number): void {
      of(endpoint).duplicates += extra;
      of(endpoint).pending += extra;
    },
    delivered(endpoint: string): void {
      ended(endpoint, 'delivered');
      failuresInARow.delete(endpoint);
    },
    gaveUp: (endpoint: string): void => ended(endpoint, 'givenUp'),
    /** @returns whether that makes as many tries in a row as are allowed (0: any number), which then counts anew */
    failed(endpoint: string, allowed: number): boolean {
      of(endpoint).failedAttempts += 1;
      const failures = (failuresInARow.get(endpoint) ?? 0) + 1;
      const tooMany = allowed > 0 && failures >= allowed;
      failuresInARow.set(endpoint, tooMany ? 0 : failures);
      return tooMany;
    },
    all: () => Object.fromEntries(counts),
  };
}
