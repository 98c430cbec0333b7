import { activityInfo } from '@temporalio/activity';
import type { Effect, Prepared } from '../store/ledger.ts';
import { asErpError } from './failures.ts';
import type { Company } from './company.ts';

type Named = Pick<Effect, 'key' | 'kind' | 'subject' | 'root'> &
  Partial<Effect> &
  Pick<Effect, 'prepare' | 'find' | 'send'>;

/** Of changes at Stripe: it answers or drops a request well within this; and the key makes a second one harmless. */
export const atStripe = { settleMs: 2_000, requestMs: 25_000 };

/** What every effect of a company shares; the fingerprint is made of Stripe's facts alone. */
export function effect(company: Company, named: Named): Effect {
  const { kind, subject, part, amount } = named;
  return {
    company: company.key,
    generation: 1,
    dependsOn: [],
    settleMs: company.erp.settleMs,
    requestMs: company.requestMs,
    flow: activityInfo().workflowExecution?.workflowId ?? '',
    fingerprint: [kind, subject, part ?? '', amount ? `${amount.minor} ${amount.currency}` : ''].join('|'),
    ...named,
    // The ledger knows one kind of error: whatever fails while mapping or sending is put in its nine words.
    prepare: () => labelled(company, named).catch(inNineWords),
    send: (prepared, reference, signal) => named.send(prepared, reference, signal).catch(inNineWords),
  };
}

/** Also what maps nothing by itself bears the version that its sale goes by. */
async function labelled(company: Company, { root, prepare }: Named): Promise<Prepared> {
  const prepared = await prepare();
  return prepared.profile ? prepared : { ...prepared, profile: (await company.mapperFor(root)).label };
}

const inNineWords = (error: unknown): never => {
  throw asErpError(error) ?? error;
};
