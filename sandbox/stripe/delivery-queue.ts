type Manner<Job> = { readonly run: (job: Job) => Promise<void>; readonly concurrency: () => number };

/** Jobs that each wait for their time, of which a limited number runs at once, and none while it is paused. */
export function createQueue<Job>({ run, concurrency }: Manner<Job>) {
  const ready: Job[] = [];
  const timers = new Map<NodeJS.Timeout, Job>();
  let state: 'open' | 'paused' | 'closed' = 'open';
  let underway = 0;

  const next = (): Job | undefined => (state === 'open' && underway < concurrency() ? ready.shift() : undefined);

  const pump = (): void => {
    for (let job = next(); job !== undefined; job = next()) {
      underway += 1;
      void run(job).finally(() => {
        underway -= 1;
        pump();
      });
    }
  };

  /** Takes out everything that waits. */
  const drain = (): Job[] => {
    const waiting = [...ready.splice(0), ...timers.values()];
    for (const timer of timers.keys()) clearTimeout(timer);
    timers.clear();
    return waiting;
  };

  return {
    add(job: Job, delayMs: number): void {
      const timer = setTimeout(() => {
        timers.delete(timer);
        ready.push(job);
        pump();
      }, delayMs);
      timers.set(timer, job);
    },
    pause: () => void (state = 'paused'),
    resume: () => {
      state = 'open';
      pump();
    },
    isPaused: () => state === 'paused',
    drain,
    close(): void {
      state = 'closed';
      drain();
    },
  };
}
