import type { CustomerRefund } from '../../../../domain/documents.ts';
import { firstOf } from '../../../read-back.ts';
import { wholeNumber } from '../amounts.ts';
import type { Row } from '../odata.ts';
import { afterImport, cashDiffers, cashOf, cashSaid, cashSender, type StoredCash } from './cash.ts';
import { define } from './kind.ts';
import { rowsWith, text } from './rows.ts';

type StoredRefund = StoredCash & { readonly settled: Readonly<Record<CustomerRefund['settles']['kind'], string>> };
const meanings = { 'cash-receipt': 'receipt', 'credit-memo': 'memo' } as const;
const columns = { 'cash-receipt': 'receipt_number', 'credit-memo': 'credit_memo_no' } as const;

export const customerRefund = define<CustomerRefund, StoredRefund>({
  fields: { reference: 'check_number', company: 'company_no' },
  numbers: afterImport('customer-refund', async (native, reference, signal) => {
    const equal = { check_number: reference, company_no: native.company };
    const rows = await rowsWith(native, 'ar_refunds', equal, ['refund_number'], signal);
    return rows
      .filter((row) => text(row, 'check_number') === reference)
      .map((row) => wholeNumber(text(row, 'refund_number'), 'refund_number'));
  }),
  async stored(native, number, signal) {
    const [row] = await rowsWith(native, 'ar_refunds', { refund_number: number }, ['refund_number'], signal);
    return row && { ...cashOf(native, row, 'refund_number', text(row, 'check_number')), settled: settledBy(row) };
  },
  receipt: ({ number, amount, customer }) => ({ kind: 'customer-refund', number, total: amount, customer }),
  prepare(native, sent, reference, signal) {
    const { kind, number } = sent.settles;
    const said = cashSaid(native.site, sent, reference, [meanings[kind], number]);
    return { send: cashSender(native, 'customer-refund', said, reference, signal) };
  },
  differs(_native, sent, stored) {
    const { kind, number } = sent.settles;
    return cashDiffers(sent, stored) ?? firstOf({ [columns[kind]]: stored.settled[kind] !== number });
  },
});

const settledBy = (row: Row): StoredRefund['settled'] => {
  const receipt = text(row, 'receipt_number');
  return {
    'cash-receipt': receipt && wholeNumber(receipt, 'receipt_number'),
    'credit-memo': text(row, 'credit_memo_no'),
  };
};
