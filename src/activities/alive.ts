import { activityInfo, heartbeat } from '@temporalio/activity';

const everyMs = 2_000;

/** Tells Temporal that this worker lives while the work lasts, so that the work of a killed one starts again soon. */
export async function alive<T>(work: () => Promise<T>): Promise<T> {
  const beating = activityInfo().heartbeatTimeoutMs === undefined ? undefined : setInterval(() => heartbeat(), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(beating);
  }
}
