import type { AlertMessage, Notice } from '../domain/alert.ts';
import { show } from '../domain/money.ts';

/** More lines than these nobody reads in a chat; the rest is counted, and `quittance alerts list` has it. */
const mostLines = 25;

/** `[acme] business case: rejected at "post order" of pi_1 (119.00 EUR at stake, case x/1)` */
export function line({ what, alert, count, since, how }: Notice): string {
  const { company, text, amount, caseId } = alert;
  const aside = [
    ...(amount && what === 'raised' && alert.kind !== 'success' ? [`${show(amount)} at stake`] : []),
    ...(caseId ? [`case ${caseId}`] : []),
    ...(count > 1 && alert.kind !== 'success' ? [`${count} times since ${minute(since)}`] : []),
  ].join(', ');
  const over = what === 'recovered' ? `Over${how ? ` (${how})` : ''}: ` : '';
  return `[${company}] ${over}${text}${aside ? ` (${aside})` : ''}`;
}

/** A mail is also kept and searched: it names all. */
export const lines = ({ notices }: AlertMessage): readonly string[] => notices.map(line);

export const firstLines = ({ notices }: AlertMessage): readonly string[] => [
  ...notices.slice(0, mostLines).map(line),
  ...(notices.length > mostLines ? [`… and ${notices.length - mostLines} more: quittance alerts list`] : []),
];

/** One line that stands for the whole. */
export function headline({ digest, notices }: AlertMessage): string {
  const [first] = notices;
  const over = notices.filter(({ what }) => what === 'recovered').length;
  if (digest) return `Quittance: ${notices.length - over} alerts, ${over} over`;
  if (first && notices.length === 1)
    return `Quittance: ${first.what === 'recovered' ? 'over: ' : ''}${first.alert.company} ${first.alert.code}`;
  return `Quittance: ${notices.length} notices`;
}

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
