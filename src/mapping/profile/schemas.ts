import { z } from 'zod';
import type { TargetField } from '../documents/catalogue.ts';
import { catalogues } from '../documents/catalogues.ts';
import { accountFacts, documentNames, sharedFields, type DocumentName } from './profile.ts';
import { journalTypes, roleNames, roles } from './roles.ts';

/** The form of every file of a profile: checked by it when loaded, and told to editors as JSON Schema. */
const text = z.string().min(1, 'is empty');
const about = <T extends z.ZodType>(schema: T, description: string): T => schema.describe(description);
const fromEntries = <K extends string, V>(keys: readonly K[], of: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, V>;

const field = z
  .strictObject({
    from: about(text, 'JSONata: what the field is made of').optional(),
    value: about(text, 'constant text').optional(),
    list: about(text, 'code list of lists.yaml that translates what came').optional(),
    default: about(text, 'when nothing came').optional(),
    note: about(text, 'for people').optional(),
    remove: about(z.literal(true), 'takes out what the base fills').optional(),
  })
  .superRefine(({ from, value, remove, list, default: otherwise }, context) => {
    const ways = [from, value, remove].filter((way) => way !== undefined).length;
    if (ways === 0)
      context.addIssue({
        code: 'custom',
        message: 'has neither from (an expression) nor value (a constant): give it one',
      });
    if (ways > 1)
      context.addIssue({ code: 'custom', message: 'has more than one of from, value and remove: keep one' });
    if (value !== undefined && (list !== undefined || otherwise !== undefined))
      context.addIssue({
        code: 'custom',
        message: 'is a constant, which no list and no default can change: leave them out',
      });
  });
export type RawField = z.output<typeof field>;

const fieldsOf = (targets: Readonly<Record<string, TargetField>>) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(targets).map(([name, target]) => [
        name,
        about(field, `${target.about} (${target.type}${target.required ? ', required' : ''})`).optional(),
      ]),
    ),
  );
const extra = about(z.record(text, field), 'fields of one ERP').optional();

const documentSchema = (name: DocumentName) => {
  const { fields, lines } = catalogues[name];
  const head = { fields: fieldsOf(fields).optional(), extra };
  return lines ? z.strictObject({ ...head, lines: fieldsOf(lines).optional() }) : z.strictObject(head);
};

const role = z.enum(roleNames as [(typeof roleNames)[number]]);
const journalLine = z
  .strictObject({
    debit: about(role, 'role of the account that is debited').optional(),
    credit: about(role, 'role of the account that is credited').optional(),
    amount: about(field, catalogues.journal.lines?.['amount']?.about ?? ''),
    text: about(field, catalogues.journal.lines?.['text']?.about ?? ''),
  })
  .superRefine(({ debit, credit }, context) => {
    if ((debit === undefined) === (credit === undefined))
      context.addIssue({ code: 'custom', message: 'must have one of debit and credit' });
  });
export type RawJournalLine = z.output<typeof journalLine>;
const journal = z.strictObject({
  fields: fieldsOf(catalogues.journal.fields).optional(),
  extra,
  entries: z
    .strictObject(
      fromEntries(journalTypes, (type) => about(z.array(journalLine).min(2), `lines of ${type}`).optional()),
    )
    .optional(),
});

const customerParts = {
  settings: z
    .strictObject({
      guests: about(z.enum(['one_time', 'house_account']), 'a customer for each guest, or one for all').optional(),
      house_account: about(text, "the ERP's number of the customer for all guests").optional(),
      create: about(z.enum(['at_payment', 'at_once']), 'when a customer of Stripe gets one in the ERP').optional(),
    })
    .optional(),
  owners: z
    .strictObject(
      fromEntries(sharedFields, (name) =>
        about(z.enum(['stripe', 'erp', 'newest']), `who decides about ${name}`).optional(),
      ),
    )
    .optional(),
};

const rule = z
  .strictObject({ when: about(text, 'CEL').optional(), note: text.optional(), remove: z.literal(true).optional() })
  .superRefine(({ when, remove }, context) => {
    if ((when === undefined) === (remove === undefined))
      context.addIssue({
        code: 'custom',
        message: "must have one of when (a condition) and remove (of the base's rule)",
      });
  });
const rules = z.strictObject({
  rules: z
    .strictObject({
      direct_invoice: about(rule, 'sales that are invoiced at payment').optional(),
      hold: about(rule, 'orders that are held').optional(),
      review: about(rule, 'payments that a person should look at: their orders are held').optional(),
      refund_approval: about(rule, 'refunds that somebody else than who asks for them must approve').optional(),
    })
    .optional(),
});

