import { z } from 'zod';
import type { Side } from '../domain/customer-sync/decide.ts';
import { sharedFields, type SharedField } from '../domain/customer-sync/values.ts';

/** What a person corrects in a case; it names ERP numbers and order ids, and is sealed all the same. */
const patchSchema = z.strictObject({
  /** The ERP's number of the customer. */
  customer: z.string().trim().min(1).optional(),
  /** ERP item by the shop's SKU. */
  items: z.record(z.string().min(1), z.string().trim().min(1)).optional(),
  /** The shop's id of the order that the payment pays. */
  order: z.string().trim().min(1).optional(),
  /** The ERP's number of the credit memo that a person made, and that a refund settles. */
  memo: z.string().trim().min(1).optional(),
  /** The ERP's number of the invoice that is credited. */
  invoice: z.string().trim().min(1).optional(),
  /** Which side is right about a customer's field that both have changed; for this one case. */
  customerFields: z.partialRecord(z.enum(sharedFields), z.enum(['stripe', 'erp'])).optional(),
});
export type Patch = {
  readonly customer?: string;
  readonly items?: Readonly<Record<string, string>>;
  readonly order?: string;
  readonly memo?: string;
  readonly invoice?: string;
  readonly customerFields?: Readonly<Partial<Record<SharedField, Side>>>;
};

const example = '{"customer":"100198","items":{"SKU-7":"BOLT-M8"},"order":"1001"}';

/** @throws Error that says which field is wrong, with an example of right. */
export function readPatch(patch: unknown): Patch {
  const read = patchSchema.safeParse(patch);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'patch'}: ${message}`);
    throw new Error(`The patch can't be used: ${problems.join('; ')}. For example ${example}`);
  }
  if (Object.keys(read.data).length === 0) throw new Error(`The patch is empty. For example ${example}`);
  return read.data as Patch;
}

/** Later corrections win, item by item. */
export const merged = (patches: readonly Patch[]): Patch | undefined =>
  patches.length === 0
    ? undefined
    : patches.reduce((before, patch) => ({
        ...before,
        ...patch,
        ...((before.customerFields ?? patch.customerFields) && {
          customerFields: { ...before.customerFields, ...patch.customerFields },
        }),
        ...((before.items ?? patch.items) && { items: { ...before.items, ...patch.items } }),
      }));
