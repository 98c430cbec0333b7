import { ErpError } from '../../errors.ts';
import type { DefinedElement } from './definition.ts';
import { meaningsOf, namesOf } from './fields-of-roles.ts';
import type { ByTransaction, Fields, Role } from './site.ts';
import type { Transactions } from './transactions.ts';
import { usualWays } from './usual-ways.ts';

/** How a site takes the documents of a role. */
export type Resolved =
  | { readonly role: Role; readonly found: 'as usual' | 'under another name'; readonly way: ByTransaction }
  | {
      readonly role: Role;
      readonly found: 'nowhere';
      /** Services that were looked at. */
      readonly looked: readonly string[];
      /** The one that lacks least, and what it has no field for, by its usual name. */
      readonly best?: Lacking;
    }
  /** The user may not open its window, or the site has no licence for it. */
  | { readonly role: Role; readonly found: 'forbidden'; readonly service: string; readonly why: string };
export type Lacking = { readonly service: string; readonly lacks: readonly string[] };

/** Asking one takes a second or so, and a site may have hundreds. */
const atMost = 400;

const sounds: Readonly<Record<Role, RegExp>> = {
  'cash-receipt': /receipt|cash/i,
  'customer-refund': /refund/i,
  'credit-memo': /credit.?memo/i,
  application: /open.?credit|appl/i,
};

type Looked = { readonly elements: readonly DefinedElement[] | undefined } | { readonly forbidden: string };
type Look = (service: string) => Promise<Looked>;

/**
 * Which services of a site take what differs from site to site, asked of the site itself: the usual one if it has a field
 * for everything, else the first that has, those that sound right before all others.
 */
export async function resolveWays(transactions: Transactions, signal?: AbortSignal): Promise<readonly Resolved[]> {
  const look = remembering(transactions, signal);
  const services = await transactions.services(signal);
  const resolved: Resolved[] = [];
  for (const role of Object.keys(usualWays) as Role[]) resolved.push(await resolve(role, services, look));
  return resolved;
}

/** Each service is asked for once, whichever roles look at it. */
function remembering(transactions: Transactions, signal: AbortSignal | undefined): Look {
  const known = new Map<string, Promise<Looked>>();
  const ask = async (service: string): Promise<Looked> => {
    try {
      return { elements: await transactions.definition(service, signal) };
    } catch (error) {
      if (error instanceof ErpError && error.code === 'unauthorized') return { forbidden: error.message };
      throw error;
    }
  };
  return (service) => {
    const asked = known.get(service) ?? ask(service);
    known.set(service, asked);
    return asked;
  };
}

type Verdict = { readonly service: string } & (
  | { readonly way: ByTransaction }
  | { readonly why: string }
  | { readonly lacks: readonly string[] }
  | { readonly absent: true }
);

async function resolve(role: Role, services: readonly string[], look: Look): Promise<Resolved> {
  const verdicts: Verdict[] = [];
  for (const service of candidates(role, services)) {
    const verdict = judged(role, service, await look(service));
    if ('way' in verdict) {
      const { way } = verdict;
      return { role, found: isUsual(role, way) ? 'as usual' : 'under another name', way };
    }
    // Nobody would look for another when the right one is only locked.
    if ('why' in verdict && service === usualWays[role].service) return { role, found: 'forbidden', ...verdict };
    verdicts.push(verdict);
  }
  return unresolved(role, verdicts);
}

function judged(role: Role, service: string, looked: Looked): Verdict {
  if ('forbidden' in looked) return { service, why: looked.forbidden };
  return looked.elements ? fitting(role, service, looked.elements) : { service, absent: true };
}

function unresolved(role: Role, verdicts: readonly Verdict[]): Resolved {
  const forbidden = verdicts.find((verdict) => 'why' in verdict && sounds[role].test(verdict.service));
  if (forbidden && 'why' in forbidden) return { role, found: 'forbidden', ...forbidden };
  const [best] = verdicts.filter((verdict) => 'lacks' in verdict).toSorted((a, b) => a.lacks.length - b.lacks.length);
  return { role, found: 'nowhere', looked: verdicts.map(({ service }) => service), ...(best && { best }) };
}

