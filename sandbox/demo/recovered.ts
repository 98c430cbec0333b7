/** Counts over restarts: a process that was killed begins again at 0. */
export function createTally() {
  const seen = new Map<string, { before: number; last: number }>();
  return {
    note(source: string, value: number): void {
      const { before, last } = seen.get(source) ?? { before: 0, last: 0 };
      seen.set(source, { before: value < last ? before + last : before, last: value });
    },
    total: (): number => [...seen.values()].reduce((sum, { before, last }) => sum + before + last, 0),
  };
}

/** Effects that a metrics page says were found in the ERP after their outcome had been unknown. */
export const recoveredIn = (metrics: string): number =>
  metrics
    .split('\n')
    .filter((line) => line.startsWith('quittance_effects_total{') && line.includes('outcome="recovered"'))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
