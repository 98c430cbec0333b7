import { z } from 'zod';
import type { Account } from './accounts.ts';
import { mustBeDay } from './calendar.ts';
import { pageOf, yesNo } from './collections.ts';
import type { Erp } from './erp.ts';
import { parseBody } from './errors.ts';
import { day } from './fields.ts';
import type { Route } from './routing.ts';

const periodQuery = z.strictObject({ Date: day });

export const ledgerQueryRoutes = (erp: Erp): readonly Route[] => [
  {
    method: 'get',
    path: '/api/v2/gl/accounts',
    handle: ({ query }) => {
      const accounts = erp.chart.all().map((account) => ({ ...account, modified: '' }));
      return pageOf<Account & { readonly modified: string }>(
        { all: (wanted) => accounts.filter(wanted) },
        query,
        filters,
        print,
      );
    },
  },
  {
    method: 'get',
    path: '/api/v2/gl/periods',
    handle: ({ query }) => {
      const date = mustBeDay(parseBody(periodQuery, query).Date, 'Date');
      return {
        Date: date,
        Period: Number(date.slice(5, 7)),
        Year: Number(date.slice(0, 4)),
        Open: yesNo(erp.periods.isOpen(date)),
        NextOpenDate: erp.periods.nextOpen(date),
      };
    },
  },
  {
    method: 'get',
    path: '/api/v2/ping',
    handle: () => ({
      Company: erp.company,
      CompanyName: erp.companyName,
      HomeCurrency: erp.currencies.home,
      Version: '2026.1-sandbox',
      ServerTime: erp.clock.now().toISOString(),
    }),
  },
];

const filters = { AccountNumber: (account: Account, wanted: string) => account.number === wanted };

const print = ({ number, description, kind, blocked, currency }: Account) => ({
  AccountNumber: number,
  Description: description,
  Kind: kind,
  Blocked: yesNo(blocked === true),
  CurrencyId: currency,
});
