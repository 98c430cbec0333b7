import type { Decided } from './review.ts';

/** How one line ended. */
export type Applied = {
  readonly line: number;
  readonly outcome: 'done' | 'already' | 'skipped' | 'refused';
  readonly told: string;
};
export type Told = Omit<Applied, 'line'>;

/** What a decision does; it looks again before it changes anything, so that doing it twice does it once. */
export type Deed = {
  readonly link: (stripeId: string, erpNumber: string) => Promise<Told>;
  readonly createInErp?: (stripeId: string) => Promise<Told>;
  readonly createAtStripe?: (erpNumber: string) => Promise<Told>;
};

/** Carries the lines out one after the other; one that can't be is told, and the others go on. */
export async function* applied(lines: readonly Decided[], deed: Deed): AsyncGenerator<Applied> {
  for (const decided of lines) yield { line: decided.line, ...(await done(decided, deed)) };
}

async function done({ decision, stripeId, erpNumber }: Decided, deed: Deed): Promise<Told> {
  if (decision === 'skip') return { outcome: 'skipped', told: `${stripeId || erpNumber} is left as it is` };
  try {
    if (decision === 'link') return await deed.link(stripeId, erpNumber);
    const make = stripeId ? deed.createInErp : deed.createAtStripe;
    return make ? await make(stripeId || erpNumber) : refused(byFlow);
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

const byFlow =
  'A customer is created in the ERP by his first payment, or at once where customer.yaml says settings: { create: at_once }';

export const refused = (told: string): Told => ({ outcome: 'refused', told });
