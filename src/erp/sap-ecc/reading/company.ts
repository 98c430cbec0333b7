import type { Call } from '../../port.ts';
import { ErpError } from '../../errors.ts';
import type { Organisation } from '../system.ts';
import type { Rfc } from '../rfc.ts';
import { is } from './conditions.ts';
import { readTable, type Row } from './table.ts';

const fields = ['BUKRS', 'BUTXT', 'WAERS', 'OPVAR'] as const;

/** @throws `invalid` when SAP has no such company code. */
export async function companyOf(
  rfc: Rfc,
  { companyCode }: Pick<Organisation, 'companyCode'>,
  signal?: AbortSignal,
): Promise<Row<(typeof fields)[number]>> {
  const [company] = await readTable(rfc, { table: 'T001', fields, where: is('BUKRS', companyCode) }, signal);
  if (company) return company;
  throw new ErpError('invalid', `SAP has no company code ${companyCode}`, { where: 'companyCode' });
}

/** T001-WAERS, asked for once; a failure is not kept. */
export function createLedgerCurrency(rfc: Rfc, organisation: Pick<Organisation, 'companyCode'>): () => Promise<string> {
  let known: string | undefined;
  return async () => (known ??= (await companyOf(rfc, organisation)).WAERS);
}

export const ping = async (rfc: Rfc, organisation: Pick<Organisation, 'companyCode'>, call?: Call) => {
  const { BUTXT, WAERS } = await companyOf(rfc, organisation, call?.signal);
  return { company: BUTXT, ledgerCurrency: WAERS };
};
