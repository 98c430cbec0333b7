/** The value that the given share of all values does not exceed: nearest rank, so always one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There is no percentile of no values: measure at least once');
  if (share <= 0 || share > 1) throw new RangeError(`${share} is no share: write the 99th percentile as 0.99`);
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

/** With an even number of values, between the two in the middle. */
export function median(values: readonly number[]): number {
  const upper = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return values.length % 2 === 1 ? upper : (percentile(values, 0.5) + upper) / 2;
}

/** What several rounds came to. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };
export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/**
 * Round by round, so that a machine that was slow during one round was slow for both sides of it.
 * @throws RangeError when the rounds don't pair up
 */
export function ratios(ours: readonly number[], floor: readonly number[]): readonly number[] {
  return paired(ours, floor, (our, base) => our / base);
}

/** As `ratios`: what ours has more than the floor. */
export function surpluses(ours: readonly number[], floor: readonly number[]): readonly number[] {
  return paired(ours, floor, (our, base) => our - base);
}

function paired(
  ours: readonly number[],
  floor: readonly number[],
  compare: (our: number, base: number) => number,
): readonly number[] {
  if (ours.length !== floor.length)
    throw new RangeError(`${ours.length} rounds can't be compared with ${floor.length}: run both sides in each round`);
  return ours.map((our, round) => compare(our, floor[round] ?? Number.NaN));
}

/** The most that is wanted, or the least. */
export type Aim = { readonly most: number } | { readonly least: number };
export const reaches = (value: number, aim: Aim): boolean => ('most' in aim ? value <= aim.most : value >= aim.least);
