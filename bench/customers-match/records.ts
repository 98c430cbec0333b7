import type { ErpSide, StripeSide } from '../../src/matching/customers.ts';

/** How the two lists are made: of a thousand customers, so many … */
const shares = { named: 150, linked: 250, shared: 50, near: 100, alone: 100 } as const;

const given = 'Ada Bo Cy Dora Emil Flo Gil Hana Ivo Jun Kai Lea Mio Nia Otto Pia Quin Rosa Sven Tove Uma Vito'.split(
  ' ',
);
const family = 'Abel Brand Cruz Diaz Eder Fink Groß Huber Iten Jung Kühn Lang Møller Nagy Otto Pohl Roth Søe'.split(
  ' ',
);

/** Two lists of the same people, as two systems know them after some years: the same for the same seed. */
export function twoLists(size: number, seed: number): { readonly stripe: StripeSide[]; readonly erp: ErpSide[] } {
  const random = generator(seed);
  const stripe: StripeSide[] = [];
  const erp: ErpSide[] = [];
  for (let at = 0; at < size; at += 1) {
    const number = String(100_000 + at);
    const fate = random(1_000);
    const name = `${given[random(given.length)] ?? ''} ${family[random(family.length)] ?? ''} ${at % 977}`;
    const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}.${at}@example.com`;
    const person = { name, email, postalCode: String(10_000 + random(80_000)) };
    const [one, other] = twoViews(fate, person, { at, number });
    stripe.push({ id: `cus_${seed}x${at}`, ...one });
    erp.push({ id: number, blocked: random(100) === 0, ...other });
  }
  return { stripe: shuffled(stripe, random), erp: shuffled(erp, random) };
}

type Person = { readonly name: string; readonly email: string; readonly postalCode: string };
type Views = readonly [Omit<StripeSide, 'id'>, Omit<ErpSide, 'id' | 'blocked'>];

function twoViews(fate: number, person: Person, { at, number }: { at: number; number: string }): Views {
  const { name, email, postalCode } = person;
  const [named, linked, shared, near, alone] = bounds;
  if (fate < named) return [{ name, email, named: number }, person];
  if (fate < linked)
    return [
      { name, email, linked: number },
      { name, email },
    ];
  // An e-mail that ten use: a family, a shop's till, a placeholder.
  if (fate < shared)
    return [
      { ...person, email: `till.${at % 500}@example.com` },
      { ...person, email: `till.${at % 500}@example.com` },
    ];
  // No e-mail in the ERP, and the name typed by another hand.
  if (fate < near) return [person, { name: name.toUpperCase().split(' ').reverse().join(', '), postalCode }];
  if (fate < alone) return [person, { name: `Firm ${at} GmbH`, email: `office.${at}@example.org`, postalCode }];
  return [person, { ...person, email: email.toUpperCase() }];
}

const bounds = Object.values(shares).map((_, at, all) =>
  all.slice(0, at + 1).reduce((sum, share) => sum + share, 0),
) as [number, number, number, number, number];

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function shuffled<T>(rows: T[], random: (below: number) => number): T[] {
  for (let at = rows.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    const [one, two] = [rows[at], rows[other]];
    if (one === undefined || two === undefined) continue;
    rows[at] = two;
    rows[other] = one;
  }
  return rows;
}
