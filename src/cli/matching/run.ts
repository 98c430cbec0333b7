import type { Evidence, Listed, Match } from '../../matching/evidence.ts';
import { propose } from '../../matching/propose.ts';
import { failed, type Terminal } from '../terminal.ts';
import { applied, type Applied, type Deed } from './apply.ts';
import { readReview, writeReview } from './files.ts';
import { counted, decidedLines, reviewLines, type Shown } from './review.ts';

export type MatchOptions = {
  readonly out: string;
  readonly force?: boolean;
  readonly apply?: string;
  readonly json?: boolean;
};
/** One kind of thing that both sides list. */
export type Matching<S extends Listed, E extends Listed> = {
  readonly stripe: () => Promise<readonly S[]>;
  readonly erp: () => Promise<readonly E[]>;
  readonly evidence: Evidence<S, E>;
  readonly shown: Shown<S, E>;
  readonly deed: Deed;
};

/** Writes the review of both full lists, and changes nothing. */
export async function review<S extends Listed, E extends Listed>(
  { stripe, erp, evidence, shown }: Matching<S, E>,
  { out: file, force = false, json }: MatchOptions,
  { out }: Terminal,
): Promise<number> {
  const [ofStripe, ofErp] = await Promise.all([stripe(), erp()]);
  const counts: Record<Match, number> = { exact: 0, likely: 0, ambiguous: 0, unmatched: 0 };
  const proposals = counted(propose(ofStripe, ofErp, evidence), counts);
  writeReview(file, reviewLines(proposals, shown), force);
  const facts = { file, stripe: ofStripe.length, erp: ofErp.length, ...counts };
  out(json ? JSON.stringify(facts, undefined, 2) : summary(facts));
  return 0;
}

type Facts = Readonly<Record<Match, number>> & { readonly file: string; readonly stripe: number; readonly erp: number };
const summary = ({ file, stripe, erp, exact, likely, ambiguous, unmatched }: Facts): string =>
  `${stripe} at Stripe, ${erp} in the ERP: ${exact} exact, ${likely} likely, ${ambiguous} ambiguous, ${unmatched} unmatched.
Review ${file}: write link, create or skip into the column decision (exact ones say link already), then add --apply ${file}`;

/** Carries out what a person decided; the file is checked to its end before anything happens. */
export async function apply(
  { deed }: Pick<Matching<Listed, Listed>, 'deed'>,
  file: string,
  { json }: Pick<MatchOptions, 'json'>,
  { out }: Terminal,
): Promise<number> {
  const lines = decidedLines(
    readReview(file),
    file,
    deed.createInErp !== undefined || deed.createAtStripe !== undefined,
  );
  const counts: Record<Applied['outcome'], number> = { done: 0, already: 0, skipped: 0, refused: 0 };
  for await (const one of applied(lines, deed)) {
    counts[one.outcome] += 1;
    out(json ? JSON.stringify(one) : `${file}:${one.line} ${one.outcome.padEnd(7)} ${one.told}`);
  }
  const { done, already, skipped, refused } = counts;
  if (!json) out(`${done} done, ${already} done before, ${skipped} skipped, ${refused} refused.`);
  return refused === 0 ? 0 : failed;
}
