const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export type Random = () => number;

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Ids = (prefix: string, length?: number) => string;

/** Ids that look like Stripe's: a prefix, then letters and digits of both cases. */
export const createIds =
  (random: Random): Ids =>
  (prefix, length = 24) =>
    `${prefix}_${Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')}`;
