import type { NudgeFlow } from '../activities/events.ts';
import { orderIn } from '../activities/siblings.ts';
import type { Decision, Root } from '../store/ledger.ts';
import type { Store } from '../worker/store.ts';
import { nudgeOf, type Nudge } from '../workflows/messages.ts';
import { Refused } from './cases-answers.ts';
import { Complaint } from './terminal.ts';

type Deps = {
  readonly store: Pick<Store, 'cases' | 'book' | 'orders'>;
  readonly nudge: (news: Parameters<NudgeFlow>[0]) => Promise<void>;
};
type Reopened = { readonly root: string; readonly woken: readonly string[] };

/** Opens again what a decision closed, has what was refused tried afresh, and wakes the flows; gives whom it woke. */
export const createReopening =
  ({ store, nudge }: Deps) =>
  async (named: string, decision: Decision, company?: string): Promise<Reopened> => {
    const { cases, book } = store;
    const found = await cases.find(named);
    const key = found?.company ?? company;
    if (!key) throw new Complaint(`There is no case ${named}; of a root, name its company too: --company <key>`);
    const at = { company: key, root: found ? (found.closes ?? found.root) : named };
    if (!(await book.isClosed(at))) throw new Refused(`${at.root} is not closed: there is nothing to open again`);
    await book.reopen(at, decision);
    await book.reopenRefused({ company: key, root: found?.root ?? named }, decision);
    const woken = await flowsOf(store, at, found?.flow);
    for (const flow of woken) await nudge({ ...flow, eventId: `reopen/${named}`, type: 'reopen' });
    return { root: at.root, woken: woken.map(({ subject }) => subject) };
  };

/** An order's payments each have a flow; anything else has its own, or the one of its case. */
async function flowsOf(
  { orders }: Pick<Store, 'orders'>,
  { company, root }: Root,
  ofCase: string | undefined,
): Promise<readonly Nudge[]> {
  const own = nudgeOf(root) ?? nudgeOf(ofCase ?? root.replace('/', `/${company}/`));
  if (own) return [own];
  const order = orderIn(root);
  const payments = order === undefined ? [root] : (await orders.paymentsOf(company, order)).map((one) => one.payment);
  return payments
    .filter((subject) => /^(pi|ch|py)_/.test(subject))
    .map((subject) => ({ flow: 'orderToCash', company, subject }));
}
