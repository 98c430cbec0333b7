import type { DocumentKind, Reference } from '../../domain/documents.ts';
import { ErpError } from '../errors.ts';
import type { Call, ErpPort, ErpReceipt, Undoing } from '../port.ts';

/** How one dialect takes back a kind of document, and finds again that it did. */
export type WayBack<Ground> = {
  undo(ground: Ground, number: string, how: Undoing, signal: AbortSignal): Promise<ErpReceipt>;
  find(ground: Ground, number: string, reference: Reference, signal?: AbortSignal): Promise<ErpReceipt | undefined>;
};
type Undoable = Extract<DocumentKind, 'sales-order' | 'invoice' | 'cash-receipt' | 'journal-entry'>;

/** What Prophet 21 has no way back from, by any dialect, and what a person does instead. */
const advice: Readonly<Record<Exclude<DocumentKind, Undoable>, string>> = {
  customer: 'a customer keeps its history; block it there if it must not be used',
  'credit-memo': 'invoice the amount again, or settle it by hand',
  'customer-refund': 'post the money that came back as a receipt of the customer',
};

const noWay = <Ground>(instead: string): WayBack<Ground> => ({
  undo: (_ground, number) =>
    Promise.reject(new ErpError('rejected', `${number} can't be undone in Prophet 21: ${instead}`)),
  find: () => Promise.resolve(undefined),
});

type Within = { readonly within: (call: Call | undefined) => AbortSignal };

export function createWaysBack<Ground extends Within>(
  ground: Ground,
  undoable: Readonly<Record<Undoable, WayBack<Ground>>>,
): Pick<ErpPort, 'undo' | 'findUndoing'> {
  const ways: Readonly<Record<DocumentKind, WayBack<Ground>>> = {
    customer: noWay(advice.customer),
    'credit-memo': noWay(advice['credit-memo']),
    'customer-refund': noWay(advice['customer-refund']),
    ...undoable,
  };
  return {
    undo: ({ kind, number }, how, call) => ways[kind].undo(ground, number, how, ground.within(call)),
    findUndoing: ({ kind, number }, reference, call) => ways[kind].find(ground, number, reference, call?.signal),
  };
}

export const undone = (number: string, reference: string | undefined, rest: Partial<ErpReceipt> = {}): ErpReceipt => ({
  kind: 'undoing',
  number,
  ...(reference && { reference: reference as Reference }),
  ...rest,
});
