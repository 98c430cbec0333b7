import { FieldFault } from '../documents/value.ts';
import { MappingFault } from '../fault.ts';
import type { Lookup } from '../expressions/evaluator.ts';
import type { Mapper } from '../mapper.ts';
import type { ProfileProblem } from '../profile/problem.ts';
import { roleNames } from '../profile/roles.ts';
import type { Profile } from '../profile/profile.ts';
import { sampleCash } from './cash.ts';
import { sampleJournals } from './journals.ts';
import { sampleMasterData } from './master-data.ts';
import { sampleSales } from './sales.ts';
import type { Sample } from './sample.ts';

const samplesOf = ({ profile, ledgerCurrency }: Mapper): readonly Sample[] => [
  ...sampleSales(profile),
  ...sampleCash(profile, ledgerCurrency),
  ...sampleMasterData(profile),
  ...sampleJournals(ledgerCurrency),
];

/**
 * Maps samples of everything by a profile: each must become a document that balances and keeps the sample's sign,
 * currency and total. Where the profile would ask a person, it is right to.
 * @returns what is wrong, each once, with the first sample that showed it
 */
export async function checkSamples(mapper: Mapper): Promise<readonly ProfileProblem[]> {
  const problems = new Map<string, ProfileProblem>();
  const answered = withLookup(mapper);
  for (const sample of samplesOf(mapper)) {
    const fault = await faultOf(sample, answered);
    const problem = fault && !asks(fault, mapper.profile) ? problemOf(fault, sample, mapper.profile) : undefined;
    if (!problem) continue;
    const key = `${problem.file}:${problem.line}:${problem.column} ${problem.field}`;
    if (!problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()];
}

/** No ERP is asked for samples: it would have each item and account, and know every customer. */
const known: Lookup = (table, key) => Promise.resolve(table === 'items' || table === 'accounts' ? key : '10001');
const withLookup = (mapper: Mapper): Mapper => ({
  ...mapper,
  sale: (input) => mapper.sale(input, known),
  receipt: (input) => mapper.receipt(input, known),
  refund: (input) => mapper.refund(input, known),
  customer: (input) => mapper.customer(input, known),
  creditMemo: (input) => mapper.creditMemo(input, known),
  journal: (input) => mapper.journal(input, known),
  item: (input) => mapper.item(input, known),
});

const faultOf = async ({ map }: Sample, mapper: Mapper): Promise<MappingFault | undefined> => {
  try {
    await map(mapper);
    return undefined;
  } catch (error) {
    if (error instanceof MappingFault) return error;
    throw error;
  }
};

/** The role whose account could not be determined, by the place that the fault names. */
const roleIn = ({ where }: MappingFault) => roleNames.find((role) => where.endsWith(` accounts.${role}`));

function asks(fault: MappingFault, { accounts }: Profile): boolean {
  const role = roleIn(fault);
  return role !== undefined && accounts[role].otherwise === 'ask';
}

function problemOf(fault: MappingFault, { name }: Sample, { name: profile }: Profile): ProfileProblem {
  const { place, field, what } = fault instanceof FieldFault ? fault.told : told(fault);
  return { file: profile, line: 1, column: 1, ...place, field, what: `${what} (sample: ${name})` };
}

/** Rules and tables name their file before the field. */
function told({ where, message }: MappingFault): FieldFault['told'] {
  const [file = '', field] = where.split(' ', 2);
  return field ? { place: { file, line: 1, column: 1 }, field, what: message } : { field: where, what: message };
}
