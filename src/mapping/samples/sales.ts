import { add, money, sum, type Money } from '../../domain/money.ts';
import { orderTotal, type Person, type ShopLine, type ShopOrder } from '../../domain/shop-order.ts';
import type { SaleInput } from '../mapper.ts';
import type { ItemEntry, Profile } from '../profile/profile.ts';
import { metadataOf } from './asked-of-metadata.ts';
import { sampleTime, type Sample } from './sample.ts';

/** Kits and merges of a company may be many; the first ones stand for all. */
const mostEntries = 50;

/** Orders and direct invoices of every make, by items and tax codes that the profile itself knows. */
export function sampleSales(profile: Profile): readonly Sample[] {
  const { items } = profile;
  const kits = items.entries.filter(({ kit }) => kit).slice(0, mostEntries);
  const merges = items.entries.filter(({ merge }) => merge !== undefined).slice(0, mostEntries);
  const grounds = groundsOf(profile);
  const [ground] = grounds;
  if (!ground) return [];
  const sale = (name: string, order: OrderOf, more: Partial<SaleInput> = {}) => saleOf(name, ground, order, more);
  return [
    sale('an order with a discount', { currency: 'EUR', units: [5_000, 1_999], discount: 333 }),
    sale('an order in yen, which has no cents', { currency: 'JPY', units: [5_000, 333] }),
    sale('an order in dinars, which have three digits', { currency: 'KWD', units: [12_340, 1_110] }),
    ...(items.shipping ? [sale('an order with shipping', { currency: 'EUR', units: [999], shipping: 500 })] : []),
    sale('an order of nobody known', { currency: 'EUR', units: [999], person: {} }),
    sale('a free order', { currency: 'EUR', units: [0] }),
    sale(
      'an order that is not captured yet',
      { currency: 'EUR', units: [999] },
      { hold: true, ...notCaptured(ground) },
    ),
    sale('a direct invoice', { currency: 'EUR', units: [4_711] }, { document: 'invoice' }),
    sale(
      'a direct invoice of a part',
      { currency: 'EUR', units: [4_711, 100] },
      {
        document: 'invoice',
        captured: money(1_001, 'EUR'),
      },
    ),
    ...kits.map((entry) => sale(`the kit in line ${entry.place.line}`, { currency: 'EUR', units: [10_001], entry })),
    ...merges.map((entry) =>
      sale(`the merge in line ${entry.place.line}`, { currency: 'EUR', units: [999, 999], entry }),
    ),
    ...grounds
      .slice(1)
      .map((other) => saleOf(`an order taxed by ${other.name}`, other, { currency: 'EUR', units: [999] }, {})),
  ];
}

/** Where the goods go and at which rate, so that there is a tax code. */
type Ground = Pick<ShopLine, 'taxRate'> & {
  readonly name: string;
  readonly country: string;
  readonly state?: string;
  readonly metadata: Readonly<Record<string, string>>;
};

function groundsOf(profile: Profile): readonly Ground[] {
  const { codes, otherwise } = profile.taxCodes;
  const metadata = metadataOf(profile);
  const known = codes.slice(0, mostEntries).map(({ jurisdiction = 'DE', rate = '19', place }) => {
    const [country = 'DE', state] = jurisdiction.split('-', 2);
    return { name: `line ${place.line}`, country, ...(state && { state }), taxRate: rate, metadata };
  });
  const all = otherwise === 'ask' ? known : [{ name: 'no line', country: 'DE', taxRate: '19', metadata }, ...known];
  // Most samples are of the first one, and without tax they would show less.
  return all.toSorted((one, other) => Number(one.taxRate.startsWith('0')) - Number(other.taxRate.startsWith('0')));
}

type OrderOf = {
  readonly currency: string;
  readonly units: readonly number[];
  readonly discount?: number;
  readonly shipping?: number;
  readonly person?: Person;
  readonly entry?: ItemEntry;
};

function saleOf(name: string, ground: Ground, of: OrderOf, more: Partial<SaleInput>): Sample {
  const order = orderOf(ground, of);
  const input: SaleInput = {
    order,
    payment: { ...paymentOf(ground, order.total), state: 'captured', capturedAt: sampleTime },
    customer: '10001',
    document: 'sales-order',
    hold: false,
    ...more,
  };
  return { name, map: (mapper) => mapper.sale(input) };
}

const notCaptured = (ground: Ground): Pick<SaleInput, 'payment'> => ({
  payment: { ...paymentOf(ground, money(999, 'EUR')), state: 'authorised' },
});

const paymentOf = ({ metadata }: Pick<Ground, 'metadata'>, amount: Money) => ({
  id: 'pi_sample0000000000000001',
  amount,
  metadata,
  description: 'A sample',
  method: 'card',
  createdAt: sampleTime,
});

function orderOf(ground: Ground, { currency, units, discount = 0, shipping, person, entry }: OrderOf): ShopOrder {
  const { country, state, metadata, taxRate } = ground;
  const address = { name: 'Sample Person', line1: 'Street 1', city: 'Sampletown', postalCode: '12345', country };
  const parts = {
    lines: units.map((unit, index) => lineOf(ground, money(unit, currency), index === 0 ? discount : 0, entry)),
    currency,
    ...(shipping !== undefined && {
      shipping: { amount: money(shipping, currency), tax: taxOn(money(shipping, currency), taxRate), taxRate },
    }),
  };
  return {
    ...parts,
    id: 'SAMPLE-1',
    created: sampleTime,
    // Where the goods go decides the tax code, so it stays when nothing else is known.
    customer: {
      ...(person ?? { name: 'Sample Person', email: 'sample@example.com', phone: '+49 30 123456' }),
      address: person ? { country, ...(state && { state }) } : { ...address, ...(state && { state }) },
    },
    tenders: [],
    total: orderTotal(parts),
    payments: 1,
    metadata,
  };
}

function lineOf(
  { taxRate, metadata }: Ground,
  unitAmount: Money,
  discount: number,
  entry: ItemEntry | undefined,
): ShopLine {
  const quantity = entry?.kit ? 3 : 2;
  const { currency } = unitAmount;
  const gross = sum(Array<Money>(quantity).fill(unitAmount), currency);
  return {
    sku: 'SAMPLE-1',
    description: 'A sample',
    quantity,
    unitAmount,
    discount: money(discount, currency),
    tax: taxOn(add(gross, money(-discount, currency)), taxRate),
    taxRate,
    metadata: { ...metadata, erp_item: 'SAMPLE-1' },
    ...entry?.match,
  };
}

/** About as much as the rate says, in whole minor units: what a shop charges is taken as it is. */
const taxOn = ({ minor, currency }: Money, rate: string): Money =>
  money(Number((BigInt(minor) * BigInt(rate.split('.')[0] ?? 0)) / 100n), currency);
