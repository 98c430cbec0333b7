import { parseBody } from '../../errors.ts';
import { line } from '../../fields.ts';
import type { LineAfter } from '../../order-lines.ts';
import { mustTakeChanges, planLines } from '../../order-lines.ts';
import type { OrderLine, SaleLine, SalesOrder } from '../../records.ts';
import { readLine } from '../../sale-lines.ts';
import type { Entered } from './as-entered.ts';
import { enteredOf, priceInBooks, remember } from './as-entered.ts';
import { disabled, noMatch, wrong } from './failures.ts';
import type { Row } from './given.ts';
import { identityOf } from './given.ts';
import { newLine, priceIn, quantityIn, rowsOf } from './sale-rows.ts';
import type { Work } from './work.ts';
import { entry, fieldOf } from './work.ts';

type Change = LineAfter & { readonly entered: Entered };
type Addition = { readonly line: SaleLine; readonly entered: Entered };

/** Rows with the key of a line change it, others are added. @returns what carries it out, after every check */
export function planRows(work: Work, order: SalesOrder): () => void {
  const { erp } = work.site;
  mustTakeChanges(order);
  const changes: Change[] = [];
  const additions: Addition[] = [];
  const first = Math.max(...order.lines.map(({ no }) => no)) + 1;
  for (const row of rowsOf(work)) {
    const found = order.lines.find((one) => isMeant(work, order, one, row));
    if (found) changes.push(changeOf(work, order, found, row));
    else additions.push(additionOf(work, order, row, first + additions.length));
  }
  const carryOut = planLines(
    erp,
    order,
    changes,
    additions.map((added) => added.line),
  );
  return () => {
    carryOut();
    for (const {
      line: { no },
      entered,
    } of [...changes, ...additions])
      remember(order, no, entered);
  };
}

function isMeant(work: Work, order: SalesOrder, one: OrderLine, row: Row): boolean {
  const keys = work.given.get(work.part.lines ?? '')?.keys ?? [];
  const stored = new Map([
    [fieldOf(work, 'LineNo'), enteredOf(work.site.erp, order, one).userLineNo],
    [fieldOf(work, 'ItemId'), one.item],
  ]);
  if (keys.some((key) => !stored.has(key))) throw noMatch();
  return identityOf(row, keys) === identityOf(stored, keys);
}

function changeOf(work: Work, order: SalesOrder, one: OrderLine, row: Row): Change {
  const { erp } = work.site;
  mustStand(work, row, { ItemId: one.item, Description: one.description, TaxCode: one.taxCode });
  const before = enteredOf(erp, order, one);
  const quantity = quantityIn(work, row) ?? one.quantity;
  const unitPrice = priceIn(work, row) ?? before.unitPrice;
  const isRepriced = unitPrice !== before.unitPrice;
  if (isRepriced && one.shipped > 0n) throw disabled(fieldOf(work, 'UnitPrice'));
  const inBooks =
    isRepriced || quantity !== one.quantity
      ? priceInBooks(erp, order.header.CurrencyId, unitPrice, quantity)
      : { price: one.price, discount: one.discount };
  return { line: one, quantity, ...inBooks, entered: { ...before, unitPrice } };
}

/** @throws Failure for a column of a line that is there already and can't become another */
function mustStand(work: Work, row: Row, stored: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(stored)) {
    const wanted = entry(work, row, name);
    if (wanted !== undefined && wanted !== value) throw disabled(fieldOf(work, name));
  }
}

function additionOf(work: Work, order: SalesOrder, row: Row, no: number): Addition {
  const { erp } = work.site;
  const { body, entered } = newLine(work, row, order.header.CurrencyId, no);
  const added = readLine(erp, parseBody(line, body), order.header.CurrencyId, no);
  if (added.quantity === 0n) throw wrong(fieldOf(work, 'UnitQuantity'), '0', 'is nothing to add');
  return { line: added, entered };
}
