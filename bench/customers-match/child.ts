import { join } from 'node:path';
import { writeReview } from '../../src/cli/matching/files.ts';
import { counted, reviewLines } from '../../src/cli/matching/review.ts';
import { customerEvidence } from '../../src/matching/customers.ts';
import type { Match } from '../../src/matching/evidence.ts';
import { propose } from '../../src/matching/propose.ts';
import { processorSeconds, memoryOf } from '../usage.ts';
import { twoLists } from './records.ts';

/** What one run in a process of its own came to. */
export type Matched = {
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Both lists in memory, before anything is matched. */
  readonly listsMib: number;
  readonly peakMib: number;
  readonly counts: Readonly<Record<Match, number>>;
};

const [size, seed, dir] = process.argv.slice(2);
const { stripe, erp } = twoLists(Number(size), Number(seed));
const lists = memoryOf(process.pid);
const [since, used] = [performance.now(), processorSeconds(process.pid)];
const counts: Record<Match, number> = { exact: 0, likely: 0, ambiguous: 0, unmatched: 0 };
const proposals = counted(propose(stripe, erp, customerEvidence), counts);
const shown = {
  stripe: { stripe_name: row('name'), stripe_email: row('email') },
  erp: { erp_name: row('name'), erp_email: row('email') },
};
writeReview(join(dir ?? '.', 'review.csv'), reviewLines(proposals, shown), true);
const matched: Matched = {
  seconds: (performance.now() - since) / 1_000,
  processorSeconds: processorSeconds(process.pid) - used,
  listsMib: lists.nowMib,
  peakMib: memoryOf(process.pid).peakMib ?? 0,
  counts,
};
console.log(JSON.stringify(matched));

function row(field: 'name' | 'email') {
  return (of: { readonly name?: string; readonly email?: string }): string | undefined => of[field];
}
