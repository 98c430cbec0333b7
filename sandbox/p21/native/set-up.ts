import type { Erp } from '../erp.ts';
import type { Shipping } from '../shipping.ts';
import type { Habits, NativeSite } from './native-site.ts';

/** What a site may have of its own. */
export type NativeOptions = {
  /** The name that this site gives a service -> the file of `definitions/` that describes it. */
  readonly services?: Readonly<Record<string, string>>;
  /** What the user may not open or read. */
  readonly forbidden?: { readonly windows?: readonly string[]; readonly tables?: readonly string[] };
  readonly habits?: Partial<Habits>;
  readonly importFolder?: string;
  /** Prophet 21's number of a currency -> ISO code. */
  readonly currencies?: Readonly<Record<string, string>>;
  /** Of Prophet 21's clock: its times carry no zone. */
  readonly timeZone?: string;
};

const usualServices = [
  'Order',
  'CashReceipts',
  'CustomerRefund',
  'ARCreditMemo',
  'OpenCreditApplication',
  'ReverseARPayment',
];
const firstCurrencies = ['USD', 'EUR', 'JPY', 'KWD', 'GBP'];
export const USUAL_TIME_ZONE = 'America/New_York';

const noHabits: Habits = {
  xmlTokens: false,
  onlyTokenV1: false,
  tokenSeconds: 0,
  contaminatedSessions: false,
  droppedLineEvery: 0,
};

export const createNativeSite = (erp: Erp, shipping: Shipping, options: NativeOptions): NativeSite => ({
  erp,
  shipping,
  habits: { ...noHabits, ...options.habits },
  services: new Map(options.services ? Object.entries(options.services) : usualServices.map((name) => [name, name])),
  forbidden: { windows: new Set(options.forbidden?.windows), tables: new Set(options.forbidden?.tables) },
  currencies: new Map(Object.entries(options.currencies ?? usualCurrencies(erp))),
  atOnce: new Map(),
  importFolder: options.importFolder,
});

/** The first ones have the same numbers at every site of ours; all others that the company has follow them. */
function usualCurrencies(erp: Erp): Record<string, string> {
  const codes = [...new Set([...firstCurrencies, ...erp.currencies.codes()])];
  return Object.fromEntries(codes.map((code, index) => [String(index + 1), code]));
}
