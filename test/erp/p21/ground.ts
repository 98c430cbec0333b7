import { samples } from '../samples.ts';

/** The simulated company, as the simulator sets it up. */
export const ground = {
  customer: '100500',
  item: 'W-100',
  service: 'SHIPPING',
  noTax: 'NOTAX',
  taxed: 'STD19',
  clearing: '1010',
  expense: '6000',
  balance: '1015',
  control: '1100',
  ledgerCurrency: 'USD',
  day: '2026-01-30',
  closedDay: '2025-12-15',
} as const;
export const of = samples(ground);
