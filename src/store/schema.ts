import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { LinkState } from '../domain/customer-sync/link.ts';
import type { EffectKey, EffectKind, EffectState } from '../domain/effects.ts';
import type { PaymentState, Reference } from '../domain/documents.ts';
import type { ErpReceipt } from '../erp/port.ts';

/** Filled by the database's clock, never by ours. */
type Time = ColumnType<Date, never, never>;
type Amount = { amount_minor: number | null; currency: string | null };
type Json<T extends object> = JSONColumnType<T>;

export type EffectTable = Amount & {
  key: EffectKey;
  ordinal: Generated<number>;
  company: string;
  kind: EffectKind;
  subject: string;
  part: string | null;
  generation: number;
  reference: Reference;
  /** Empty when a person settled the effect before it was ever tried. */
  fingerprint: string | null;
  flow: string;
  root: string;
  depends_on: EffectKey[];
  undoes: EffectKey | null;
  state: EffectState;
  profile: string | null;
  frozen: Buffer | null;
  note: string | null;
  lease_token: string | null;
  lease_until: Date | null;
  sent_by: string | null;
  sent_at: Date | null;
  /** Set while the outcome of a sending is not known; before that time nothing may be concluded from a lookup. */
  may_commit_until: Date | null;
  attempts: Generated<number>;
  receipt: JSONColumnType<ErpReceipt> | null;
  number: string | null;
  total_minor: number | null;
  total_currency: string | null;
  how: 'sent' | 'recovered' | 'by-hand' | null;
  error_code: string | null;
  error_where: string | null;
  created_at: Time;
  posted_at: Date | null;
};

type ClosureTable = { company: string; root: string; closed_at: Time; by: string; reason: string };

type AuditTable = {
  id: Generated<number>;
  xid: ColumnType<string, never, never>;
  at: Time;
  company: string;
  root: string | null;
  effect: string | null;
  what: string;
  by: string;
  facts: Json<object>;
};
type SealTable = {
  id: Generated<number>;
  horizon: string;
  entries: number;
  previous: string;
  hash: string;
  sealed_at: Time;
};

type CrosswalkTable = {
  company: string;
  kind: string;
  stripe_id: string;
  erp_id: string;
  origin: 'ours' | 'theirs';
  last_written_hash: string | null;
  linked_at: Time;
};
type InvoiceTable = {
  company: string;
  order_number: string;
  invoice_number: string;
  amount_minor: number;
  currency: string;
  changed_at: Date;
  told_at: Date | null;
};
type WatermarkTable = { company: string; name: string; value: string };

type OrderTable = {
  company: string;
  order_id: string;
  source: string;
  content_hash: string;
  details: Buffer;
  put_at: Time;
};
type PaymentTable = {
  company: string;
  order_id: string;
  payment: string;
  amount_minor: number;
  currency: string;
  state: PaymentState;
};

export type CaseTable = Amount & {
  case_id: string;
  company: string;
  flow: string;
  root: string;
  subject: string;
  kind: 'business' | 'connection' | 'defect';
  code: string;
  step: string | null;
  where: string | null;
  words: string | null;
  opened_at: Time;
  closed_at: Date | null;
  decision: string | null;
  by: string | null;
  reason: string | null;
  patch: Buffer | null;
  patched_at: Date | null;
  queue: string | null;
  due_by: Date | null;
  due_at: Date | null;
  escalated: Generated<number>;
  escalated_at: Date | null;
  refusal: string | null;
  closes: string | null;
};
type TroubleTable = {
  flow: string;
  step: string;
  code: string;
  where: string | null;
  words: string;
  noted_at: Time;
};

type LockTable = { name: string; token: string; until: Date };
type CompanyTable = {
  company: string;
  stripe_account: string;
  livemode: boolean;
  erp: string;
  erp_company: string;
  bound_at: Time;
};
type ProfileTable = {
  company: string;
  name: string;
  version: number;
  digest: string;
  files: Json<Readonly<Record<string, string>>>;
  promoted_at: Time;
  promoted_by: string;
  reason: string;
};
type ProfileChoiceTable = {
  company: string;
  root: string;
  version: number;
  by: string;
  reason: string;
  chosen_at: Time;
};

type ItemRecordTable = {
  company: string;
  number: string;
  description: string;
  discontinued: boolean;
  changed_at: string;
};
export type CustomerLinkTable = {
  company: string;
  stripe_id: string;
  clientele: string;
  erp_id: string;
  revision: number;
  state: Json<LinkState>;
  erp_mark: string | null;
  gone: boolean;
  looked_at: Time;
};

export type Schema = {
  effects: EffectTable;
  closures: ClosureTable;
  audit: AuditTable;
  seals: SealTable;
  crosswalk: CrosswalkTable;
  invoices: InvoiceTable;
  watermarks: WatermarkTable;
  orders: OrderTable;
  payments: PaymentTable;
  cases: CaseTable;
  troubles: TroubleTable;
  locks: LockTable;
  companies: CompanyTable;
  profiles: ProfileTable;
  profile_choices: ProfileChoiceTable;
  customer_links: CustomerLinkTable;
  item_records: ItemRecordTable;
};
