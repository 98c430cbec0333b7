import { existsSync, readFileSync } from 'node:fs';
import { ZodError } from 'zod';
import type { Config } from '../../config.ts';
import type { ShopOrder } from '../../domain/shop-order.ts';
import { parseShopOrder } from '../../mapping/shop-order-schema.ts';
import { heard } from '../../stripe/events.ts';
import { Complaint, failed, type Terminal } from '../terminal.ts';
import { withDryDesk, type DryDesk } from './try-desk.ts';
import { documentsOf } from './try-documents.ts';
import { factsOf } from './try-facts.ts';
import { objectsIn, parseEvent, recordedStripe, type RecordedEvent } from './try-recorded.ts';
import { runAsJson, shownRun } from './try-shown.ts';

export type TryOptions = {
  readonly event?: string;
  readonly stripeId?: string;
  readonly company?: string;
  readonly version: string;
  readonly order?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
};

/** Maps one event or one payment without posting anything. Gives 1 when a document could not be mapped. */
export const tryMapping = (config: Config, options: TryOptions, { out }: Terminal): Promise<number> =>
  withDryDesk(config, options.company, async (desk) => {
    const order = options.order === undefined ? undefined : orderIn(options.order);
    const mapper = await desk.mapper(options.version);
    const { company, subject, unread } = subjectOf(desk, options);
    const facts = await factsOf({ company, store: desk.store, order }, subject);
    const run = await documentsOf(mapper, company, facts);
    const whole = { ...run, missing: [...run.missing, ...new Set(unread)] };
    out(options.json ? JSON.stringify(runAsJson(whole, mapper.label), undefined, 2) : shownRun(whole, mapper.label));
    return run.documents.some((one) => 'fault' in one) ? failed : 0;
  });

type Subject = {
  readonly company: DryDesk['company'];
  readonly subject: string;
  /** What neither the file nor Stripe could tell; it fills while it is read. */
  readonly unread: readonly string[];
};

function subjectOf({ company }: DryDesk, { event: file, stripeId, offline }: TryOptions): Subject {
  if ((file === undefined) === (stripeId === undefined))
    throw new Complaint('What is to be mapped? Add --event <file>, or --stripe-id <pi_…, ch_… or cus_…>');
  if (file === undefined) return { company, subject: stripeId ?? '', unread: [] };
  const event = parseEvent(textOf(file), file);
  const unread: string[] = [];
  const stripe = recordedStripe(
    {
      objects: objectsIn(event.data.object),
      ...(!offline && { live: company.stripe }),
      missing: (what) => void unread.push(`${what}: not in ${file}, and not read from Stripe`),
    },
    typeof event['api_version'] === 'string' ? event['api_version'] : undefined,
  );
  return { company: { ...company, stripe }, subject: subjectIn(event, file), unread };
}

function subjectIn({ type, data: { object } }: RecordedEvent, file: string): string {
  if (object['object'] === 'customer' && typeof object['id'] === 'string') return object['id'];
  const news = heard(type, object);
  if (typeof news === 'object' && 'subject' in news && !news.subject.startsWith('prod_')) return news.subject;
  if (typeof news === 'object' && 'unreadable' in news)
    throw new Complaint(`${file}: ${news.unreadable} can't be read`);
  throw new Complaint(`${file}: nothing is posted of an event ${type}`);
}

function orderIn(file: string): ShopOrder {
  try {
    return parseShopOrder(JSON.parse(textOf(file)));
  } catch (error) {
    if (error instanceof Complaint) throw error;
    const [issue] = error instanceof ZodError ? error.issues : [];
    const what = issue ? `order.${issue.path.join('.')}: ${issue.message}` : String(error);
    throw new Complaint(`${file} is no order as shops push them: ${what}`);
  }
}

function textOf(file: string): string {
  if (!existsSync(file)) throw new Complaint(`There is no file ${file}`);
  return readFileSync(file, 'utf8');
}
