import { ErpError } from './errors.ts';
import type { ErpPort } from './port.ts';

type MasterData = Pick<ErpPort, 'customer' | 'changeCustomer' | 'customerRecords' | 'itemRecords' | 'accountRecords'>;

const refused = (what: string) => new ErpError('rejected', `This interface can't ${what}`);
// eslint-disable-next-line require-yield
async function* nothing<T>(what: string): AsyncIterable<T> {
  throw refused(what);
}

/** Of an interface that knows no master data. */
export const noMasterData: MasterData = {
  customer: () => Promise.reject(refused('read customers')),
  changeCustomer: () => Promise.reject(refused('change customers')),
  customerRecords: () => nothing('list customers'),
  itemRecords: () => nothing('list items'),
  accountRecords: () => nothing('list accounts'),
};
