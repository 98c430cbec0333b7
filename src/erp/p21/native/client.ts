import { z } from 'zod';
import { lost, watched, type Reply, type Request } from '../../http.ts';
import { authorised } from '../auth.ts';
import { understood } from '../classify.ts';
import { native } from '../dialects.ts';
import type { Outgoing } from '../http.ts';
import { createRouter, type SiteDoor } from './router.ts';
import { timeLimit } from '../../time-limit.ts';

type Ask = {
  /** For metrics and the log, `POST /transaction Order`: begins with the method, and holds no number and no query. */
  readonly route: string;
  /** With its query. */
  readonly path: string;
  /** Below the address of the UI server instead of `baseUrl`. */
  readonly ui?: true;
  readonly body?: object;
  readonly signal: AbortSignal | undefined;
};
/** @throws ErpError for everything but a success */
type Decode<T> = (request: Request, reply: Reply) => T;

export type NativeClient = { readonly send: <T>(ask: Ask, decode: Decode<T>) => Promise<T> };

/** One request to Prophet 21 and its answer, by any of its interfaces. */
export function createNativeClient(door: SiteDoor): NativeClient {
  const { agent, baseUrl, tokens, requestMs, onRequest } = door;
  const router = createRouter(door);

  async function toUiServer(outgoing: Outgoing): Promise<Reply> {
    const url = `${await router.address()}${outgoing.url}`;
    try {
      const reply = await native.exchange(agent, { ...outgoing, url });
      if (gone.has(reply.status)) router.forget();
      return reply;
    } catch (error) {
      router.forget();
      throw error;
    }
  }

  return {
    async send(ask, decode) {
      return watched(ask.route, onRequest, async (replied) => {
        const outgoing = prepared(ask, requestMs);
        const reply = await authorised(tokens, async (token) =>
          ask.ui
            ? toUiServer({ ...outgoing, token })
            : native.exchange(agent, { ...outgoing, url: `${baseUrl}${ask.path}`, token }),
        );
        replied(reply.status);
        return decode(outgoing, reply);
      });
    },
  };
}

/** What stands in for a UI server that is no longer there. */
const gone = new Set([404, 502, 503, 504]);

function prepared({ route, path, body, signal }: Ask, requestMs: number): Outgoing {
  const [method] = route.split(' ') as [Outgoing['method']];
  return {
    name: route,
    write: method !== 'GET',
    method,
    url: path,
    signal: timeLimit(requestMs, signal),
    ...(body && { body }),
  };
}

/** The body of a success, as it must be; numbers are decimal text. @throws ErpError for everything else */
export function read<T>(schema: z.ZodType<T>, request: Request, reply: Reply): T {
  const body = schema.safeParse(understood(request, reply, native));
  if (body.success) return body.data;
  const where = body.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw lost(request, `answered something that we can not read: ${where}`, body.error);
}

/** A document's number as Prophet 21 gives it: text of an error in its place is not taken for one. */
export const DocumentNumber = z.string().regex(/^\w[\w./-]{0,39}$/);
