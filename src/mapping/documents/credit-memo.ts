import type { CreditMemo } from '../../domain/documents.ts';
import type { Lookup } from '../expressions/evaluator.ts';
import { MappingFault } from '../fault.ts';
import type { CreditMemoInput, Mapped } from '../mapper.ts';
import { creditMemoView } from '../sources/credit-memo.ts';
import { memoLineView } from '../sources/line.ts';
import { createFiller, type FillerSettings } from './filler.ts';
import { lineOf, refuseImbalance, totalOf } from './lines.ts';
import { slotsOf } from './slots.ts';

/** A credit for lines of an invoice, which come to its total; without lines, for an amount of it. */
export function createCreditMemoMapping(settings: FillerSettings) {
  const slots = slotsOf('credit-memo', settings.profile, settings.target);
  const fill = createFiller(settings, slots);
  return async (input: CreditMemoInput, lookup?: Lookup): Promise<Mapped<CreditMemo>> => {
    const { total, lines: tables, refund } = input;
    refuseWrongSum(input);
    const { currency } = total;
    const filled = await fill({ view: creditMemoView(input), lines: tables.map(memoLineView), currency, lookup });
    const lines = filled.lines.map(lineOf);
    if (lines.length > 0) refuseImbalance(lines, { tables, total, slots: slots.lines });
    const { customer, invoice, date, reason } = filled.head as Readonly<Record<string, string>>;
    const document = {
      kind: 'credit-memo',
      customer,
      invoice,
      date,
      currency,
      lines,
      total,
      stripeId: refund,
      reason,
      extra: filled.extra,
    } as CreditMemo;
    return { document, trace: [...filled.trace, { field: 'total', from: 'what is credited', value: total }] };
  };
}

function refuseWrongSum({ lines, total }: CreditMemoInput): void {
  if (lines.length === 0) return;
  const one = lines.every(({ net, tax }) => net.currency === total.currency && tax.currency === total.currency);
  if (!one || totalOf(lines, total.currency).minor !== total.minor)
    throw new MappingFault('total', 'The lines of the credit do not come to its total: post this credit by hand');
}
