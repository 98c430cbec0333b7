import { setTimeout as pause } from 'node:timers/promises';

/** How many billable actions the server has counted for one namespace, by kind; it counts from its own start. */
export type Actions = ReadonlyMap<string, number>;

/** @throws Error when the metric is absent although actions happened: another version may name it otherwise */
async function actionsIn(metricsUrl: string, namespace: string): Promise<Actions> {
  const reply = await fetch(metricsUrl, { signal: AbortSignal.timeout(5_000) });
  const lines = (await reply.text()).split('\n').filter((line) => line.startsWith('action{'));
  if (lines.length === 0) throw new Error(`${metricsUrl} has no metric "action": look there for its name`);
  const ours = lines.filter(
    (line) => label(line, 'namespace') === namespace && label(line, 'service_name') === 'frontend',
  );
  const counted = new Map<string, number>();
  for (const line of ours) {
    const kind = label(line, 'action_type');
    counted.set(kind, (counted.get(kind) ?? 0) + Number(line.slice(line.lastIndexOf(' '))));
  }
  return counted;
}

/** The server adds to its metrics a little later: waits until nothing is added any more, a minute at most. */
export async function settledActionsIn(metricsUrl: string, namespace: string): Promise<Actions> {
  let last = await actionsIn(metricsUrl, namespace);
  for (let quiet = 0, looks = 0; quiet < 3 && looks < 60; looks += 1) {
    await pause(1_000);
    const now = await actionsIn(metricsUrl, namespace);
    quiet = total(now) === total(last) ? quiet + 1 : 0;
    last = now;
  }
  return last;
}

/** What came in between, without what did not change. */
export function actionsBetween(before: Actions, after: Actions): Actions {
  const grown = [...after].map(([kind, count]) => [kind, count - (before.get(kind) ?? 0)] as const);
  return new Map(grown.filter(([, count]) => count > 0));
}

export const total = (actions: Actions): number => [...actions.values()].reduce((sum, count) => sum + count, 0);

const label = (line: string, name: string): string => new RegExp(`[{,]${name}="([^"]*)"`).exec(line)?.[1] ?? '';
