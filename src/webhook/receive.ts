import type { Company } from '../config.ts';
import { newsIn, type News } from '../stripe/news.ts';
import type { ReceivedEvent } from '../workflows/messages.ts';

export type Read =
  | { readonly outcome: 'start'; readonly event: ReceivedEvent; readonly otherVersion?: string }
  | Exclude<News, { readonly outcome: 'start' }>;

/** Decides what a genuine body asks for; nothing outside is touched. */
export function read(body: Buffer, company: string, { stripe }: Company): Read {
  const news = newsIn(json(body), stripe);
  if (news.outcome !== 'start') return news;
  const { outcome, id: eventId, otherVersion, ...asked } = news;
  return { outcome, event: { company, eventId, ...asked }, ...(otherVersion && { otherVersion }) };
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
