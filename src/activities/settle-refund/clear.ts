import type { EffectKey } from '../../domain/effects.ts';
import { show } from '../../domain/money.ts';
import type { ClearStep, Settles } from '../../domain/settle-refund/steps.ts';
import { effect } from '../effect.ts';
import type { Done } from '../outcomes.ts';
import { standingNumber, type PostingDeps, type StepInput } from '../posting.ts';

type At = { readonly company: string; readonly root: string };

/** The number of what a refund is taken from: of an effect of ours, or as a person named it. */
export const settledNumber = (deps: PostingDeps, { company, root }: At, settles: Settles): Promise<string> =>
  'number' in settles
    ? Promise.resolve(settles.number)
    : standingNumber(deps, { company, root: settles.root ?? root }, settles.by);

export const settledBy = (settles: Settles): readonly EffectKey[] => ('by' in settles ? [settles.by] : []);

/** As a deposit is cleared with an invoice: the credit pays the debit. */
export const createClearActivity =
  (deps: PostingDeps) =>
  async ({ company: key, root, step }: StepInput<ClearStep>): Promise<Done> => {
    const company = deps.companies(key);
    const { refund, part, amount, settles, paid } = step;
    const receipt = await settledNumber(deps, { company: key, root }, settles);
    const invoice = await standingNumber(deps, { company: key, root }, paid);
    const application = { receipt, invoice, amount };
    await deps.ledger.once(
      effect(company, {
        key: step.key,
        kind: 'apply',
        subject: refund,
        part,
        root,
        amount,
        totalIsTheirs: true,
        dependsOn: [paid, ...settledBy(settles)],
        prepare: () => Promise.resolve({ note: `${receipt} ${invoice}` }),
        find: (reference) => company.erp.findApplication(application, reference),
        send: (_nothing, reference, signal) => company.erp.apply(application, reference, { signal }),
      }),
    );
    return { told: `${show(amount)} of refund ${invoice} cleared with ${receipt}` };
  };
