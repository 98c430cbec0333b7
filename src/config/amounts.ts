import { z } from 'zod';
import { fromDecimal } from '../domain/money.ts';
import { currency } from './values.ts';

/** `{ USD: '1000.00' }`, as minor units by currency. */
export const amounts = z
  .record(currency, z.string())
  .transform((written, context) =>
    Object.fromEntries(Object.entries(written).map(([code, amount]) => [code, minorOf(amount, code, context)])),
  );

function minorOf(amount: string, code: string, context: z.RefinementCtx): number {
  try {
    return fromDecimal(amount, code).minor;
  } catch {
    context.addIssue({ code: 'custom', path: [code], message: "is not an amount of this currency, as in '1000.00'" });
    return z.NEVER;
  }
}
