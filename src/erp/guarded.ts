import { paged, pagesOf } from './paged.ts';
import type { ErpPort } from './port.ts';

/** Something that every request to an ERP passes through: a breaker, a cap, a meter. */
export type Around = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** The same ERP with `around` laid around each of its calls, and around each page of a sequence. */
export const guarded = (erp: ErpPort, around: Around): ErpPort => ({
  name: erp.name,
  capabilities: erp.capabilities,
  settleMs: erp.settleMs,
  find: (...of) => around('find', () => erp.find(...of)),
  read: (...of) => around('read', () => erp.read(...of)),
  post: (...of) => around('post', () => erp.post(...of)),
  undo: (...of) => around('undo', () => erp.undo(...of)),
  findUndoing: (...of) => around('findUndoing', () => erp.findUndoing(...of)),
  apply: (...of) => around('apply', () => erp.apply(...of)),
  findApplication: (...of) => around('findApplication', () => erp.findApplication(...of)),
  unapply: (...of) => around('unapply', () => erp.unapply(...of)),
  hold: (...of) => around('hold', () => erp.hold(...of)),
  release: (...of) => around('release', () => erp.release(...of)),
  showPayment: (...of) => around('showPayment', () => erp.showPayment(...of)),
  findLine: (...of) => around('findLine', () => erp.findLine(...of)),
  reduce: (...of) => around('reduce', () => erp.reduce(...of)),
  customers: (...of) => around('customers', () => erp.customers(...of)),
  items: (...of) => around('items', () => erp.items(...of)),
  accounts: (...of) => around('accounts', () => erp.accounts(...of)),
  openItems: (...of) => around('openItems', () => erp.openItems(...of)),
  openPeriod: (...of) => around('openPeriod', () => erp.openPeriod(...of)),
  invoicesOf: (...of) => around('invoicesOf', () => erp.invoicesOf(...of)),
  customer: (...of) => around('customer', () => erp.customer(...of)),
  changeCustomer: (...of) => around('changeCustomer', () => erp.changeCustomer(...of)),
  ping: (...of) => around('ping', () => erp.ping(...of)),
  changes: (...of) => paged(() => pagesThrough('changes', pagesOf(erp.changes(...of)), around)),
  customerRecords: (...of) => paged(() => pagesThrough('customerRecords', pagesOf(erp.customerRecords(...of)), around)),
  accountRecords: (...of) => paged(() => pagesThrough('accountRecords', pagesOf(erp.accountRecords(...of)), around)),
  itemRecords: (...of) => paged(() => pagesThrough('itemRecords', pagesOf(erp.itemRecords(...of)), around)),
});

async function* pagesThrough<T>(
  name: string,
  pages: AsyncGenerator<readonly T[]>,
  around: Around,
): AsyncGenerator<readonly T[]> {
  try {
    for (;;) {
      const next = await around(name, () => pages.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await pages.return(undefined);
  }
}
