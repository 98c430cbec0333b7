import type { z } from 'zod';
import type { ErpDocument, Reference } from '../../../domain/documents.ts';
import { equal, fromDecimal, type Money } from '../../../domain/money.ts';
import type { ErpReceipt } from '../../port.ts';
import type { Origin } from './documents/fields.ts';
import type { Route } from './routes.ts';

/** What the gateway says that it holds, in our words. */
export type Standing = {
  readonly receipt: ErpReceipt;
  readonly company: string;
  readonly reference: string | undefined;
  /** The ERP made it by itself: it carries an order's reference and is still none of ours. */
  readonly madeByErp: boolean;
  /** The first field in which it is not what was sent. */
  readonly differsFrom: (document: ErpDocument) => string | undefined;
};
export type Kind = {
  readonly create: Route;
  readonly list: Route;
  readonly get: Route;
  readonly standing: z.ZodType<Standing>;
  readonly encode: (document: ErpDocument, reference: Reference, origin: Origin) => object;
};

type Stored = { readonly CompanyId: string; readonly Reference?: string | undefined };
type Definition<D, W> = Pick<Kind, 'create' | 'list' | 'get'> & {
  readonly schema: z.ZodType<W>;
  readonly encode: (document: D, reference: Reference, origin: Origin) => object;
  readonly receipt: (stored: W) => ErpReceipt;
  readonly differs: (sent: D, stored: W) => string | undefined;
  readonly madeByErp?: (stored: W) => boolean;
};

/** Where the type of one kind of document is forgotten, so that all kinds fit one table. */
export function define<D extends ErpDocument, W extends Stored>(definition: Definition<D, W>): Kind {
  const { create, list, get, schema, encode, receipt, differs, madeByErp } = definition;
  const standing = schema.transform((stored): Standing => ({
    receipt: { ...receipt(stored), ...(stored.Reference && { reference: stored.Reference as Reference }) },
    company: stored.CompanyId,
    reference: stored.Reference,
    madeByErp: madeByErp?.(stored) ?? false,
    differsFrom: (document) => differs(document as D, stored),
  }));
  return { create, list, get, standing, encode: (document, ...rest) => encode(document as D, ...rest) };
}

type Sale = { readonly CustomerId: string; readonly CurrencyId: string; readonly TotalAmount: string };
export const totalOf = ({ TotalAmount, CurrencyId }: Sale): Money => fromDecimal(TotalAmount, CurrencyId);
export const isNot = (amount: Money, text: string, currency: string): boolean =>
  !equal(amount, fromDecimal(text, currency));
