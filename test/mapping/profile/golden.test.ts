import { describe, expect, it } from 'vitest';
import { facadeTarget } from '../../../src/erp/p21/facade/target.ts';
import { loadProfile } from '../../../src/mapping/profile/load.ts';
import { accountsText, complaintOf, filesWith } from './a-profile.ts';

const withRevenue = (text: string): string => accountsText.replace(/ {2}revenue: .*\n/, `  revenue:${text}\n`);

/** What is written wrong, and the whole of what is said about it. */
const wrongs = [
  {
    name: 'a path that the source does not have',
    own: {
      'sales-order.yaml': `fields:
  ship_to.city: { from: order.custmer.address.city }
`,
    },
    says: ['mappings/acme/sales-order.yaml:2:31 fields.ship_to.city.from order has no custmer; did you mean customer?'],
  },
  {
    name: 'a path in a folded text',
    own: {
      'sales-order.yaml': `fields:
  order_number:
    from: >-
      order.id
      & order.nmae
`,
    },
    says: ['mappings/acme/sales-order.yaml:5:15 fields.order_number.from order has no nmae'],
  },
  {
    name: 'a path in an indented text',
    own: {
      'sales-order.yaml': `fields:
  order_number:
    from: |
      order.id &
        order.nmae
`,
    },
    says: ['mappings/acme/sales-order.yaml:5:15 fields.order_number.from order has no nmae'],
  },
  {
    name: 'an expression that is none',
    own: {
      'sales-order.yaml': `fields:
  order_number: { from: 'order.id &' }
`,
    },
    says: ['mappings/acme/sales-order.yaml:2:36 fields.order_number.from it ends too early'],
  },
  {
    name: 'an unknown function',
    own: {
      'sales-order.yaml': `lines:
  description: { from: '$cutt(line.description, 40)' }
`,
    },
    says: ['mappings/acme/sales-order.yaml:2:25 lines.description.from there is no $cutt; did you mean $cut?'],
  },
  {
    name: 'text for money',
    own: {
      'sales-order.yaml': `lines:
  unit_price: { from: line.description }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:23 lines.unit_price.from it gives a text, and the field takes money; did you mean $fromDecimal?',
    ],
  },
  {
    name: 'an unknown field',
    own: {
      'sales-order.yaml': `fields:
  ship_to.citty: { from: order.id }
`,
    },
    says: ['mappings/acme/sales-order.yaml:2:3 fields.ship_to.citty is not a known key; did you mean ship_to.city?'],
  },
  {
    name: 'an unknown section',
    own: {
      'sales-order.yaml': `feilds: {}
`,
    },
    says: ['mappings/acme/sales-order.yaml:1:1 feilds is not a known key; did you mean fields?'],
  },
  {
    name: 'neither expression nor constant',
    own: {
      'sales-order.yaml': `fields:
  order_number: { note: the number }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:3 fields.order_number has neither from (an expression) nor value (a constant): give it one',
    ],
  },
  {
    name: 'both',
    own: {
      'sales-order.yaml': `fields:
  order_number: { from: order.id, value: '1' }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:3 fields.order_number has more than one of from, value and remove: keep one',
    ],
  },
  {
    name: 'a constant that is no day',
    own: {
      'sales-order.yaml': `fields:
  date: { value: tomorrow }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:18 fields.date.value is no day: it must be a day as in 2026-01-30 ($day makes one of a time)',
    ],
  },
  {
    name: 'a required field taken out',
    own: {
      'sales-order.yaml': `fields:
  date: { remove: true }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:1:1 fields.date must be filled (the day of the sale): give it from or value',
    ],
  },
  {
    name: 'a list that is not there',
    own: {
      'sales-order.yaml': `extra:
  Notes: { from: payment.id, list: chanels }
`,
      'lists.yaml': `lists:
  channels: { a: b }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:36 extra.Notes.list chanels is no list of lists.yaml; did you mean channels?',
    ],
  },
  {
    name: 'a field that the ERP lacks',
    own: {
      'sales-order.yaml': `extra:
  Takr: { value: QUITTANCE }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:3 extra.Takr is no field that p21/facade takes of this document (there are PoNo, Taker, Notes, UserDefined.…); did you mean Taker?',
    ],
  },
  {
    name: "a company's own field under a misspelt beginning",
    own: {
      'sales-order.yaml': `extra:
  UserDefind.channel: { value: WEB }
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:3 extra.UserDefind.channel is no field that p21/facade takes of this document (there are PoNo, Taker, Notes, UserDefined.…); did you mean UserDefined.channel?',
    ],
  },
  {
    name: 'a constant that is too long',
    own: {
      'sales-order.yaml': `extra:
  Taker: { value: 'a very long name for whoever took the order' }
`,
    },
    says: ['mappings/acme/sales-order.yaml:2:20 extra.Taker.value has 43 characters, and the ERP holds 30: shorten it'],
  },
  {
    name: 'a number where text is wanted',
    own: { 'accounts.yaml': withRevenue(' { account: 4000 }') },
    says: [
      'mappings/acme/accounts.yaml:10:14 accounts.revenue.account must be text, but is a number; put it in quotes',
    ],
  },
  {
    name: 'an unknown role',
    own: { 'accounts.yaml': `${accountsText}  revenu: { account: '4000' }\n` },
    says: ['mappings/acme/accounts.yaml:17:3 accounts.revenu is not a known key; did you mean revenue?'],
  },
  {
    name: 'roles without account',
    own: {
      'accounts.yaml': `accounts:
  bank: { account: '1000' }
`,
    },
    says: [
      'mappings/acme/accounts.yaml:1:1 accounts must be filled for stripe_clearing, payouts_in_transit, disputes, dispute_losses, reserves, suspense, deferred_revenue, revenue, stripe_fees, dispute_fees, input_tax, bad_debts, transfers, adjustments: give each an account',
    ],
  },
  {
    name: 'a role with neither account nor ask',
    own: { 'accounts.yaml': withRevenue(' { cases: [] }') },
    says: [
      'mappings/acme/accounts.yaml:10:3 accounts.revenue must have one of account and ask: true, for where no case fits',
    ],
  },
  {
    name: 'a case without a condition',
    own: {
      'accounts.yaml': withRevenue(`
    account: '4000'
    cases:
      - { account: '4010' }`),
    },
    says: [
      'mappings/acme/accounts.yaml:13:9 accounts.revenue.cases[0] names no condition: write when or rule, or make it the account of the role',
    ],
  },
  {
    name: 'a case that is never reached',
    own: {
      'accounts.yaml': withRevenue(`
    account: '4000'
    cases:
      - { when: { product_class: digital }, account: '4010' }
      - { when: { product_class: digital, currency: EUR }, account: '4011' }`),
    },
    says: [
      'mappings/acme/accounts.yaml:14:70 accounts.revenue.cases[1].account can never be reached: case 0 fits whatever fits this one; put it before that one',
    ],
  },
  {
    name: 'an unknown transaction',
    own: {
      'accounts.yaml': withRevenue(`
    account: '4000'
    cases:
      - { when: { transaction: sales }, account: '4010' }`),
    },
    says: [
      'mappings/acme/accounts.yaml:13:32 accounts.revenue.cases[0].when.transaction sales is no transaction (there are sale, receipt, refund, fees, dispute-withdrawn, dispute-reinstated, dispute-lost, payout, payout-return, suspense, suspense-release, reserve, transfer, adjustment, revenue); did you mean sale?',
    ],
  },
  {
    name: 'an unknown fact',
    own: {
      'accounts.yaml': withRevenue(`
    account: '4000'
    cases:
      - { when: { produkt_class: digital }, account: '4010' }`),
    },
    says: [
      'mappings/acme/accounts.yaml:13:9 accounts.revenue.cases[0] names no condition: write when or rule, or make it the account of the role',
      'mappings/acme/accounts.yaml:13:19 accounts.revenue.cases[0].when.produkt_class is not a known key; did you mean product_class?',
    ],
  },
  {
    name: 'a rule of an account',
    own: {
      'accounts.yaml': withRevenue(`
    account: '4000'
    cases:
      - { rule: 'amount > 5 && produkt_class == "digital"', account: '4010' }`),
    },
    says: [
      'mappings/acme/accounts.yaml:13:32 accounts.revenue.cases[0].rule Unknown variable: produkt_class (there are amount, currency, method, metadata, country, description, risk_level, state, items, transaction, product_class); did you mean product_class?',
    ],
  },
  {
    name: 'a rule that compares text with a number',
    own: {
      'rules.yaml': `rules:
  hold:
    when: >-
      currency == "EUR"
      && metadata.weight > 10
`,
    },
    says: [
      'mappings/acme/rules.yaml:5:10 rules.hold.when no such overload: string > int (text and whole numbers are never equal or greater: int(…) makes a number of a text)',
    ],
  },
  {
    name: 'a misspelt name in a rule',
    own: {
      'rules.yaml': `rules:
  hold: { when: 'amuont > 5' }
`,
    },
    says: [
      'mappings/acme/rules.yaml:2:18 rules.hold.when Unknown variable: amuont (there are amount, currency, method, metadata, country, description, risk_level, state, items); did you mean amount?',
    ],
  },
  {
    name: 'an unknown rule',
    own: {
      'rules.yaml': `rules:
  holds: { when: 'amount > 5' }
`,
    },
    says: ['mappings/acme/rules.yaml:2:3 rules.holds is not a known key; did you mean hold?'],
  },
  {
    name: 'the same item twice',
    own: {
      'items.yaml': `items:
  - { sku: A, item: B }
  - { sku: A, item: C }
`,
    },
    says: ['mappings/acme/items.yaml:3:5 items[1] is of the same line as the entry in line 2: keep one'],
  },
  {
    name: 'a share that is no whole number',
    own: {
      'items.yaml': `items:
  - { sku: A, kit: [{ item: B, quantity: 1, share: 0.5 }] }
`,
    },
    says: [
      'mappings/acme/items.yaml:2:45 items[0].kit[0].share must be a whole number, but is a number with a fraction',
    ],
  },
  {
    name: 'a share of nothing',
    own: {
      'items.yaml': `items:
  - { sku: A, kit: [{ item: B, quantity: 1, share: 0 }] }
`,
    },
    says: ['mappings/acme/items.yaml:2:45 items[0].kit[0].share must be at least 1'],
  },
  {
    name: 'an item of nothing',
    own: {
      'items.yaml': `items:
  - { item: B }
`,
    },
    says: ['mappings/acme/items.yaml:2:5 items[0] names no sku, product or price: give it one'],
  },
  {
    name: 'an unknown otherwise',
    own: {
      'items.yaml': `otherwise: sam
`,
    },
    says: ['mappings/acme/items.yaml:1:1 otherwise must be same, ask, or as in { item: MISC }'],
  },
  {
    name: 'a tax code that is never reached',
    own: {
      'tax-codes.yaml': `tax_codes:
  - { rate: '19', code: A1 }
  - { jurisdiction: DE, rate: '19.0', code: A2 }
`,
    },
    says: [
      'mappings/acme/tax-codes.yaml:3:45 tax_codes[1].code can never be reached: tax code 0 fits whatever fits this one; put it before that one',
    ],
  },
  {
    name: 'a rate that is none',
    own: {
      'tax-codes.yaml': `tax_codes:
  - { rate: '19%', code: A1 }
`,
    },
    says: ['mappings/acme/tax-codes.yaml:2:7 tax_codes[0].rate must be percent as text, as in 19 or 7.7'],
  },
  {
    name: 'a role that is none, in an entry',
    own: {
      'journal.yaml': `entries:
  payout:
    - { debit: payouts, amount: { from: amount }, text: { value: Payout } }
    - { credit: stripe_clearing, amount: { from: amount }, text: { value: Payout } }
`,
    },
    says: [
      'mappings/acme/journal.yaml:3:9 entries.payout[0].debit must be one of bank, stripe_clearing, payouts_in_transit, disputes, dispute_losses, reserves, suspense, deferred_revenue, revenue, stripe_fees, dispute_fees, input_tax, bad_debts, transfers, adjustments',
    ],
  },
  {
    name: 'an amount that is none, in an entry',
    own: {
      'journal.yaml': `entries:
  payout:
    - { debit: bank, amount: { from: amuont }, text: { value: Payout } }
    - { credit: stripe_clearing, amount: { from: amount }, text: { value: Payout } }
`,
    },
    says: [
      'mappings/acme/journal.yaml:3:38 entries.payout[0].amount.from the source has no amuont; did you mean amount?',
    ],
  },
  {
    name: 'a key twice',
    own: {
      'sales-order.yaml': `fields:
  date: { from: $day(sold_at) }
  date: { from: $day(sold_at) }
`,
    },
    says: ['mappings/acme/sales-order.yaml:3:3 is not YAML: Map keys must be unique'],
  },
  {
    name: 'what is no YAML',
    own: {
      'sales-order.yaml': `fields: {
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:2:1 is not YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ],
  },
  {
    name: 'an alias to nothing',
    own: {
      'sales-order.yaml': `fields: *base
`,
    },
    says: [
      'mappings/acme/sales-order.yaml:1:1 is not YAML: Unresolved alias (the anchor must be set before the alias): base',
    ],
  },
  {
    name: 'a file that is none',
    own: {
      'account.yaml': `accounts: {}
`,
    },
    says: ['mappings/acme/account.yaml:1:1 is no file of a profile; did you mean accounts.yaml?'],
  },
  {
    name: 'a base that is none',
    own: {
      'profile.yaml': `name: acme
version: 1
extends: p21-defualt
changelog:
  - { version: 1, date: 2026-11-21, what: 'x' }
`,
    },
    says: ['mappings/acme/profile.yaml:3:1 extends must be one of p21-default, sap-ecc-default'],
  },
  {
    name: 'a base of another ERP',
    own: {
      'profile.yaml': `name: acme
version: 1
extends: sap-ecc-default
changelog:
  - { version: 1, date: 2026-11-21, what: 'x' }
`,
    },
    says: ["mappings/acme/profile.yaml:3:10 extends sap-ecc-default is not of this company's ERP, p21/facade"],
  },
  {
    name: 'a version without a word',
    own: {
      'profile.yaml': `name: acme
version: 2
extends: p21-default
changelog:
  - { version: 1, date: 2026-11-21, what: 'x' }
`,
    },
    says: ['mappings/acme/profile.yaml:4:1 changelog has no entry for version 2: say what it changes'],
  },
  {
    name: 'a house account without its number',
    own: {
      'customer.yaml': `settings: { guests: house_account }
`,
    },
    says: [
      "mappings/acme/customer.yaml:1:21 settings.guests needs house_account, the ERP's number of the customer for all guests",
    ],
  },
  {
    name: 'an owner that is none',
    own: {
      'customer.yaml': `owners: { name: strip }
`,
    },
    says: ['mappings/acme/customer.yaml:1:11 owners.name must be one of stripe, erp, newest'],
  },
];

describe('a profile is refused before it runs, with file, line, column, field and what was meant:', () => {
  it.each(wrongs)('$name', ({ own, says }) => {
    const files = filesWith(Object.fromEntries(Object.entries(own)));
    expect(complaintOf(() => loadProfile(files, { dir: 'mappings/acme', target: facadeTarget })).split('\n')).toEqual(
      says,
    );
  });
});
