import type { Digits } from '../../../../src/erp/sap-ecc/currency-digits.ts';
import type { Answer, Asking, Fields, Message, Parameters, Rfc } from '../../../../src/erp/sap-ecc/rfc.ts';
import type { Organisation, System } from '../../../../src/erp/sap-ecc/system.ts';

export type Tables = Readonly<Record<string, readonly Fields[]>>;
type Given = Parameters & { readonly messages?: readonly Message[] };
type Handler = (parameters: Parameters) => Given;
export type Called = { readonly name: string; readonly parameters: Parameters; readonly asking: Asking };

/** SAP as a test wants it: rows of tables, which RFC_READ_TABLE reads, and functions that answer. */
export function fakeRfc(tables: Tables = {}, functions: Readonly<Record<string, Handler>> = {}) {
  const called: Called[] = [];
  const rfc: Rfc = {
    // An async function, so that a handler that throws rejects.
    call: async (name, parameters, asking) => {
      called.push({ name, parameters, asking });
      await Promise.resolve();
      if (name === 'RFC_READ_TABLE') return answerOf(readTable(tables, parameters));
      const handler = functions[name];
      if (!handler) throw new Error(`The test knows no function ${name}`);
      return answerOf(handler(parameters));
    },
  };
  return { rfc, called };
}

export const answerOf = ({ messages = [], ...given }: Given): Answer => ({
  text: (name) => (typeof given[name] === 'string' ? given[name] : ''),
  structure: (name) => (typeof given[name] === 'object' && !Array.isArray(given[name]) ? (given[name] as Fields) : {}),
  table: (name) => (Array.isArray(given[name]) ? (given[name] as readonly Fields[]) : []),
  messages,
});

export function fakeSystem(
  tables: Tables = {},
  functions: Readonly<Record<string, Handler>> = {},
  more: Partial<Organisation> = {},
) {
  const { rfc, called } = fakeRfc(tables, functions);
  const system: System = {
    organisation: { ...organisation, ...more },
    ledgerCurrency: async () => Promise.resolve('USD'),
    digits: async () => Promise.resolve(sapDigits),
    rfc,
    session: async (work) => work(rfc),
    within: (call) => call?.signal ?? AbortSignal.timeout(5_000),
  };
  return { system, called };
}

/** As most systems have it: HUF is kept without its second digits, as nobody at Stripe does. */
export const sapDigits: Digits = (currency) => ({ JPY: 0, KWD: 3, HUF: 0 })[currency] ?? 2;

export const organisation: Organisation = {
  client: '100',
  companyCode: '1000',
  salesOrganisation: '1000',
  distributionChannel: '10',
  division: '00',
  plant: '1000',
  controllingArea: '1000',
  chartOfAccounts: 'INT',
  referenceCustomer: '1',
  orderType: 'OR',
  holdBlock: '01',
  customerBlock: '01',
  rejection: 'ZS',
  conditions: { price: 'PR00', discount: 'RB00' },
  documentTypes: { invoice: 'DR', receipt: 'DZ', creditMemo: 'DG', journal: 'SA' },
  revenueAccount: '400000',
  taxes: {},
  deposits: 'on-account',
  invoices: 'fi',
  timeZone: 'Europe/Berlin',
  language: 'EN',
  user: 'QUITTANCE',
};

const six = (number: number): string => String(number).padStart(6, '0');

function readTable(tables: Tables, parameters: Parameters): Parameters {
  const rows = tables[parameters['QUERY_TABLE'] as string] ?? [];
  const where = (parameters['OPTIONS'] as readonly Fields[]).map(({ TEXT }) => TEXT).join(' ');
  const names = (parameters['FIELDS'] as readonly Fields[]).map(({ FIELDNAME = '' }) => FIELDNAME);
  const skipped = Number(parameters['ROWSKIPS']);
  const lengths = names.map((name) => Math.max(2, ...rows.map((row) => (row[name] ?? '').length)));
  const offsets = lengths.map((_, place) => lengths.slice(0, place).reduce((sum, length) => sum + length + 1, 0));
  const found = rows.filter(filterOf(where)).slice(skipped, skipped + Number(parameters['ROWCOUNT']));
  return {
    FIELDS: names.map((FIELDNAME, place) => ({
      FIELDNAME,
      OFFSET: six(offsets[place] ?? 0),
      LENGTH: six(lengths[place] ?? 0),
    })),
    DATA: found.map((row) => ({
      WA: names.map((name, place) => (row[name] ?? '').padEnd(lengths[place] ?? 0)).join('|'),
    })),
  };
}

const comparisons: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  EQ: (a, b) => a === b,
  NE: (a, b) => a !== b,
  GE: (a, b) => a >= b,
  GT: (a, b) => a > b,
  LE: (a, b) => a <= b,
};

/** Understands what SAP's OPTIONS do, AND before OR. */
function filterOf(where: string): (row: Fields) => boolean {
  const words = where.match(/\w+ (?:EQ|NE|GE|GT|LE) '(?:[^']|'')*'|\(|\)|AND|OR/g) ?? [];
  let next = 0;
  const single = (): ((row: Fields) => boolean) => {
    const word = words[next++] ?? '';
    if (word === '(') {
      const inner = alternatives();
      next += 1;
      return inner;
    }
    const [, field = '', operator = '', literal = ''] = /^(\w+) (\w\w) '(.*)'$/.exec(word) ?? [];
    const value = literal.replaceAll("''", "'");
    return (row) => comparisons[operator]?.(row[field] ?? '', value) ?? false;
  };
  const conjunction = (): ((row: Fields) => boolean) => {
    const parts = [single()];
    while (words[next] === 'AND') {
      next += 1;
      parts.push(single());
    }
    return (row) => parts.every((part) => part(row));
  };
  const alternatives = (): ((row: Fields) => boolean) => {
    const parts = [conjunction()];
    while (words[next] === 'OR') {
      next += 1;
      parts.push(conjunction());
    }
    return (row) => parts.some((part) => part(row));
  };
  return where === '' ? () => true : alternatives();
}
