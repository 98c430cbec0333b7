import { Readable } from 'node:stream';
import { Stripe } from 'stripe';
import { z } from 'zod';
import { Complaint } from '../terminal.ts';

type Recorded = { readonly id: string; readonly object: string } & Readonly<Record<string, unknown>>;
const isRecorded = (value: object): value is Recorded =>
  'id' in value && 'object' in value && typeof value.id === 'string' && typeof value.object === 'string';

const Event = z.looseObject({ type: z.string(), data: z.looseObject({ object: z.looseObject({}) }) });
export type RecordedEvent = z.infer<typeof Event>;

/** One event of Stripe, as its webhook or its dashboard gives it. @throws Complaint that says what else it is */
export function parseEvent(text: string, file: string): RecordedEvent {
  const json = jsonOf(text, file);
  const parsed = Event.safeParse(json);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new Complaint(`${file} is no event of Stripe: ${at || 'it'} is missing or of another kind`);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Complaint(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Everything in it that Stripe would give by its id. */
export function objectsIn(value: unknown): readonly Recorded[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return isRecorded(value) ? [value, ...inner] : inner;
}

/** Lists that are read for a payment: of which kind, and the field that says whose they are. */
const lists: Readonly<
  Record<string, { readonly object: string; readonly of: readonly (readonly [string, string])[] }>
> = {
  charges: { object: 'charge', of: [['payment_intent', 'payment_intent']] },
  balance_transactions: { object: 'balance_transaction', of: [['source', 'source']] },
  'checkout/sessions': { object: 'checkout.session', of: [['payment_intent', 'payment_intent']] },
  invoice_payments: { object: 'invoice_payment', of: [['payment[payment_intent]', 'payment']] },
};

type Answers = {
  readonly objects: readonly Recorded[];
  /** Asked for what the file does not hold; without it nobody is asked. */
  readonly live?: Pick<Stripe, 'rawRequest'> | undefined;
  /** Hears of what could not be read. */
  readonly missing: (what: string) => void;
};

/** A Stripe that answers from a file first. It changes nothing: what is no reading is refused here. */
export function recordedStripe(answers: Answers, apiVersion: string | undefined): Stripe {
  const client = Stripe.createNodeHttpClient();
  client.makeRequest = (...request) => answered(answers, request);
  return new Stripe('recorded', {
    httpClient: client,
    ...(apiVersion && { apiVersion: apiVersion as Stripe.LatestApiVersion }),
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

type Request = Parameters<Stripe.HttpClient['makeRequest']>;

async function answered({ objects, live, missing }: Answers, request: Request) {
  const [, , path, method] = request;
  if (method !== 'GET') throw new Error(`A dry run changes nothing at Stripe: ${method} ${path} was refused`);
  const url = new URL(path, 'https://api.stripe.com');
  const known = recordedAnswer(url, objects);
  if (known) return reply(200, known);
  const fresh = live && (await liveAnswer(live, path));
  if (fresh) return fresh;
  missing(`${url.pathname.slice('/v1/'.length)}${ownerIn(url)}`);
  return isList(url) ? reply(200, listOf([])) : reply(404, { error: { message: `${nameOf(url)} is not in the file` } });
}

const nameOf = ({ pathname }: URL): string => pathname.slice('/v1/'.length);
const isList = (url: URL): boolean => nameOf(url) in lists || nameOf(url).endsWith('/line_items');
const ownerIn = ({ searchParams }: URL): string => {
  const owner = [...searchParams].find(
    ([key]) => !['limit', 'starting_after'].includes(key) && !key.startsWith('expand'),
  );
  return owner ? ` of ${owner[1]}` : '';
};
const listOf = (data: readonly unknown[]) => ({ object: 'list', data, has_more: false });
const idIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'id' in value ? value.id : value;

function recordedAnswer(url: URL, objects: readonly Recorded[]): unknown {
  const list = lists[nameOf(url)];
  if (list) {
    const found = objects.filter(
      (one) =>
        one.object === list.object &&
        list.of.every(([asked, field]) => idIn(one[field]) === url.searchParams.get(asked)),
    );
    return found.length > 0 ? listOf(found) : undefined;
  }
  const [, id = '', part] = /^(?:checkout\/)?[a-z_]+\/([^/]+)(?:\/(.+))?$/.exec(nameOf(url)) ?? [];
  const object = objects.find((one) => one.id === decodeURIComponent(id));
  return part && object ? object[part] : object;
}

/** Stripe's own answer; nothing where it can't be reached. */
async function liveAnswer(live: Pick<Stripe, 'rawRequest'>, path: string) {
  try {
    return reply(200, await live.rawRequest('GET', path));
  } catch (error) {
    const refused = error instanceof Stripe.errors.StripeError && error.statusCode === 404;
    return refused ? reply(404, { error: { type: error.rawType, message: error.message } }) : undefined;
  }
}

const reply = (status: number, body: unknown) => ({
  getStatusCode: () => status,
  getHeaders: () => ({ 'request-id': 'recorded' }),
  getRawResponse: () => body,
  toStream: () => Readable.from([JSON.stringify(body)]),
  toJSON: () => Promise.resolve(body),
});
