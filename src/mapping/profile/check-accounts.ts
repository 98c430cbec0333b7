import { nearestName } from '../../domain/nearest-name.ts';
import type { ProfileProblem } from './problem.ts';
import type { Place, Profile } from './profile.ts';
import { roleNames, roles, type Role } from './roles.ts';

/** An account of the ERP's chart, as far as a profile depends on it. */
export type LedgerAccount = {
  readonly number: string;
  readonly kind: 'bank' | 'control' | 'balance' | 'profit-and-loss';
  readonly blocked: boolean;
};

/** Every account that a profile names is in the ERP's chart, open, and of the kind that its role needs. */
export function checkAccounts(profile: Profile, chart: readonly LedgerAccount[]): readonly ProfileProblem[] {
  const known = new Map(chart.map((account) => [account.number, account]));
  return namedAccounts(profile).flatMap(({ number, role, field, place }) => {
    const account = known.get(number);
    if (!account) {
      const suggestion = nearestName(known.keys(), number);
      return [{ ...place, field, what: `${number} is no account of the ERP`, ...(suggestion && { suggestion }) }];
    }
    return unfit(account, role).map((what) => ({ ...place, field, what: `${number} ${what}` }));
  });
}

type Named = { readonly number: string; readonly role: Role; readonly field: string; readonly place: Place };

function namedAccounts({ accounts, documents }: Profile): readonly Named[] {
  const determined = roleNames.flatMap((role) => {
    const { cases, otherwise, place } = accounts[role];
    const field = `accounts.${role}`;
    return [
      ...cases.map((one, at) => ({
        number: one.account,
        role,
        field: `${field}.cases[${at}].account`,
        place: one.place,
      })),
      ...(otherwise === 'ask' ? [] : [{ number: otherwise.account, role, field: `${field}.account`, place }]),
    ];
  });
  const constants = Object.values(documents).flatMap(({ fields, lines }) => [
    { mapping: fields['account'], role: 'stripe_clearing' as const, field: 'fields.account' },
    { mapping: lines['revenue_account'], role: 'revenue' as const, field: 'lines.revenue_account' },
  ]);
  const fixed = constants.flatMap(({ mapping, role, field }) =>
    (['value', 'default'] as const).flatMap((key) => {
      const number = mapping?.[key];
      return number === undefined || !mapping ? [] : [{ number, role, field: `${field}.${key}`, place: mapping.place }];
    }),
  );
  return [...determined, ...fixed];
}

function unfit({ kind, blocked }: LedgerAccount, role: Role): readonly string[] {
  const { kind: wanted, about } = roles[role];
  if (kind === 'control')
    return ['is a control account, which only documents of customers and suppliers may change: take another'];
  if (!(wanted as readonly string[]).includes(kind))
    return [`is a ${kind} account; ${role} (${about}) needs ${wanted.join(' or ')}`];
  return blocked ? ['is blocked in the ERP: open it there, or take another'] : [];
}
