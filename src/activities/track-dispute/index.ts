import type { UndoLossStep } from '../../domain/track-dispute/steps.ts';
import { ErpError } from '../../erp/errors.ts';
import type { Done } from '../outcomes.ts';
import type { PostingDeps, StepInput } from '../posting.ts';
import { takeBack } from '../take-back.ts';
import { createDisputeReader } from './read-dispute.ts';

/** Everything that the flow of one dispute can do, besides entries in the general ledger. */
export const createTrackDisputeActivities = (deps: PostingDeps) => ({
  readDispute: createDisputeReader(deps),

  async takeBackLoss({ company: key, root, step }: StepInput<UndoLossStep>): Promise<Done> {
    const posted = (await deps.book.of({ company: key, root })).find((effect) => effect.key === step.undoes);
    if (!posted) throw new ErpError('conflict', `${step.undoes} is not known here, and can't be taken back`);
    return takeBack(deps, { company: deps.companies(key), root, posted });
  },
});
export type TrackDisputeActivities = ReturnType<typeof createTrackDisputeActivities>;
