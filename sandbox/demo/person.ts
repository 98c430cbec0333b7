import type { Stripe } from 'stripe';
import type { OpenCase } from './cases.ts';
import type { Company, PeopleAtErp } from './companies/company.ts';
import { disputesOf, givenBackMinor, type Mending } from './plan.ts';
import type { PlayedOrder } from './played.ts';
import type { Product } from './product.ts';

type Work = {
  readonly company: Company;
  readonly product: Pick<Product, 'cli'>;
  readonly erp: PeopleAtErp;
  readonly stripe: Stripe;
  /** What a payment, a refund or a dispute is about; unknown while the order is being paid. */
  readonly orderOf: (subject: string) => PlayedOrder | undefined;
  readonly say: (line: string) => void;
};

/** The person at a company's desk: looks at what waits, mends what can be mended, and leaves the rest to wait. */
export function personAtDesk({ company, product, erp, stripe, orderOf, say }: Work) {
  /** By case: a command whose reply was lost has decided it all the same, so that each counts when it is sent. */
  const mended = new Set<string>();
  const mendedOrders = new Set<string>();
  /** The ERP's numbers of credit memos that they made themselves, by order: a case that could not be told has its memo. */
  const memoOf = new Map<string, string>();

  const decide = async (open: OpenCase, verb: string[], why: string): Promise<void> => {
    mended.add(open.caseId);
    await product.cli('cases', ...verb, '--by', 'demo', '--reason', why);
    say(`a person of ${company.key} mended a case (${open.code}): ${why}`);
  };

  const retry = retryOf({ product, erp }, decide);
  const answer = answerOf({ company, stripe, say }, mended);

  const mend = async (open: OpenCase): Promise<void> => {
    const order = orderOf(open.subject);
    if (order ? order.plan.ending === 'parked' : !isCustomer(open)) return;
    if (order && open.code === 'dispute-evidence') return answer(open, order);
    const mending = order && !mendedOrders.has(order.reference) && mendingFor(order, open);
    if (mending) {
      await mendings[mending](open, order);
      mendedOrders.add(order.reference);
      return;
    }
    return retry(open);
  };

  const mendings: Readonly<Record<Mending, (open: OpenCase, order: PlayedOrder) => Promise<void>>> = {
    'add-item': async (open, order) => {
      const sku = firstSku(order);
      await erp.addItem(sku);
      await decide(open, ['retry', open.caseId], `${sku} is in the ERP now`);
    },
    'patch-item': (open, order) => {
      const sku = firstSku(order);
      const item = company.ledger.items['WIDGET-S'] ?? '';
      return decide(open, ['patch', open.caseId, '--set', `items.${sku}=${item}`], `${sku} is an old name of ${item}`);
    },
    'name-memo': async (open, { plan, reference, erpOrder = '' }) => {
      const credit = { minor: givenBackMinor(plan), currency: plan.cart.currency };
      const memo = memoOf.get(reference) ?? (await erp.creditOrder(erpOrder, credit));
      memoOf.set(reference, memo);
      await decide(open, ['patch', open.caseId, '--set', `memo=${memo}`], `${memo} credits what was refunded`);
    },
  };

  return {
    mended,
    memos: () => [...memoOf.values()],
    /** One look at everything that waits. */
    async work(waiting: readonly OpenCase[]): Promise<void> {
      for (const open of waiting) {
        await mend(open).catch((error: unknown) => say(`a case could not be mended: ${messageOf(error)}`));
      }
    },
  };
}

/** At Stripe, where a dispute is answered; the case ends by itself. */
const answerOf =
  ({ company, stripe, say }: Pick<Work, 'company' | 'stripe' | 'say'>, mended: Set<string>) =>
  async ({ subject, caseId }: OpenCase, { plan }: PlayedOrder): Promise<void> => {
    if (mended.has(caseId)) return;
    const givesIn = disputesOf(plan).some((planned) => planned.answer === 'give in');
    if (givesIn) await stripe.disputes.close(subject);
    else await stripe.disputes.update(subject, { evidence: { product_description: 'Widgets' }, submit: true });
    mended.add(caseId);
    say(`a person of ${company.key} ${givesIn ? 'gave in to' : 'answered'} a dispute`);
  };

/** What the ERP refused is tried again, three times at most, once what the case asks for at the ERP is done. */
function retryOf(
  { product, erp }: Pick<Work, 'product' | 'erp'>,
  decide: (open: OpenCase, verb: string[], why: string) => Promise<void>,
) {
  const attempts = new Map<string, number>();
  return async (open: OpenCase): Promise<void> => {
    const { kind, code, caseId } = open;
    const made = attempts.get(caseId) ?? 0;
    if (kind !== 'business' || !['rejected', 'conflict'].includes(code) || made >= 3) return;
    const done = await erp.doAsAsked?.(await product.cli('cases', 'show', caseId));
    if (code === 'conflict' && done === undefined) return;
    attempts.set(caseId, made + 1);
    return decide(open, ['retry', caseId], done ?? 'the ERP sees no reason for its refusal any more');
  };
}

const mendingFor = ({ plan: { mending } }: PlayedOrder, { code }: OpenCase): Mending | undefined =>
  (mending === 'name-memo') === (code === 'refund-needs-memo') ? mending : undefined;
const isCustomer = ({ subject }: OpenCase): boolean => subject.startsWith('cus_');
const firstSku = ({ plan }: PlayedOrder): string => plan.cart.lines[0]?.sku ?? '';

/** What the command said, rather than how it was called. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (said || error.message).split('\n').slice(-3).join(' ');
}
