export type Driven = {
  /** Of what succeeded. */
  readonly latenciesMs: readonly number[];
  readonly seconds: number;
  readonly failed: number;
};

type Load = { readonly total: number; readonly atOnce: number; readonly withinMs: number };

/**
 * Does the work `total` times, never more than `atOnce` of it at a time, and begins none after `withinMs`: a closed loop
 * that ends by itself. Work that succeeds gives true.
 */
export async function drive(
  { total, atOnce, withinMs }: Load,
  work: (index: number) => Promise<boolean>,
): Promise<Driven> {
  const begun = performance.now();
  const latenciesMs: number[] = [];
  let next = 0;
  let failed = 0;
  const lane = async (): Promise<void> => {
    while (next < total && performance.now() - begun < withinMs) {
      const index = next++;
      const since = performance.now();
      if (await work(index)) latenciesMs.push(performance.now() - since);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, total) }, lane));
  return { latenciesMs, seconds: (performance.now() - begun) / 1_000, failed };
}
