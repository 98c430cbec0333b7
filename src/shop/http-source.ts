import { request, type Dispatcher } from 'undici';
import { ZodError } from 'zod';
import type { ShopOrder } from '../domain/shop-order.ts';
import { ShopFault, type ShopFaultCode } from './fault.ts';

type Options = {
  /** `https://shop.example/orders/{order}`. */
  readonly url: string;
  /** The whole header, as `Bearer …`; read for every request, so that a rotated secret counts at once. */
  readonly authorization?: () => string;
  readonly timeoutMs: number;
  /** Reads the shop's JSON; a ZodError names the field at fault. */
  readonly parse: (json: unknown) => ShopOrder;
};
export type OrderSource = { find(orderId: string): Promise<ShopOrder | undefined> };

/** An order of more than that is no order. */
const mostBytes = 2_000_000;

/** Orders that are asked of the shop. `find` gives nothing where the shop says that it has no such order. @throws ShopFault */
export const createHttpOrderSource = (options: Options): OrderSource => ({
  async find(orderId) {
    const answer = await fetched(options, orderId);
    if (answer.statusCode === 404) return discard(answer);
    if (answer.statusCode !== 200) throw await refusal(answer);
    const order = parsed(options, await textOf(answer));
    if (order.id === orderId) return order;
    throw new ShopFault('invalid', 'The shop answered with another order than the one that was asked for', {
      where: 'id',
    });
  },
});

async function fetched({ url, authorization, timeoutMs }: Options, orderId: string): Promise<Dispatcher.ResponseData> {
  const header = authorization?.();
  try {
    return await request(url.replaceAll('{order}', encodeURIComponent(orderId)), {
      headers: { accept: 'application/json', ...(header && { authorization: header }) },
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw unreachable(cause);
  }
}

const unreachable = (cause: unknown) =>
  new ShopFault('unavailable', 'The shop did not answer in time, or not at all: check companies.*.orders.http.url', {
    cause,
  });

const codes: Readonly<Record<number, ShopFaultCode>> = {
  400: 'rejected',
  401: 'unauthorized',
  403: 'unauthorized',
  408: 'unavailable',
  429: 'throttled',
};

async function refusal(answer: Dispatcher.ResponseData): Promise<ShopFault> {
  const { statusCode, headers } = answer;
  await discard(answer);
  const code = codes[statusCode] ?? (statusCode >= 500 ? 'unavailable' : 'rejected');
  const seconds = headers['retry-after'];
  const retryAfterMs = typeof seconds === 'string' && /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
  return new ShopFault(code, `The shop answered ${statusCode}${advice[code] ?? ''}`, {
    ...(retryAfterMs && { retryAfterMs }),
  });
}

const advice: Partial<Readonly<Record<ShopFaultCode, string>>> = {
  unauthorized: ': check companies.*.orders.http.auth',
  rejected: ': check companies.*.orders.http.url, and that the shop knows such an id',
};

/** Bodies are read to their end, or the connection could not be used again. */
async function discard(answer: Dispatcher.ResponseData): Promise<undefined> {
  await answer.body.dump().catch(() => undefined);
  return undefined;
}

async function textOf({ body }: Dispatcher.ResponseData): Promise<string> {
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes)
        throw new ShopFault('invalid', `The shop's answer is longer than ${mostBytes} bytes`, { where: 'body' });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    throw error instanceof ShopFault ? error : unreachable(error);
  }
}

function parsed({ parse }: Options, text: string): ShopOrder {
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof ZodError) throw new ShopFault('invalid', problemOf(cause), { where: pathOf(cause), cause });
    if (cause instanceof SyntaxError)
      throw new ShopFault('invalid', "The shop's answer is not JSON", { where: 'body', cause });
    throw new ShopFault('invalid', cause instanceof Error ? cause.message : 'The order can not be read', {
      where: 'order',
      cause,
    });
  }
}

const pathOf = ({ issues }: ZodError): string => ['order', ...(issues[0]?.path ?? [])].map(String).join('.');
const problemOf = (error: ZodError): string =>
  `The shop's order can not be read at ${pathOf(error)}: ${error.issues[0]?.message ?? 'unknown trouble'}`;
