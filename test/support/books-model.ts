import type Stripe from 'stripe';
import { expect } from 'vitest';
import { sum, type Money } from '../../src/domain/money.ts';
import { company, type Product } from './product.ts';

/** What a customer should owe in the end (less than nothing: has to his credit), in the currency that he paid in. */
export type Owed = { readonly payment: string; readonly owed: Money };

type Books = {
  readonly trialBalanceMinor: number;
  readonly trialBalance: readonly {
    readonly account: string;
    readonly debitMinor: number;
    readonly creditMinor: number;
  }[];
  readonly openItems: readonly { readonly side: string; readonly currency: string; readonly openMinor: number }[];
};
export type Accounts = { readonly clearing: string; readonly disputes: string; readonly losses: string };

/** What both sides come to, in the same words. */
async function compared(product: Product, lives: readonly Owed[], accounts: Accounts) {
  const books = (await product.books()) as unknown as Books;
  const moved = await movements(product);
  const balance = (account: string): number =>
    books.trialBalance
      .filter((row) => row.account === account)
      .reduce((total, { debitMinor, creditMinor }) => total + debitMinor - creditMinor, 0);
  const currencies = [...new Set(lives.map(({ owed }) => owed.currency))].toSorted();
  const found = {
    trialBalance: books.trialBalanceMinor,
    clearing: balance(accounts.clearing),
    disputes: balance(accounts.disputes),
    losses: balance(accounts.losses),
    owed: Object.fromEntries(
      currencies.map((code) => [
        code,
        books.openItems
          .filter(({ currency }) => currency === code)
          .reduce((total, { side, openMinor }) => total + (side === 'debit' ? openMinor : -openMinor), 0),
      ]),
    ),
  };
  const model = {
    trialBalance: 0,
    clearing: moved.all,
    disputes: moved.withdrawn - moved.lost,
    losses: moved.lost,
    owed: Object.fromEntries(
      currencies.map((code) => [
        code,
        sum(
          lives.flatMap(({ owed }) => (owed.currency === code ? [owed] : [])),
          code,
        ).minor,
      ]),
    ),
  };
  return { found, model };
}

/** What Stripe moved, gross, in the currency in which it settles; fees are posted by another flow. */
async function movements(product: Product) {
  const rows = await product.stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  const total = (some: readonly Stripe.BalanceTransaction[]) => some.reduce((all, { amount }) => all + amount, 0);
  const ofDisputes = rows.filter(({ reporting_category: category }) => category.startsWith('dispute'));
  const disputes = await product.stripe.disputes.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  const lost = new Set(disputes.flatMap(({ id, status }) => (status === 'lost' ? [id] : [])));
  return {
    all: total(rows),
    withdrawn: 0 - total(ofDisputes),
    lost:
      0 - total(ofDisputes.filter(({ source }) => lost.has(typeof source === 'string' ? source : (source?.id ?? '')))),
  };
}

/** Waits until the books are the model's, and stay so; what differs at the end is shown. */
export async function expectModel(product: Product, lives: readonly Owed[], accounts: Accounts, patienceMs: number) {
  const giveUp = Date.now() + patienceMs;
  for (let agreed = 0; agreed < 3 && Date.now() < giveUp;) {
    const { found, model } = await compared(product, lives, accounts);
    const isOver = (await openCases(product)).length === 0;
    agreed = isOver && JSON.stringify(found) === JSON.stringify(model) ? agreed + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const { found, model } = await compared(product, lives, accounts);
  const waits = await openCases(product);
  expect({ ...found, waits }).toEqual({ ...model, waits: [] });
}

/** What waits for a person. */
export const openCases = async (product: Product): Promise<readonly string[]> =>
  (await product.store.cases.list({ company, open: true })).map(({ code, step, subject, words }) =>
    [code, step, subject, words].join(' | '),
  );
