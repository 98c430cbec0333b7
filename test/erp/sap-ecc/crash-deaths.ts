import { randomFrom } from '../../../sandbox/demo/random.ts';
import type { Posting, Way } from './crash-worker.ts';

const commit = 'BAPI_TRANSACTION_COMMIT';
/** What changes the books, and what makes it last. */
const functions: Readonly<Record<Way, Readonly<Record<Posting['document'], readonly [change: string, last: string]>>>> =
  {
    'soap-stateful': {
      'sales-order': ['BAPI_SALESORDER_CREATEFROMDAT2', commit],
      'cash-receipt': ['BAPI_ACC_DOCUMENT_POST', commit],
    },
    'soap-wrapper': {
      'sales-order': ['Z_QTC_ORDER_CREATE', 'Z_QTC_ORDER_CREATE'],
      'cash-receipt': ['Z_QTC_DOCUMENT_POST', 'Z_QTC_DOCUMENT_POST'],
    },
  };

export const ways = ['soap-stateful', 'soap-wrapper'] as const;
export const everyWay = ways.flatMap((way) =>
  (['sales-order', 'cash-receipt'] as const).map((document) => {
    const [change, last] = functions[way][document];
    return { way, document, change, last };
  }),
);

/** SAP takes its time over answers to changes, so that both gaps are as wide as all the rest. */
export const latency = { thereMs: 20, backMs: 20, backFromChangeMs: 180 };
export const kills = 50;
/** Deaths of each way and document in each gap that a worker must be seen to die in. */
const sure = 2;

/** Milliseconds after the posting was begun, or after SAP was done with a function. */
export type Death = (typeof everyWay)[number] & { readonly after?: string; readonly afterMs: number };

/** Every way and document in turn, in any order. */
export function deathsOf(seed: number, usual: readonly number[]): readonly Death[] {
  const random = randomFrom(seed);
  const turns = Array.from({ length: kills }, (_, index) => index % everyWay.length);
  return everyWay
    .flatMap((one, place) => {
      const inGaps = deathsInGaps(one, random);
      const parts = turns.filter((turn) => turn === place).length - inGaps.length;
      return [...inGaps, ...deathsAnywhere(one, usual[place] ?? 0, parts, random)];
    })
    .map((death) => ({ death, order: random.below(1_000_000) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ death }) => death);
}

type Random = ReturnType<typeof randomFrom>;
/** While an answer is on its way back: how fast the machine is does not matter. */
const deathsInGaps = (one: (typeof everyWay)[number], random: Random): readonly Death[] =>
  [...new Set([one.change, one.last])].flatMap((after) =>
    Array.from({ length: sure }, () => ({ ...one, after, afterMs: random.below(latency.backFromChangeMs) })),
  );

/** Their moments lie one in each part of the time that a posting takes. */
const deathsAnywhere = (
  one: (typeof everyWay)[number],
  usually: number,
  parts: number,
  random: Random,
): readonly Death[] =>
  Array.from({ length: parts }, (_, part) => {
    const thousandths = part * 1_000 + random.below(1_000);
    return { ...one, afterMs: Math.floor((usually * thousandths) / (parts * 1_000)) };
  });
