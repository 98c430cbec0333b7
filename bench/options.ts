import { parseArgs } from 'node:util';

export type Options = { readonly rounds?: number; readonly orders: number };
export const usage = `npm run bench -- webhook       [--rounds N]
npm run bench -- order-to-cash [--rounds N] [--orders N]
npm run bench -- mapping [--rounds N]
npm run bench -- customers-match [--rounds N]

  --rounds  how often each arm runs, in turn (default 3; webhook 5)
  --orders  orders of each round and arm (default 40)`;

/** @throws Error that shows the usage */
export function parseOptions(args: readonly string[]): Options & { readonly bench: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: 'string' }, orders: { type: 'string', default: '40' } },
  });
  return {
    bench: positionals[0] ?? '',
    ...(values.rounds && { rounds: whole('--rounds', values.rounds, 100) }),
    orders: whole('--orders', values.orders, 5_000),
  };
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${name} is ${text}; write a whole number from 1 to ${most}, as in ${name} 5\n\n${usage}`);
}
