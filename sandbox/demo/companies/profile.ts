/** What makes a company's profile its own; everything else comes from the base that it extends. */
type Trade = {
  readonly key: string;
  readonly base: 'p21-default' | 'sap-ecc-default';
  /** The ERP's account by its role, and that of digital goods. */
  readonly accounts: Readonly<Record<string, string>> & { readonly revenue: string; readonly digital_revenue: string };
  /** Percent -> the ERP's tax code. */
  readonly taxCodes: Readonly<Record<string, string>>;
  /** The shop's names of things, and the ERP's. */
  readonly items: Readonly<Record<string, string>>;
  readonly houseAccount: string;
  /** Fields of the ERP alone, of every order. */
  readonly ofOrders?: object;
};

/** Held by a rule, in minor units. */
const holdAboveMinor = 500_000;
/** The ERPs know no kits of widgets: they sell what is in one. */
const kit = [
  { item: 'W-100', quantity: 2, share: 40, class: 'goods' },
  { item: 'W-200', quantity: 1, share: 60, class: 'goods' },
];

/** A profile as its people would write it, by the names of its files. */
export const profileOf = ({
  key,
  base,
  accounts: { digital_revenue: digitalRevenue, ...accounts },
  taxCodes,
  items,
  houseAccount,
  ofOrders,
}: Trade) => ({
  'profile.yaml': {
    name: key,
    version: 1,
    extends: base,
    changelog: [{ version: 1, date: '2026-11-21', what: 'How this shop begins' }],
  },
  'accounts.yaml': {
    accounts: {
      ...Object.fromEntries(Object.entries(accounts).map(([role, account]) => [role, { account }])),
      revenue: {
        account: accounts.revenue,
        cases: [{ when: { product_class: 'digital' }, account: digitalRevenue }],
      },
    },
  },
  'items.yaml': {
    items: [
      ...Object.entries(items)
        .filter(([sku]) => sku !== 'WIDGET-KIT')
        .map(([sku, item]) => ({ sku, item, class: sku === 'LICENCE' ? 'digital' : 'goods' })),
      { sku: 'WIDGET-KIT', kit },
    ],
    otherwise: 'same',
    shipping: 'SHIPPING',
    rounding: 'ROUNDING',
    rounding_limit: 2,
  },
  'tax-codes.yaml': { tax_codes: Object.entries(taxCodes).map(([rate, code]) => ({ rate, code })), otherwise: 'ask' },
  'rules.yaml': {
    rules: {
      direct_invoice: { when: 'metadata.delivery == "digital"', note: 'there is nothing to ship' },
      hold: { when: `amount > ${holdAboveMinor}`, note: 'large orders are looked at' },
    },
  },
  'customer.yaml': { settings: { guests: 'one_time', house_account: houseAccount } },
  ...(ofOrders && { 'sales-order.yaml': { extra: ofOrders } }),
});
