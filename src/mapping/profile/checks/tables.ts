import { nearestName } from '../../../domain/nearest-name.ts';
import { ruleTrouble, type RuleKind } from '../../rules.ts';
import { plainRate } from '../../plain-rate.ts';
import { transactions } from '../determine.ts';
import type { Draft } from '../draft.ts';
import { fileOf } from '../files.ts';
import { placeOf, problemIn, type Held } from '../layers.ts';
import type { ProfileProblem } from '../problem.ts';
import { journalTypes, roleNames } from '../roles.ts';
import type { Raw, RawDetermination, RawItem } from '../schemas.ts';

type Problems = readonly ProfileProblem[];

/** The tables that determine: rules, accounts, tax codes, items. */
export const tableProblems = (draft: Draft): Problems => [
  ...headProblems(draft),
  ...[...draft.rules].flatMap(([name, held]) =>
    ruleProblems(held, ['when'], held.raw.when, name === 'refund_approval' ? 'refund' : 'choice'),
  ),
  ...[...draft.accounts.values()].flatMap(accountProblems),
  ...taxProblems(draft),
  ...itemProblems(draft),
  ...guestProblems(draft),
];

/** Roles without an account, and entries that no lines are given for. @param shown what messages call the folder */
export function absentProblems({ accounts, journals }: Draft, shown: string): Problems {
  const at = (page: string) => ({ file: [shown, fileOf(page)].filter(Boolean).join('/'), line: 1, column: 1 });
  const roles = roleNames.filter((role) => !accounts.has(role));
  const entries = journalTypes.filter((type) => !journals.has(type));
  return [
    ...(roles.length > 0
      ? [{ ...at('accounts'), field: 'accounts', what: `must be filled for ${roles.join(', ')}: give each an account` }]
      : []),
    ...(entries.length > 0
      ? [{ ...at('journal'), field: 'entries', what: `must be filled for ${entries.join(', ')}` }]
      : []),
  ];
}

const headProblems = ({ head }: Draft): Problems =>
  head.raw.changelog.some(({ version }) => version === head.raw.version)
    ? []
    : [
        problemIn(head, {
          under: ['changelog'],
          what: `has no entry for version ${head.raw.version}: say what it changes`,
        }),
      ];

function ruleProblems(held: Held<unknown>, under: readonly PropertyKey[], text: string | undefined, kind: RuleKind) {
  const trouble = text === undefined ? undefined : ruleTrouble(text, kind);
  return trouble ? [problemIn(held, { under, ...trouble })] : [];
}

type Case = NonNullable<RawDetermination['cases']>[number];
function accountProblems(held: Held<RawDetermination>): Problems {
  const { cases = [] } = held.raw;
  return cases.flatMap((one, at) => {
    const under = ['cases', at];
    return [
      ...ruleProblems(held, [...under, 'rule'], one.rule, 'account'),
      ...factProblems(held, [...under, 'when'], one),
      ...unreachable(cases, at).map((what) => problemIn(held, { under: [...under, 'account'], what })),
    ];
  });
}

function factProblems(held: Held<unknown>, under: readonly PropertyKey[], { when }: Case): Problems {
  const { transaction, currency } = when ?? {};
  const strange =
    transaction !== undefined && !transactions.includes(transaction as never)
      ? [
          problemIn(held, {
            under: [...under, 'transaction'],
            what: `${transaction} is no transaction (there are ${transactions.join(', ')})`,
            suggestion: nearestName(transactions, transaction),
          }),
        ]
      : [];
  const noCurrency = currency !== undefined && !/^[A-Z]{3}$/.test(currency);
  return noCurrency
    ? [...strange, problemIn(held, { under: [...under, 'currency'], what: 'must be three capital letters, as in EUR' })]
    : strange;
}

/** A case before it that asks for less takes whatever it would take. */
function unreachable(cases: readonly Case[], at: number): readonly string[] {
  const { when = {} } = cases[at] ?? {};
  const before = cases
    .slice(0, at)
    .findIndex(
      (one) =>
        one.rule === undefined &&
        Object.entries(one.when ?? {}).every(
          ([fact, value]) => (when as Readonly<Record<string, string>>)[fact] === value,
        ),
    );
  return before < 0 ? [] : [`can never be reached: case ${before} fits whatever fits this one; put it before that one`];
}

function taxProblems({ taxCodes }: Draft): Problems {
  const codes = taxCodes?.raw ?? [];
  return codes.flatMap((code, at) => {
    const before = codes.slice(0, at).findIndex((one) => covers(one, code));
    return before < 0 || !taxCodes
      ? []
      : [
          problemIn(taxCodes, {
            under: [at, 'code'],
            what: `can never be reached: tax code ${before} fits whatever fits this one; put it before that one`,
          }),
        ];
  });
}

type TaxCode = NonNullable<Raw['tax-codes']['tax_codes']>[number];
const covers = (one: TaxCode, other: TaxCode): boolean =>
  (one.rate === undefined || (other.rate !== undefined && plainRate(one.rate) === plainRate(other.rate))) &&
  (one.jurisdiction === undefined ||
    one.jurisdiction === other.jurisdiction ||
    Boolean(other.jurisdiction?.startsWith(`${one.jurisdiction}-`)));

function itemProblems({ items }: Draft): Problems {
  const held = items.get('items') as Held<readonly RawItem[]> | undefined;
  const seen = new Map<string, number>();
  return (held?.raw ?? []).flatMap(({ sku, product, price }, at) => {
    const match = JSON.stringify([sku, product, price]);
    const before = seen.get(match);
    if (before === undefined || !held) {
      seen.set(match, at);
      return [];
    }
    const { line } = placeOf(held, [before]);
    return [problemIn(held, { under: [at], what: `is of the same line as the entry in line ${line}: keep one` })];
  });
}

const guestProblems = ({ settings }: Draft): Problems => {
  const guests = settings.get('guests');
  return guests?.raw === 'house_account' && !settings.has('house_account')
    ? [problemIn(guests, { what: "needs house_account, the ERP's number of the customer for all guests" })]
    : [];
};
