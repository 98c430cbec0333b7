import type { z } from 'zod';
import type {
  Customer as CustomerDocument,
  DocumentKind,
  ErpDocument,
  Reference,
  SalesOrder as Order,
} from '../../../domain/documents.ts';
import type { ErpReceipt } from '../../port.ts';
import { inTen, keyOf, objectKey } from '../formats.ts';
import type { Posting } from '../bapi/posting.ts';
import type { Organisation } from '../system.ts';
import { customerDiffers, financialDiffers, orderDiffers } from './differs.ts';
import { encodeCustomer } from './encode-customer.ts';
import { encodeFinancial, type EncodedDocument } from './encode-financial.ts';
import { encodeOrder } from './encode-order.ts';
import { type createdKeys, Customer, FinancialDocument, SalesOrder } from './entities.ts';
import type { FinancialKind } from '../reading/document-kinds.ts';
import { customerReceipt, financialReceipt, orderReceipt } from './receipts.ts';

/** What SAP says that it holds, in our words. */
export type Standing = {
  readonly reference: string;
  /** Nothing, where the document is of another kind. */
  receipt(organisation: Organisation): ErpReceipt | undefined;
  /** The first field in which it is not what was sent. */
  differsFrom(document: ErpDocument, sent: object): string | undefined;
};
export type Kind = {
  readonly set: keyof typeof createdKeys;
  readonly query: Readonly<Record<string, string>>;
  /** Its key in the set; nothing, where a number can't be one of this kind. */
  readonly key: (number: string) => string | undefined;
  readonly standing: z.ZodType<Standing>;
  readonly encode: (
    document: ErpDocument,
    reference: Reference,
    posting: Posting,
    organisation: Organisation,
  ) => object;
};

const customer: Kind = {
  set: 'Customers',
  query: {},
  key: inTen,
  standing: Customer.transform((stored): Standing => ({
    reference: stored.Reference,
    receipt: () => customerReceipt(stored),
    differsFrom: (sent) => customerDiffers(sent as CustomerDocument, stored),
  })),
  encode: (_document, reference, posting) => encodeCustomer(reference, posting),
};

const salesOrder: Kind = {
  set: 'SalesOrders',
  query: { $expand: 'Items' },
  key: inTen,
  standing: SalesOrder.transform((stored): Standing => ({
    reference: stored.Reference,
    receipt: () => orderReceipt(stored),
    differsFrom: (sent) => orderDiffers(sent as Order, stored),
  })),
  encode: (document, ...rest) => encodeOrder(document as Order, ...rest),
};

const financial = (kind: FinancialKind): Kind => ({
  set: 'FinancialDocuments',
  query: { $expand: 'Lines' },
  key: (number) => {
    const key = keyOf(number);
    return key && objectKey(key);
  },
  standing: FinancialDocument.transform((stored): Standing => ({
    reference: stored.Reference,
    receipt: (organisation) => financialReceipt(kind, stored, organisation),
    differsFrom: (_document, sent) => financialDiffers(sent as EncodedDocument, stored),
  })),
  encode: (_document, reference, posting) => encodeFinancial(reference, posting),
});

export const kinds: Readonly<Record<DocumentKind, Kind>> = {
  customer,
  'sales-order': salesOrder,
  invoice: financial('invoice'),
  'credit-memo': financial('credit-memo'),
  'cash-receipt': financial('cash-receipt'),
  'customer-refund': financial('customer-refund'),
  'journal-entry': financial('journal-entry'),
};