/** Money that goes the other way, or to vendors, however alike the windows are. */
const never: Readonly<Record<Role, RegExp>> = {
  'cash-receipt': /refund|memo|appl|revers|vendor|payable|^ap/i,
  'customer-refund': /receipt|revers|vendor|payable|^ap/i,
  'credit-memo': /revers|vendor|payable|^ap/i,
  application: /revers|vendor|payable|^ap(?!pl)/i,
};

/** The usual one first, then what sounds right, then what sounds like nothing. */
function candidates(role: Role, services: readonly string[]): readonly string[] {
  const usual = usualWays[role].service;
  const known = services.filter((service) => service !== usual && !never[role].test(service));
  const right = known.filter((service) => sounds[role].test(service));
  const rest = known.filter((service) => !Object.values(sounds).some((sound) => sound.test(service)));
  return [usual, ...right, ...rest].slice(0, atMost);
}

/** The way by this service, if one form of it and, where there are lines, one list have a field for everything. */
function fitting(role: Role, service: string, elements: readonly DefinedElement[]): Verdict {
  const meanings = meaningsOf(role);
  const usual: ByTransaction = usualWays[role];
  const form = closest(role, meanings.form, elements, 'Form');
  const list = closest(role, meanings.lines, elements, 'List');
  const lacks = [...form.lacks, ...list.lacks];
  if (form.name === undefined || lacks.length > 0) return { service, lacks };
  const fields = { ...form.fields, ...list.fields };
  const key = form.has.includes(usual.key)
    ? usual.key
    : (keyNames[role].find((name) => form.has.includes(name)) ?? usual.key);
  return {
    service,
    way: {
      by: 'transaction',
      service,
      form: form.name,
      key,
      ...(list.name !== undefined && { lines: list.name }),
      fields,
    },
  };
}

/** What the number may be called of what was made. */
const keyNames: Readonly<Record<Role, readonly string[]>> = {
  'cash-receipt': ['receipt_no', 'payment_number', 'payment_no'],
  'customer-refund': ['refund_no', 'payment_number', 'payment_no'],
  'credit-memo': ['credit_memo_no', 'memo_no', 'invoice_number'],
  application: ['receipt_no', 'payment_number', 'payment_no'],
};

type Close = {
  readonly name?: string;
  readonly has: readonly string[];
  readonly fields: Fields;
  readonly lacks: readonly string[];
};

/** The element of a type that lacks least. */
function closest(
  role: Role,
  meanings: readonly string[],
  elements: readonly DefinedElement[],
  type: DefinedElement['type'],
): Close {
  const nothing = { has: [], fields: {}, lacks: meanings.map((meaning) => namesOf(role, meaning)[0] ?? meaning) };
  if (meanings.length === 0) return nothing;
  return elements
    .filter((element) => element.type === type)
    .map((element) => ({ name: element.name, has: element.fields, ...named(role, meanings, element.fields) }))
    .reduce<Close>((best, each) => (each.lacks.length < best.lacks.length ? each : best), nothing);
}

/** What is called as usual is taken first, so that nothing else takes it; no field means two things. */
function named(role: Role, meanings: readonly string[], has: readonly string[]): Pick<Close, 'fields' | 'lacks'> {
  const free = new Set(has);
  const fields: Record<string, string> = {};
  const take = (meaning: string, names: readonly string[]): void => {
    const name = names.find((each) => free.has(each));
    if (name === undefined || meaning in fields) return;
    fields[meaning] = name;
    free.delete(name);
  };
  for (const meaning of meanings) take(meaning, namesOf(role, meaning).slice(0, 1));
  for (const meaning of meanings) take(meaning, namesOf(role, meaning));
  const lacks = meanings
    .filter((meaning) => !(meaning in fields))
    .map((meaning) => namesOf(role, meaning)[0] ?? meaning);
  return { fields, lacks };
}

function isUsual(role: Role, way: ByTransaction): boolean {
  const usual: ByTransaction = usualWays[role];
  const same = Object.entries(usual.fields).every(([meaning, field]) => way.fields[meaning] === field);
  return same && (['service', 'form', 'key', 'lines'] as const).every((name) => way[name] === usual[name]);
}
