import { createClock } from '../p21/calendar.ts';
import { createBehaviour } from './behaviour.ts';
import { createPeriods } from './calendar.ts';
import type { Account } from './chart.ts';
import { createChart } from './chart.ts';
import { createCompany } from './company.ts';
import type { Changes } from './company.ts';
import { createCurrencies } from './currencies.ts';
import { createNumbers } from './numbers.ts';
import { createStock } from './stock.ts';
import type { TaxSeed } from './taxes.ts';
import { createTaxes } from './taxes.ts';

export type ErpOptions = {
  readonly client?: string;
  readonly companyCode?: string;
  readonly companyName?: string;
  readonly ledgerCurrency?: string;
  readonly salesOrganisation?: string;
  readonly plant?: string;
  /** Euros for one unit, as decimal strings. */
  readonly rates?: Readonly<Record<string, string>>;
  readonly accounts?: readonly Account[];
  readonly taxes?: readonly TaxSeed[];
  /** Months, as in "2025-12". */
  readonly closedPeriods?: readonly string[];
  /** Clears what F.13 would clear after every commit. */
  readonly autoClearing?: boolean;
  /** From storing an IDoc to posting it. */
  readonly idocDelayMs?: number;
};

const usual = {
  client: '100',
  companyCode: '1000',
  companyName: 'Acme GmbH',
  ledgerCurrency: 'EUR',
  salesOrganisation: '1000',
  plant: '1000',
};

/** One client of the system with one company code in it. */
export function createErp(options: ErpOptions) {
  const { client, companyCode, companyName, ledgerCurrency, salesOrganisation, plant } = { ...usual, ...options };
  return {
    client,
    companyCode,
    companyName,
    chartOfAccounts: 'INT',
    /** KKBER. */
    creditArea: '1000',
    salesOrganisation,
    plant,
    logicalSystem: `ECCCLNT${client}`,
    ledgerCurrency,
    clock: createClock(),
    chart: createChart(ledgerCurrency, options.accounts ?? []),
    taxes: createTaxes(options.taxes ?? []),
    currencies: createCurrencies(ledgerCurrency, options.rates),
    periods: createPeriods(options.closedPeriods ?? []),
    nextNumber: createNumbers(),
    stock: createStock(),
    behaviour: createBehaviour({ autoClearing: options.autoClearing, idocDelayMs: options.idocDelayMs }),
    /** What is committed. Changes go through a LUW. */
    company: createCompany(),
    /** Who holds which enqueue. */
    locks: new Map<string, object>(),
    /** Called with what a commit has changed. */
    afterCommit: new Set<(changes: Changes) => void>(),
  };
}
export type Erp = ReturnType<typeof createErp>;
