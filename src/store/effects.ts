import { createBook } from './book.ts';
import { createClaim } from './claim.ts';
import type { Database } from './db.ts';
import type { EffectBook, EffectRows, Prepared } from './ledger.ts';
import { createOutcomes } from './outcome.ts';
import { createSending } from './sending.ts';
import type { Vault } from './vault.ts';

type Deps = {
  readonly db: Database;
  readonly vault: Vault;
  /** Milliseconds that a lease outlasts the requests which it covers: time to map before, and to record after. */
  readonly graceMs?: number;
};

/** The ledger of effects in PostgreSQL. */
export const createEffectRows = ({ db, vault, graceMs = 10_000 }: Deps): EffectRows & EffectBook => ({
  claim: createClaim({ db, graceMs }),
  frozen: ({ key, frozen }) => frozen && (vault.open(frozen, key) as Prepared),
  sending: createSending({ db, vault, graceMs }),
  ...createOutcomes({ db }),
  ...createBook(db, vault),
});
