import { setTimeout as pause } from 'node:timers/promises';

/** People try again when a machine is out of order. @throws what was thrown last */
export async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 20) throw error;
      await pause(1_000);
    }
  }
}

/** As people write an amount of two decimals. */
export const decimal = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
