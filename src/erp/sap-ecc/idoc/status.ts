import type { Reference } from '../../../domain/documents.ts';
import { all, is } from '../reading/conditions.ts';
import { readTable } from '../reading/table.ts';
import type { Message, Rfc } from '../rfc.ts';

/**
 * `under way`: it may still become a document, and time alone does not tell. `refused`: so it may, since a person or a
 * job can process it again (BD87, RBDMANI2), until somebody has it `dropped`.
 */
export type IdocState = 'under way' | 'posted' | 'refused' | 'partly' | 'dropped';

/**
 * 56 to 65 are syntax and hand-over errors that end like 51, and 69 is one of them that a person has edited: 70 is then
 * the copy of what it was before (M). Whatever is not listed is still on its way.
 */
const states: Readonly<Record<string, IdocState>> = {
  '51': 'refused',
  '52': 'partly',
  '53': 'posted',
  '56': 'refused',
  '60': 'refused',
  '63': 'refused',
  '65': 'refused',
  '68': 'dropped',
  '69': 'refused',
  '70': 'dropped',
};
export const stateOf = (status: string): IdocState => states[status] ?? 'under way';

/** An IDoc as SAP lists it. */
export type StoredIdoc = { readonly number: string; readonly state: IdocState };
export type IdocStatus = {
  readonly state: IdocState;
  readonly status: string;
  /** Of the last status: a refusal has one row for each message. */
  readonly messages: readonly Message[];
  /** STAPA1 of the posting status: the document's number as the database holds it. */
  readonly document: string;
};

/** All IDocs of one message type that carry our reference. */
export async function idocsOf(
  rfc: Rfc,
  message: string,
  reference: Reference,
  signal: AbortSignal | undefined,
): Promise<readonly StoredIdoc[]> {
  const where = all(is('ARCKEY', reference), is('MESTYP', message));
  const rows = await readTable(
    rfc,
    { table: 'EDIDC', fields: ['DOCNUM', 'STATUS', 'MESTYP', 'ARCKEY'], where },
    signal,
  );
  return rows
    .filter(({ ARCKEY, MESTYP }) => ARCKEY === reference && MESTYP === message)
    .map(({ DOCNUM, STATUS }) => ({ number: DOCNUM, state: stateOf(STATUS) }));
}

const fields = ['DOCNUM', 'COUNTR', 'STATUS', 'STAMID', 'STAMNO', 'STAPA1', 'STAPA2', 'STAPA3', 'STAPA4'] as const;

export async function statusOf(rfc: Rfc, number: string, signal: AbortSignal | undefined): Promise<IdocStatus> {
  const query = { table: 'EDIDS', fields: [...fields, 'STATXT'], where: is('DOCNUM', number) } as const;
  const rows = [...(await readTable<Field>(rfc, query, signal))].sort((a, b) => Number(a.COUNTR) - Number(b.COUNTR));
  const status = rows.at(-1)?.STATUS ?? '';
  const last = rows.filter((row) => row.STATUS === status);
  const document = last.find(({ STAPA1 }) => STAPA1 !== '')?.STAPA1 ?? '';
  return { state: stateOf(status), status, messages: last.map(messageOf), document };
}

type Field = (typeof fields)[number] | 'STATXT';

const messageOf = (row: Readonly<Record<Field, string>>): Message => {
  const variables = [row.STAPA1, row.STAPA2, row.STAPA3, row.STAPA4];
  return {
    type: 'E',
    id: row.STAMID,
    number: row.STAMNO,
    text: withVariables(row.STATXT, variables),
    variables,
    parameter: '',
    row: 0,
    field: '',
  };
};

/** STATXT is the message's template: `Customer &1 is not defined`, or with nameless places. */
function withVariables(template: string, variables: readonly string[]): string {
  let next = 0;
  return template
    .replaceAll(/&([1-4])?/g, (_place, named?: string) => {
      if (named === undefined) next += 1;
      return variables[Number(named ?? next) - 1] ?? '';
    })
    .trim();
}