const accountCase = z
  .strictObject({
    when: z.strictObject(fromEntries(accountFacts, () => text.optional())).optional(),
    rule: about(text, 'CEL').optional(),
    account: text,
  })
  .superRefine(({ when, rule: condition }, context) => {
    if (condition === undefined && Object.keys(when ?? {}).length === 0)
      context.addIssue({
        code: 'custom',
        message: 'names no condition: write when or rule, or make it the account of the role',
      });
  });
const determination = z
  .strictObject({
    account: about(text, 'where no case fits').optional(),
    ask: about(z.literal(true), 'a person is asked where no case fits').optional(),
    cases: z.array(accountCase).optional(),
  })
  .superRefine(({ account, ask }, context) => {
    if ((account === undefined) === (ask === undefined))
      context.addIssue({ code: 'custom', message: 'must have one of account and ask: true, for where no case fits' });
  });
export type RawDetermination = z.output<typeof determination>;
const accounts = z.strictObject({
  accounts: z.strictObject(fromEntries(roleNames, (name) => about(determination, roles[name].about).optional())),
});

const rate = text.regex(/^\d{1,3}(\.\d{1,6})?$/, 'must be percent as text, as in 19 or 7.7');
const jurisdiction = text.regex(
  /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/,
  'must be a country or a country and a state, as in DE or US-CA',
);
const taxCodes = z.strictObject({
  tax_codes: z
    .array(z.strictObject({ jurisdiction: jurisdiction.optional(), rate: rate.optional(), code: text }))
    .optional(),
  otherwise: z
    .union([z.literal('ask'), z.strictObject({ code: text })], { error: 'must be ask, or as in { code: TAXABLE }' })
    .optional(),
});

const positive = z.int('must be a whole number from 1').min(1).max(1_000_000);
const kitPart = z.strictObject({
  item: text,
  quantity: about(positive, 'of one kit'),
  share: about(positive, 'weight of its part of the price'),
  class: text.optional(),
});
const item = z
  .strictObject({
    sku: text.optional(),
    product: text.regex(/^prod_\w+$/, "must be Stripe's id of a product, as in prod_123").optional(),
    price: text.regex(/^(price|plan)_\w+$/, "must be Stripe's id of a price, as in price_123").optional(),
    item: about(text, "the ERP's item").optional(),
    kit: about(z.array(kitPart).min(1, 'has no parts'), 'the parts that it is').optional(),
    class: about(text, 'product class, for the determination of accounts').optional(),
    merge: about(text, 'lines of the same name become one').optional(),
  })
  .superRefine((entry, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message });
    if (!entry.sku && !entry.product && !entry.price) say('names no sku, product or price: give it one');
    if ((entry.item === undefined) === (entry.kit === undefined)) say('must have one of item and kit');
    if (entry.merge && entry.kit) say('is a kit, which can not be merged: leave merge out');
  });
export type RawItem = z.output<typeof item>;
const items = z.strictObject({
  items: z.array(item).optional(),
  otherwise: z
    .union([z.enum(['same', 'ask']), z.strictObject({ item: text })], {
      error: 'must be same, ask, or as in { item: MISC }',
    })
    .optional(),
  shipping: about(text, 'the item that stands for shipping').optional(),
  rounding: about(text, 'the item that stands for rounding').optional(),
  rounding_limit: about(z.int().min(0).max(1000), 'minor units that a rounding line may even out').optional(),
});

const lists = z.strictObject({
  lists: z.record(text, about(z.record(text, z.string()), 'what comes, and what it becomes')).optional(),
});

const version = z.int().min(1).max(1_000_000);
const profile = z.strictObject({
  name: text.regex(/^[A-Za-z0-9-]{1,60}$/, 'must be letters, digits and "-"'),
  version: about(version, 'counts up by one with every change that goes live'),
  extends: about(
    z.enum(['p21-default', 'sap-ecc-default']),
    'the base that fills whatever these files leave out',
  ).optional(),
  changelog: z
    .array(
      z.strictObject({
        version,
        date: text.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, as in 2026-11-21'),
        what: text,
      }),
    )
    .min(1, 'is empty: say what this version is'),
});

const documents = fromEntries(documentNames, documentSchema);
export const schemas = {
  profile,
  ...documents,
  journal,
  customer: documents.customer.extend(customerParts),
  rules,
  accounts,
  'tax-codes': taxCodes,
  items,
  lists,
} as const;
export type PageName = keyof typeof schemas;
export const pageNames = Object.keys(schemas) as readonly PageName[];
/** What stands in a file, in its own words. */
export type Raw = { readonly [Name in PageName]: z.output<(typeof schemas)[Name]> };
