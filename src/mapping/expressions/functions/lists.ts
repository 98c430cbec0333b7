import { ExpressionFault } from '../fault.ts';
import { named } from './definition.ts';

const longestKey = 500;
/** What `$lookup` looks into. */
export const lookupTables = ['customers', 'items', 'accounts', 'crosswalk'] as const;

export const lists = [
  named({
    name: 'code',
    takes: [
      { name: 'key', kind: 'text' },
      { name: 'list', kind: 'text' },
      { name: 'default', kind: 'text', optional: true },
    ],
    gives: { is: 'text' },
    about: 'What a code list of lists.yaml has under a key; else the default, else nothing',
    examples: [
      { text: '$code("shopify", "channels")', gives: 'WEB' },
      { text: '$code("market", "channels", "OTHER")', gives: 'OTHER' },
      { text: '$code("market", "channels")', gives: undefined },
    ],
    run([key, list, otherwise], { lists: known }) {
      const entries = Object.hasOwn(known, list) ? known[list] : undefined;
      if (!entries) throw new ExpressionFault('failed', '$code names a list that lists.yaml does not have');
      return Object.hasOwn(entries, key) ? entries[key] : otherwise;
    },
  }),
  named({
    name: 'lookup',
    takes: [
      { name: 'table', kind: 'text' },
      // A guest has no number to look up: it is for the field's default then.
      { name: 'key', kind: 'text', optional: true },
    ],
    gives: { is: 'text' },
    about: 'What the product or the ERP knows under a key, as customers their numbers; nothing where nothing is known',
    examples: [
      { text: '$lookup("customers", "cus_1")', gives: '100198' },
      { text: '$lookup("customers", "cus_2")', gives: undefined },
      { text: '$lookup("customers", order.nothing)', gives: undefined },
    ],
    run([table, key], around) {
      if (key === undefined) return undefined;
      if (key.length > longestKey)
        throw new ExpressionFault('lookup', `$lookup takes keys of up to ${longestKey} characters`);
      return around.lookup(table, key);
    },
  }),
];
