import type { Line } from '../../domain/documents.ts';
import { flag, metadata, money, number, object, text } from './shapes.ts';

/** What the line of a document is before its expressions are asked: tables have found its item, tax code and account. */
export type DeterminedLine = Line & {
  /** Where it came from, for messages: `order.lines[2]`. */
  readonly where: string;
  readonly sku: string;
  readonly taxRate: string;
  readonly shipping: boolean;
  readonly productClass?: string;
  readonly product?: string;
  readonly price?: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Lines of the same name become one. */
  readonly merge?: string;
};

const documentLine = {
  item: text,
  description: text,
  quantity: number,
  unit_price: money,
  discount: money,
  net: money,
  tax: money,
  tax_code: text,
  revenue_account: text,
} as const;

export const memoLineShape = object(documentLine);
export const saleLineShape = object({
  ...documentLine,
  sku: text,
  tax_rate: text,
  product_class: text,
  product: text,
  price: text,
  metadata,
  shipping: flag,
});

export const memoLineView = ({ unitPrice, taxCode, revenueAccount, ...line }: Line) => ({
  item: line.item,
  description: line.description,
  quantity: line.quantity,
  unit_price: unitPrice,
  discount: line.discount,
  net: line.net,
  tax: line.tax,
  tax_code: taxCode,
  ...(revenueAccount && { revenue_account: revenueAccount }),
});

export const saleLineView = (line: DeterminedLine) => ({
  ...memoLineView(line),
  sku: line.sku,
  tax_rate: line.taxRate,
  ...(line.productClass && { product_class: line.productClass }),
  ...(line.product && { product: line.product }),
  ...(line.price && { price: line.price }),
  metadata: line.metadata,
  shipping: line.shipping,
});
