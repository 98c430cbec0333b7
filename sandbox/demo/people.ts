import type { Random } from './random.ts';
import type { Buyer } from './plan.ts';

const given = ['Zelda', 'Ottokar', 'Wilhelmina', 'Balthasar', 'Quirina', 'Ignatius', 'Philomena', 'Leopold'] as const;
const family = [
  'Quillfeather',
  'Thistlewood',
  'Umberfield',
  'Vexington',
  'Yarrowby',
  'Xanderbilt',
  'Nightingale',
] as const;

/** Somebody new; rare names, so that one can be searched for wherever none of them may be. */
export function person(random: Random, number: string, kind: 'account' | 'guest'): Buyer {
  const name = `${random.pick(given)} ${random.pick(family)}`;
  const email = `${name.toLowerCase().replace(' ', '.')}.${number.toLowerCase()}@example.com`;
  return { name, email, ...(kind === 'account' && { account: email }) };
}

/** Buys at the counter and leaves no name. */
export const nobody: Buyer = {};
