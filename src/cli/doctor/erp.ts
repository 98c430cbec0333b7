import type { Company } from '../../config.ts';
import type { ErpAccount, ErpPort } from '../../erp/port.ts';
import { roles, type Role } from '../../mapping/profile/roles.ts';
import { erpAtHand } from '../erp-at-hand.ts';
import { Wrong, type Check } from './check.ts';
import { accountsCheck } from './profile.ts';
import { p21LoginMend, p21NativeChecks } from './p21-native.ts';
import { loginMend, sapAccountMend, sapInterfaceChecks } from './sap-ecc.ts';

/** Login, company, ledger currency, the accounts of the profile, and the ways into SAP or Prophet 21. */
export function erpChecks(key: string, company: Company): readonly Check[] {
  const { erp: settings } = company;
  const at = `companies.${key}`;
  const open = (): ErpPort => erpAtHand(settings);
  const { login, afterLogin } = oneLogin(() => open().ping());
  return [
    {
      name: `${key}: ERP`,
      run: async () => checkCompany(await login().catch(withMend(settings, key)), company, at),
      mend: `Check ${at}.erp.base_url and ${at}.erp.auth, and that the secrets they name are right`,
    },
    ...[accountsCheck(key, company, open, (...account) => accountMend(settings, ...account))].map((check) => ({
      ...check,
      run: () => afterLogin(check.run),
    })),
    ...siteChecks(key, settings).map((check) => ({
      ...check,
      run: () => afterLogin(check.run),
    })),
  ];
}

/** What only one adapter or dialect has. */
function siteChecks(key: string, erp: Company['erp']): readonly Check[] {
  if (erp.adapter === 'sap-ecc') return sapInterfaceChecks(key, erp);
  return erp.dialect === 'native' ? p21NativeChecks({ key, erp }) : [];
}

type Ping = Awaited<ReturnType<ErpPort['ping']>>;

/** A wrong password is tried once, however much there is to check: ERPs lock a user after a few. */
function oneLogin(ping: () => Promise<Ping>) {
  let first: Promise<Ping> | undefined;
  const login = (): Promise<Ping> => (first ??= ping());
  const afterLogin = (check: () => Promise<string>): Promise<string> =>
    login().then(check, () => {
      throw new Wrong('not checked: the ERP can not be asked', 'Mend the line “ERP” of this company first');
    });
  return { login, afterLogin };
}

type Settings = Company['erp'];
const withMend =
  (settings: Settings, key: string) =>
  (error: unknown): never => {
    const mend =
      settings.adapter === 'sap-ecc'
        ? loginMend(error, settings, `companies.${key}.erp`)
        : settings.dialect === 'native'
          ? p21LoginMend(error, { key, erp: settings })
          : undefined;
    throw mend && error instanceof Error ? new Wrong(error.message, mend) : error;
  };

function checkCompany(found: Ping, { erp, ledgerCurrency }: Company, at: string): string {
  // The others give the name of the company that they were asked for, or say that there is none.
  if (erp.adapter === 'p21' && erp.dialect === 'facade' && found.company !== erp.company)
    throw new Wrong(`it is company ${found.company}, not ${erp.company}`, `Change ${at}.erp.company`);
  if (found.ledgerCurrency !== ledgerCurrency)
    throw new Wrong(
      `its ledger is kept in ${found.ledgerCurrency}, not ${ledgerCurrency}`,
      `Change ${at}.ledger_currency`,
    );
  return `company ${found.company}, ledger in ${found.ledgerCurrency}`;
}

function accountMend(settings: Settings, number: string, role: Role, found: ErpAccount | undefined): string {
  const [kind] = roles[role].kind;
  if (settings.adapter === 'sap-ecc') return sapAccountMend(settings, number, kind, found);
  if (found?.blocked) return `Open account ${number} for posting in the ERP`;
  return `Create account ${number} in the ERP as an open ${kindNames[kind]}`;
}

const kindNames = {
  bank: 'bank account',
  balance: 'balance sheet account',
  'profit-and-loss': 'profit and loss account',
};
