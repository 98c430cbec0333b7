import type { Owner } from '../../domain/customer-sync/decide.ts';
import type { SharedField } from '../../domain/customer-sync/values.ts';
import type { JournalType, Role } from './roles.ts';

/** Where something stands in a profile, for messages. Lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** How one field is filled: by an expression or a constant, translated by a code list, with a default. */
export type FieldMapping = {
  /** JSONata. */
  readonly from?: string;
  readonly value?: string;
  /** Name of the code list that translates what came. */
  readonly list?: string;
  /** When nothing came. */
  readonly default?: string;
  /** For people. */
  readonly note?: string;
  /** Of the expression's or constant's first character. */
  readonly place: Place;
};
export type FieldMappings = Readonly<Record<string, FieldMapping>>;

/** The documents that a profile maps, by the name of their file. */
export const documentNames = [
  'sales-order',
  'invoice',
  'credit-memo',
  'cash-receipt',
  'customer-refund',
  'journal',
  'customer',
  'item',
] as const;
export type DocumentName = (typeof documentNames)[number];

export type DocumentMapping = {
  /** Neutral fields; `ship_to.city` is a field of a field. */
  readonly fields: FieldMappings;
  readonly lines: FieldMappings;
  /** Fields of one ERP. */
  readonly extra: FieldMappings;
};

/** One line of a journal entry: an account's role, its side, the amount. */
export type JournalLine = {
  readonly account: Role;
  readonly side: 'debit' | 'credit';
  readonly amount: FieldMapping;
  readonly text: FieldMapping;
};
export type Journals = Readonly<Record<JournalType, readonly JournalLine[]>>;

/** A rule in CEL; amounts in it are whole numbers of minor units. */
export type RuleText = { readonly when: string; readonly note?: string; readonly place: Place };
export type Rules = {
  readonly direct_invoice?: RuleText;
  readonly hold?: RuleText;
  /** Payments that a person should look at: their orders are held in the ERP too, where the person releases them. */
  readonly review?: RuleText;
  /** Refunds asked for by `quittance refund` or the API that somebody else must approve. */
  readonly refund_approval?: RuleText;
};

/** The first case that fits gives the account; `when` compares facts with texts, `rule` is CEL. */
export type AccountCase = {
  readonly when: Readonly<Partial<Record<AccountFact, string>>>;
  readonly rule?: string;
  readonly account: string;
  readonly place: Place;
};
export const accountFacts = ['transaction', 'currency', 'payment_method', 'product_class'] as const;
export type AccountFact = (typeof accountFacts)[number];
export type Determination = {
  readonly cases: readonly AccountCase[];
  /** `ask`: where no case fits, a person is asked. */
  readonly otherwise: { readonly account: string } | 'ask';
  readonly place: Place;
};
export type Accounts = Readonly<Record<Role, Determination>>;

/** The first that fits gives the ERP's tax code. Jurisdiction: `DE`, or `US-CA`. */
export type TaxCode = {
  readonly jurisdiction?: string;
  /** Percent as text. */
  readonly rate?: string;
  readonly code: string;
  readonly place: Place;
};
export type TaxCodes = { readonly codes: readonly TaxCode[]; readonly otherwise: { readonly code: string } | 'ask' };

/** What a line of the shop is in the ERP. `sku`, `product` and `price`: those that are named must all fit. */
export type ItemMatch = { readonly sku?: string; readonly product?: string; readonly price?: string };
export type KitPart = {
  readonly item: string;
  /** Of one kit. */
  readonly quantity: number;
  /** Weight of its part of the price, a whole number. */
  readonly share: number;
  readonly class?: string;
};
export type ItemEntry = {
  readonly match: ItemMatch;
  readonly item?: string;
  readonly kit?: readonly KitPart[];
  /** Product class, for account determination. */
  readonly class?: string;
  /** Lines of the same name become one, of this item. */
  readonly merge?: string;
  readonly place: Place;
};
export type Items = {
  readonly entries: readonly ItemEntry[];
  /** What is not among them: the SKU is the ERP's item (`same`), one item for all, or a person is asked. */
  readonly otherwise: 'same' | 'ask' | { readonly item: string };
  readonly shipping: string;
  readonly rounding: string;
  /** Minor units that a rounding line may even out. */
  readonly roundingLimit: number;
};

export type Lists = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type CustomerSettings = {
  readonly guests: 'one_time' | 'house_account';
  readonly houseAccount?: string;
  /** When a customer of Stripe gets one in the ERP. */
  readonly create: 'at_payment' | 'at_once';
  readonly owners: Readonly<Record<SharedField, Owner>>;
};
export { sharedFields } from '../../domain/customer-sync/values.ts';
export type { Owner, SharedField };

export type Change = { readonly version: number; readonly date: string; readonly what: string };

/** A company's profile, its base's files included: all that differs between companies. Checked, so it may run. */
export type Profile = {
  readonly name: string;
  /** Counts up by one with every change that goes live. */
  readonly version: number;
  /** Shipped with the product, by its own version. */
  readonly base?: { readonly name: string; readonly version: number };
  readonly changelog: readonly Change[];
  readonly documents: Readonly<Record<DocumentName, DocumentMapping>>;
  readonly journals: Journals;
  readonly rules: Rules;
  readonly accounts: Accounts;
  readonly taxCodes: TaxCodes;
  readonly items: Items;
  readonly lists: Lists;
  readonly customers: CustomerSettings;
};

/** The texts of a profile's files by their path (`sales-order.yaml`, `base/sales-order.yaml`): enough to load it again, for ever. */
export type ProfileFiles = Readonly<Record<string, string>>;

/** `acme@3`: what effects are marked with. */
export const profileLabel = ({ name, version }: Pick<Profile, 'name' | 'version'>): string => `${name}@${version}`;
