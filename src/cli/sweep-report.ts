import Table from 'cli-table3';
import type { Config } from '../config.ts';
import { createTelemetry } from '../runtime/telemetry.ts';
import type { Report } from '../store/sweeps.ts';
import { openStore } from '../worker/store.ts';
import { companyOf, onlyCompany } from './company.ts';
import type { Terminal } from './terminal.ts';
import { timeOf } from './time.ts';

export type SweepReportOptions = { readonly company?: string; readonly since?: string; readonly json?: boolean };
const dayMs = 86_400_000;

/** What the sweeps of one company have read, by type of event, and what they healed. */
export async function sweepReport(config: Config, options: SweepReportOptions, { out }: Terminal): Promise<void> {
  const key = options.company ?? onlyCompany(config);
  companyOf(config, key);
  const since = new Date(options.since === undefined ? Date.now() - dayMs : timeOf(options.since));
  const store = await openStore(config, createTelemetry());
  try {
    const [report, lastWhole] = await Promise.all([store.sweeps.report(key, since), store.sweeps.lastWhole(key)]);
    if (options.json) return out(JSON.stringify({ company: key, since, lastWhole, ...report }, undefined, 2));
    out(shown(key, since, report, lastWhole));
  } finally {
    await store.close();
  }
}

function shown(company: string, since: Date, { runs, healed }: Report, lastWhole: Date | undefined): string {
  const whole = runs.filter((run) => run.whole).length;
  const heading =
    `${company}: ${runs.length} sweeps since ${since.toISOString()}, ${whole} of them whole; ` +
    `the last whole one ${lastWhole ? `ended ${lastWhole.toISOString()}` : 'is still to come'}.`;
  const coverage = new Table({ head: ['Event', 'Listed', 'Known', 'Started', 'Healed', 'Left out'] });
  for (const [type, counts] of [...sumsOf(runs)].sort(([one], [other]) => one.localeCompare(other))) {
    const { listed = 0, known = 0, started = 0, healed: mended = 0, ...others } = counts;
    const leftOut = Object.entries(others).map(([why, count]) => `${count} ${why}`);
    coverage.push([type, listed, known, started, mended, leftOut.join(', ')]);
  }
  const lines = healed.map(
    ({ event, type, flow, subject, createdAt, seenAt }) =>
      `${event} ${type} of ${createdAt.toISOString()}, found ${seenAt.toISOString()}: ${flow} ${subject}`,
  );
  const mended = lines.length > 0 ? `Missed by the webhook, and healed:\n${lines.join('\n')}` : 'Nothing was missed.';
  return `${heading}\n${coverage.toString()}\n${mended}`;
}

/** Over all sweeps; one event is listed by each of them that reaches back to it, and counted by the first alone. */
function sumsOf(runs: Report['runs']): ReadonlyMap<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const { coverage } of runs)
    for (const [type, counts] of Object.entries(coverage)) {
      const sum = sums.get(type) ?? {};
      for (const [what, count] of Object.entries(counts)) sum[what] = (sum[what] ?? 0) + count;
      sums.set(type, sum);
    }
  return sums;
}
