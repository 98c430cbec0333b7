import type { Config } from '../../config.ts';
import type { Mapper } from '../../mapping/mapper.ts';
import { Complaint, failed, type Terminal } from '../terminal.ts';
import { differencesOf, movesBetween, summed } from './diff-compare.ts';
import { pastPayments } from './diff-past.ts';
import { shownDiff, type Diff, type Differing } from './diff-shown.ts';
import { withDryDesk, type DryDesk } from './try-desk.ts';
import { documentsOf, type DryDocument } from './try-documents.ts';
import { factsOf, type DryFacts } from './try-facts.ts';

export type DiffOptions = {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly limit: number;
  readonly company?: string;
  readonly json?: boolean;
};
/** Maps past payments by two versions. Gives 1 when any document differs. */
export const diffMapping = (config: Config, options: DiffOptions, { out }: Terminal): Promise<number> =>
  withDryDesk(config, options.company, async (desk) => {
    const { from, to, days, limit } = options;
    for (const [name, value] of Object.entries({ days, limit }))
      if (!Number.isSafeInteger(value) || value < 1) throw new Complaint(`--${name} is a whole number from 1`);
    const mappers = { before: await desk.mapper(from), after: await desk.mapper(to) };
    const diff = await diffOf(desk, mappers, { days, limit });
    out(options.json ? JSON.stringify(diff, undefined, 2) : shownDiff(diff));
    return diff.differing.length === 0 ? 0 : failed;
  });

type Mappers = { readonly before: Mapper; readonly after: Mapper };

async function diffOf(
  { company, store }: DryDesk,
  { before, after }: Mappers,
  { days, limit }: Pick<DiffOptions, 'days' | 'limit'>,
): Promise<Diff> {
  const [differing, unread]: [Differing[], string[]] = [[], []];
  let [payments, documents] = [0, 0];
  for await (const payment of pastPayments({ company: company.key, stripe: company.stripe, db: store?.db, days })) {
    if (payments === limit) break;
    payments += 1;
    const facts = await factsOf({ company, store }, payment).catch((error: unknown) => {
      unread.push(`${payment}: ${error instanceof Error ? error.message : String(error)}`);
    });
    if (!facts) continue;
    const compared = await comparedBy({ before, after }, company, facts);
    documents += compared.length;
    for (const one of compared) if (one.differences.length > 0) differing.push({ payment, ...one });
  }
  const moves = summed(differing.flatMap((one) => one.moves));
  return { from: before.label, to: after.label, payments, documents, differing, moves, unread };
}

/** Documents have the same names whatever maps them. */
async function comparedBy({ before, after }: Mappers, company: DryDesk['company'], facts: DryFacts) {
  const [one, other] = [await documentsOf(before, company, facts), await documentsOf(after, company, facts)];
  return one.documents.map((document, at) => ({
    name: document.name,
    ...compared(document, other.documents[at]),
  }));
}

function compared(before: DryDocument, after: DryDocument | undefined): Pick<Differing, 'differences' | 'moves'> {
  if (after && 'mapped' in before && 'mapped' in after) {
    const [one, other] = [before.mapped.document, after.mapped.document];
    return { differences: differencesOf(one, other), moves: movesBetween(one, other) };
  }
  const [said, says] = [saidOf(before), after ? saidOf(after) : 'no document'];
  return { differences: said === says ? [] : [{ field: 'mapping', before: said, after: says }], moves: [] };
}

const saidOf = (document: DryDocument): string => ('fault' in document ? document.fault : 'mapped');
