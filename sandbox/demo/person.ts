import type { OpenCase } from './cases.ts';
import type { Company, PeopleAtErp } from './companies/company.ts';
import type { Mending } from './plan.ts';
import type { PlayedOrder } from './played.ts';
import type { Product } from './product.ts';

type Work = {
  readonly company: Company;
  readonly product: Product;
  readonly erp: PeopleAtErp;
  /** Whose order a payment is for; unknown while it is being played. */
  readonly orderOf: (intent: string) => PlayedOrder | undefined;
  readonly say: (line: string) => void;
};

/** The person at a company's desk: looks at what waits, mends what can be mended, and leaves the rest to wait. */
export function personAtDesk({ company, product, erp, orderOf, say }: Work) {
  /** By case: a command whose reply was lost has decided it all the same, so that each counts when it is sent. */
  const mended = new Set<string>();
  const tried = new Map<string, number>();

  const decide = async (open: OpenCase, verb: string[], why: string): Promise<void> => {
    mended.add(open.caseId);
    await product.cli('cases', ...verb, '--by', 'demo', '--reason', why);
    say(`a person of ${company.key} mended a case (${open.code}): ${why}`);
  };

  const mend = async (open: OpenCase): Promise<void> => {
    const order = orderOf(open.subject);
    if (!order || order.plan.ending === 'parked') return;
    const { mending } = order.plan;
    const sku = order.plan.cart.lines[0]?.sku ?? '';
    if (mending && !tried.has(order.reference)) {
      await mendings[mending](open, sku);
      tried.set(order.reference, 1);
      return;
    }
    const attempts = tried.get(open.caseId) ?? 0;
    if (open.kind !== 'business' || open.code !== 'rejected' || attempts >= 3) return;
    tried.set(open.caseId, attempts + 1);
    return decide(open, ['retry', open.caseId], 'the ERP sees no reason for its refusal any more');
  };

  const mendings: Readonly<Record<Mending, (open: OpenCase, sku: string) => Promise<void>>> = {
    'add-item': async (open, sku) => {
      await erp.addItem(sku);
      await decide(open, ['retry', open.caseId], `${sku} is in the ERP now`);
    },
    'patch-item': (open, sku) => {
      const item = company.ledger.items['WIDGET-S'] ?? '';
      return decide(open, ['patch', open.caseId, '--set', `items.${sku}=${item}`], `${sku} is an old name of ${item}`);
    },
  };

  return {
    mended,
    /** One look at everything that waits. */
    async work(waiting: readonly OpenCase[]): Promise<void> {
      for (const open of waiting) {
        await mend(open).catch((error: unknown) => say(`a case could not be mended: ${messageOf(error)}`));
      }
    },
  };
}

/** What the command said, rather than how it was called. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (said || error.message).split('\n').slice(-3).join(' ');
}
