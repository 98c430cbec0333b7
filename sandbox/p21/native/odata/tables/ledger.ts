import type { JournalEntry, JournalLine } from '../../../records.ts';
import { decimal, tableOf, text, time, whole } from '../table.ts';
import type { Table } from '../table.ts';
import type { Ground } from './ground.ts';

/** Of entries that the gateway made, which says nothing of it. */
export const USUAL_JOURNAL = 'GJ';

type Posted = { readonly entry: JournalEntry; readonly line: JournalLine; readonly sequence: number };

export const ledgerTables = ({ erp, clock, numberOf, money }: Ground): readonly Table[] => {
  const posted = (): readonly Posted[] =>
    erp.journals.all().flatMap((entry) => entry.lines.map((line, index) => ({ entry, line, sequence: index + 1 })));
  return [
    tableOf('gl', posted, {
      transaction_number: whole(({ entry }) => entry.number),
      sequence_number: whole(({ sequence }) => String(sequence)),
      company_no: text(() => erp.company),
      account_number: text(({ line }) => line.account),
      period: whole(({ entry }) => String(Number(entry.date.slice(5, 7)))),
      year_for_period: whole(({ entry }) => entry.date.slice(0, 4)),
      journal_id: text(({ entry }) => entry.journalId ?? USUAL_JOURNAL),
      amount: decimal(({ line }) => money(line.home, erp.currencies.home)),
      foreign_amount: decimal(({ entry, line }) => money(line.amount, entry.currency)),
      currency_id: whole(({ entry }) => numberOf(entry.currency)),
      source: text(({ entry }) => entry.reference),
      description: text(({ entry, line }) => line.description ?? entry.description),
      transaction_date: time(({ entry }) => clock.day(entry.date)),
    }),
  ];
};
