import { createHash } from 'node:crypto';
import type { WakeRefundStep, WakeStep, WriteBackStep } from '../domain/order-to-cash/steps.ts';
import { stands } from '../domain/effects.ts';
import type { ErpReceipt } from '../erp/port.ts';
import { capturedOf } from '../stripe/charge.ts';
import { reading } from '../stripe/client.ts';
import { readCustomer } from '../stripe/customer.ts';
import { metadataDiffers, writeMetadata, type MetadataTarget } from '../stripe/metadata.ts';
import { readPayment, type StripePayment } from '../stripe/payment.ts';
import type { Company } from './company.ts';
import { atStripe, effect } from './effect.ts';
import type { NudgeFlow } from './events.ts';
import type { Done } from './outcomes.ts';
import type { PostingDeps, StepInput } from './posting.ts';
import { nudgeSiblings } from './siblings.ts';

type Write = {
  readonly target: MetadataTarget;
  readonly current: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
};

export const createWriteBackActivities = (deps: PostingDeps & { readonly nudgeFlow: NudgeFlow }) => ({
  /** The ERP's numbers go into Stripe's metadata, and nothing else. An event of this write is recognised by its key. */
  async writeBack({ company: key, subject, root, step }: StepInput<WriteBackStep>): Promise<Done> {
    const company = deps.companies(key);
    const sale = (await deps.book.of({ company: key, root })).find(
      (done) => done.kind === 'sale' && stands(done),
    )?.number;
    const writes = await pendingWrites(deps, company, { subject, root, sale });
    await deps.ledger.once(
      effect(company, {
        key: step.key,
        kind: 'write-back',
        subject,
        part: step.part,
        root,
        ...atStripe,
        prepare: () => Promise.resolve({}),
        find: () => Promise.resolve(undefined), // Comparing before writing makes a repetition harmless.
        async send(_nothing, reference): Promise<ErpReceipt> {
          for (const { target, values } of writes)
            await writeMetadata(
              company.stripe,
              target,
              values,
              `quittance:${reference}:${target.id}:${digest(values)}`,
            );
          return { kind: 'setting', number: sale ?? subject, reference };
        },
      }),
    );
    return { told: 'ERP numbers written to Stripe' };
  },

  async wakeRefund({ company, subject, step }: StepInput<WakeRefundStep>): Promise<Done> {
    await deps.nudgeFlow({ flow: 'settleRefund', company, subject: step.refund, eventId: subject, type: 'payment' });
    return { told: `refund ${step.refund} woken` };
  },

  /** The other payments of an order wait for each other; the one that completed it tells them. */
  async wakeSiblings({ company, subject, step }: StepInput<WakeStep>): Promise<Done> {
    const payments = (await deps.orders.paymentsOf(company, step.order)).filter(({ payment }) => payment !== subject);
    await nudgeSiblings(deps.nudgeFlow, { company, order: step.order }, payments);
    return { told: `${payments.length} other payment(s) of the order woken` };
  },
});

async function pendingWrites(
  deps: PostingDeps,
  company: Company,
  { subject, root, sale }: { subject: string; root: string; sale: string | undefined },
): Promise<readonly Write[]> {
  const paid = await readPayment(company.stripe, subject);
  const { order, erpOrder, customer } = company.settings.metadataKeys;
  const numbers = sale ? { [order]: sale, [erpOrder]: sale } : {};
  const number = await deps.crosswalk.customerOf({ company: company.key, root });
  const writes = [
    ...(await paymentTargets(company, paid)).map((write) => ({ ...write, values: numbers })),
    ...(await customerWrite(company, paid.customer, number ? { [customer]: number } : {})),
  ];
  return writes.filter(({ current, values }) => metadataDiffers(current, values));
}

/** The intent is read by itself: the payment's metadata also shows what only its charges have. */
async function paymentTargets(
  { stripe }: Company,
  { intent, charges }: StripePayment,
): Promise<readonly Omit<Write, 'values'>[]> {
  const ofCharges = capturedOf(charges).map(({ id, metadata }) => ({
    target: { kind: 'charge', id } as const,
    current: metadata,
  }));
  if (!intent) return ofCharges;
  const { metadata } = await reading(stripe.paymentIntents.retrieve(intent), 'payment_intent');
  return [{ target: { kind: 'payment_intent', id: intent }, current: metadata }, ...ofCharges];
}

async function customerWrite(
  company: Company,
  id: string | undefined,
  values: Readonly<Record<string, string>>,
): Promise<readonly Write[]> {
  if (!id) return [];
  const { metadata, deleted } = await readCustomer(company.stripe, id);
  return deleted ? [] : [{ target: { kind: 'customer', id }, current: metadata, values }];
}

const digest = (values: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
