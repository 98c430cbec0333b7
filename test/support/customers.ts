import { createNudgeFlow } from '../../src/activities/events.ts';
import { openErp } from '../../src/worker/erp.ts';
import { flowId, progress, repair, type Progress, type Repair } from '../../src/workflows/messages.ts';
import { company, until, type Product } from './product.ts';

/** What people do with customers at Stripe and in the ERP, and what the product makes of it. */
export function customersOf(product: Product) {
  const settings = product.config.companies[company]?.erp;
  if (!settings) throw new Error('The product under test has no ERP');
  /** The ERP as a person at it would use it, without breaker or cap. */
  const erp = openErp(settings, { gate: { run: (call) => call() }, seen: () => undefined });
  const handle = (id: string) =>
    product.client.workflow.getHandle(flowId({ flow: 'syncCustomer', company, subject: id }));
  const seen = (id: string): Promise<Progress> => handle(id).query(progress);
  const parked = (id: string) =>
    until(
      () => seen(id),
      ({ stage }) => stage === 'parked',
    );
  const decideCase = async (id: string, caseId: string, action: Repair['action'], patch?: object): Promise<void> => {
    const decision = { by: 'ann', reason: 'seen to' };
    if (patch) await product.store.cases.storePatch(caseId, patch, decision);
    await handle(id).executeUpdate(repair, { args: [{ caseId, action, ...decision }] });
  };
  return {
    erp,
    decideCase,
    handle,
    seen,
    parked,
    nudge: (id: string, eventId = 'test') =>
      createNudgeFlow(product.client)({ flow: 'syncCustomer', company, subject: id, eventId, type: 'test' }),
    ended: (id: string): Promise<unknown> => handle(id).result(),

    /** In the ERP, by a person. */
    async add(fields: object): Promise<string> {
      const added = await product.admin('/_sandbox/customers', { CurrencyId: 'USD', CompanyId: 'ACME', ...fields });
      return (added as { CustomerId: string }).CustomerId;
    },

    /** Waits until the ERP's customer is as wanted. */
    stands: (number: string, wanted: (record: NonNullable<Awaited<ReturnType<typeof erp.customer>>>) => boolean) =>
      until(
        () => erp.customer(number),
        (record) => record !== undefined && wanted(record),
      ),

    async decide(id: string, action: Repair['action'], patch?: object): Promise<string> {
      const { caseId = '' } = await parked(id);
      await decideCase(id, caseId, action, patch);
      return caseId;
    },
  };
}
