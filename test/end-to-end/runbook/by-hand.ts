import { randomUUID } from 'node:crypto';
import type { ErpDocument } from '../../../src/domain/documents.ts';
import { effectKey } from '../../../src/domain/effects.ts';
import { money, type Money } from '../../../src/domain/money.ts';
import type { ErpPort } from '../../../src/erp/port.ts';
import { referenceOf } from '../../../src/store/reference.ts';
import { company } from '../../support/product.ts';
import { samples } from '../../erp/samples.ts';

export const usd = (minor: number): Money => money(minor, 'USD');
export const newReference = () => referenceOf(effectKey({ company, kind: 'sale', subject: randomUUID() }));

/** What people enter into the ERP themselves; each gives the number of what was made. */
export function byHand(erp: ErpPort, customer: string) {
  const day = new Date().toISOString().slice(0, 10);
  const enter = async (document: ErpDocument): Promise<string> => (await erp.post(document, newReference())).number;
  const made = samples({
    customer,
    item: 'W-100',
    service: 'SHIPPING',
    noTax: 'NOTAX',
    taxed: 'STD19',
    clearing: '1010',
    expense: '6010',
    balance: '1200',
    control: '1100',
    ledgerCurrency: 'USD',
    day,
    closedDay: day,
  });
  return {
    receipt: (amount: Money) => enter(made.cashReceipt(amount)),
    creditMemo: (amount: Money, invoice: string) => enter(made.creditMemo(amount, invoice)),
    refund: (amount: Money, receipt: string) => enter(made.customerRefund(amount, receipt)),
    journal: (amount: Money) => enter(made.journalEntry(amount)),
    apply: (receipt: string, invoice: string, amount: Money) => erp.apply({ receipt, invoice, amount }, newReference()),
    unapply: (receipt: string, invoice: string, amount: Money) =>
      erp.unapply({ receipt, invoice, amount }, newReference()),
  };
}
