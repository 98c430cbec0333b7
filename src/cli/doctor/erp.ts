import type { Company } from '../../config.ts';
import type { ErpPort } from '../../erp/port.ts';
import { companyIn, openErp } from '../../worker/erp.ts';
import { Wrong, type Check } from './check.ts';

/** A look now and then needs no share of the limits. */
const unguarded = { run: <T>(call: () => Promise<T>): Promise<T> => call() };

/** Login, company, ledger currency and clearing accounts. */
export function erpChecks(key: string, { erp: settings, ledgerCurrency, clearingAccounts }: Company): readonly Check[] {
  const at = `companies.${key}`;
  const open = (): ErpPort => openErp(settings, { gate: unguarded, seen: () => {} });
  return [
    {
      name: `${key}: ERP`,
      run: async () =>
        checkCompany(
          await open().ping(),
          companyIn(settings),
          ledgerCurrency,
          `${at}.erp.${companyField[settings.adapter]}`,
          at,
        ),
      mend: `Check ${at}.erp.base_url and ${at}.erp.auth, and that the secrets they name are right`,
    },
    ...Object.entries(clearingAccounts).map(([currency, account]) => ({
      name: `${key}: clearing account ${currency}`,
      run: () => checkAccount(open(), account),
      mend: `Create account ${account} in the ERP as ${clearingAccount[settings.adapter]}, or change ${at}.clearing_accounts.${currency}`,
    })),
  ];
}

const clearingAccount = {
  p21: 'an open bank account',
  'sap-ecc': 'an open balance sheet account with open item management (SKB1-XOPVW)',
} as const;
const companyField = { p21: 'company', 'sap-ecc': 'company_code' } as const;
type Ping = Awaited<ReturnType<ErpPort['ping']>>;
function checkCompany(found: Ping, company: string, ledgerCurrency: string, field: string, at: string): string {
  if (found.company !== company) throw new Wrong(`it is company ${found.company}, not ${company}`, `Change ${field}`);
  if (found.ledgerCurrency !== ledgerCurrency)
    throw new Wrong(
      `its ledger is kept in ${found.ledgerCurrency}, not ${ledgerCurrency}`,
      `Change ${at}.ledger_currency`,
    );
  return `company ${found.company}, ledger in ${found.ledgerCurrency}`;
}

async function checkAccount(erp: ErpPort, number: string): Promise<string> {
  const account = (await erp.accounts({ number })).find((one) => one.number === number);
  if (!account) throw new Wrong(`account ${number} does not exist`);
  if (account.blocked) throw new Wrong(`account ${number} is blocked`);
  if (account.kind !== 'bank')
    throw new Wrong(`account ${number} is a ${account.kind} account, not one that takes money`);
  return `account ${number}`;
}
