/** What a simulator does later by itself; closing forgets whatever has not happened yet. */
export function createTimers() {
  const timers = new Set<NodeJS.Timeout>();
  return {
    later: (act: () => void, delayMs: number): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, delayMs);
      timers.add(timer);
    },
    close: (): void => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
