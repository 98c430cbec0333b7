import { determined } from './accounts.ts';
import type { Books, Line } from './books.ts';
import { shareOf, sum } from '../money.ts';

/** A document of receivables with what is left of it: invoices and refunds on the debit side, cash and memos on credit. */
export type OpenItem = {
  readonly side: 'debit' | 'credit';
  readonly kind: string;
  readonly number: string;
  readonly customer: string;
  readonly currency: string;
  open: bigint;
  /** What is left in home currency, at the rate that the document was posted with. */
  openHome: bigint;
};
/** What one match took from either side. */
export type Settlement = { readonly amount: bigint; readonly debitHome: bigint; readonly creditHome: bigint };
export type Posting = { readonly date: string; readonly source: string };

/** The only way into the control account of receivables. */
export function createSubLedger(books: Books) {
  const items: OpenItem[] = [];

  const postDifference = (currency: string, gain: bigint, { date, source }: Posting): void => {
    if (gain === 0n) return;
    const line = (account: string, home: bigint): Line => ({ account, currency, amount: 0n, home });
    books.post({ date, source, lines: [line(determined.receivables, gain), line(determined.exchange, -gain)] });
  };

  return {
    /** Posts a document; its other lines stand against receivables in both currencies. */
    open: (item: OpenItem, others: readonly Line[], { date, source }: Posting): void => {
      const sign = item.side === 'debit' ? 1n : -1n;
      const control: Line = {
        account: determined.receivables,
        currency: item.currency,
        amount: sign * item.open,
        home: sign * item.openHome,
      };
      books.post({ date, source, lines: [control, ...others] });
      items.push(item);
    },
    /** Takes a document back as it was posted; only whole ones. */
    close: (item: OpenItem, others: readonly Line[], { date, source }: Posting): void => {
      const sign = item.side === 'debit' ? -1n : 1n;
      const control: Line = {
        account: determined.receivables,
        currency: item.currency,
        amount: sign * item.open,
        home: sign * item.openHome,
      };
      books.post({ date, source, lines: [control, ...others.map(opposite)] });
      Object.assign(item, { open: 0n, openHome: 0n });
    },
    /** Matches both sides and posts what they differ by in home currency. */
    settle: (debit: OpenItem, credit: OpenItem, amount: bigint, posting: Posting): Settlement => {
      const debitHome = take(debit, amount);
      const creditHome = take(credit, amount);
      postDifference(debit.currency, creditHome - debitHome, posting);
      return { amount, debitHome, creditHome };
    },
    unsettle: (debit: OpenItem, credit: OpenItem, settlement: Settlement, posting: Posting): void => {
      const { amount, debitHome, creditHome } = settlement;
      give(debit, amount, debitHome);
      give(credit, amount, creditHome);
      postDifference(debit.currency, debitHome - creditHome, posting);
    },
    openItems: (): readonly OpenItem[] => items.filter(({ open, openHome }) => open !== 0n || openHome !== 0n),
    /** What the control account must show. */
    total: (): bigint => sum(items.map(({ side, openHome }) => (side === 'debit' ? openHome : -openHome))),
  };
}

function take(item: OpenItem, amount: bigint): bigint {
  const home = shareOf(item.openHome, amount, item.open);
  give(item, -amount, -home);
  return home;
}

const give = (item: OpenItem, amount: bigint, home: bigint): void =>
  void Object.assign(item, { open: item.open + amount, openHome: item.openHome + home });

const opposite = (line: Line): Line => ({
  ...line,
  amount: -line.amount,
  home: -line.home,
  ...(line.settlement && { settlement: { ...line.settlement, amount: -line.settlement.amount } }),
});
