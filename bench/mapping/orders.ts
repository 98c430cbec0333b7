import { add, money, sum, times, zero } from '../../src/domain/money.ts';
import type { ShopLine, ShopOrder } from '../../src/domain/shop-order.ts';
import type { SaleInput } from '../../src/mapping/mapper.ts';

const skus = ['EBOOK-1', 'BOLT-M8', 'NUT-M8', 'TAPE-10'];
const day = '2026-11-18T10:00:00.000Z';

/** A paid order of so many lines, always the same for the same number. */
export function saleOf(at: number, lines: number, currency: 'USD' | 'EUR'): SaleInput {
  const all: readonly ShopLine[] = Array.from({ length: lines }, (_, index) => lineOf(at * 31 + index, currency));
  const total = sum(
    all.map(({ unitAmount, quantity, tax }) => add(times(unitAmount, quantity), tax)),
    currency,
  );
  const address = { name: `Buyer ${at}`, line1: `${at % 200} Main St`, city: 'Springfield', postalCode: '12345' };
  const order: ShopOrder = {
    id: `B-${at}`,
    currency,
    created: day,
    customer: {
      name: `Buyer ${at}`,
      email: `buyer.${at}@example.com`,
      address: { ...address, ...(currency === 'USD' ? { state: 'CA', country: 'US' } : { country: 'DE' }) },
    },
    lines: all,
    tenders: [],
    total,
    payments: 1,
    metadata: {},
  };
  const payment = {
    id: `pi_${at}`,
    state: 'captured' as const,
    amount: total,
    metadata: { channel: at % 2 === 0 ? 'shopify' : 'pos' },
    createdAt: day,
    capturedAt: day,
  };
  return { order, payment, customer: String(100_000 + (at % 1_000)), document: 'sales-order', hold: false };
}

function lineOf(at: number, currency: string): ShopLine {
  const quantity = 1 + (at % 3);
  const unit = 500 + (at % 97) * 10;
  return {
    sku: skus[at % skus.length] ?? '',
    description: `Article ${at % 97}`,
    quantity,
    unitAmount: money(unit, currency),
    discount: zero(currency),
    tax: money(Math.floor((unit * quantity * 19) / 100), currency),
    taxRate: '19',
  };
}
