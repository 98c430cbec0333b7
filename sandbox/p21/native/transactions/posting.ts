import { definitionIn } from '../definitions/definition.ts';
import { partIn } from '../definitions/roles.ts';
import type { Part } from '../definitions/roles.ts';
import type { NativeSite } from '../native-site.ts';
import { postApplications, postReversal } from './applications.ts';
import { postReceipt, postRefund } from './cash.ts';
import { asFailure } from './failures.ts';
import { readGiven } from './given.ts';
import { postMemo } from './memos.ts';
import { postOrder } from './orders.ts';
import type { Outcome, Transaction } from './transaction-set.ts';
import type { Work } from './work.ts';

const posts: Readonly<Record<Part['role'], (work: Work) => string>> = {
  order: postOrder,
  'cash-receipt': postReceipt,
  'customer-refund': postRefund,
  'credit-memo': postMemo,
  application: postApplications,
  reversal: postReversal,
};

/** Carries out transactions of a site, each whole or not at all. */
export function createPosting(site: NativeSite) {
  let orders = 0;
  const droppedLines = {
    isDue: () => site.habits.droppedLineEvery > 0 && (orders + 1) % site.habits.droppedLineEvery === 0,
    count: () => void (orders += 1),
  };

  return (file: string, transaction: Transaction, useCodeValues: boolean): Outcome => {
    const definition = definitionIn(file);
    const part = partIn(file);
    try {
      const given = readGiven(definition, transaction, useCodeValues);
      const number = posts[part.role]({ site, definition, part, given, droppedLines });
      return { key: { Name: part.key, Value: number } };
    } catch (error) {
      return { failure: asFailure(error, part.fields).message };
    }
  };
}
export type Posting = ReturnType<typeof createPosting>;
