import type { Socket } from 'node:net';
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { createTimers } from './timers.ts';

const kinds = [
  'timeout-before-commit',
  'timeout-after-commit',
  'late-commit',
  'reset-before-commit',
  'reset-after-commit',
  'status',
  'status-after-commit',
  'ok-with-error',
  'html-error',
  'slow',
  'outage',
] as const;
type FaultKind = (typeof kinds)[number];

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

const faultSchema = z.strictObject({
  kind: z.enum(kinds),
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      /** A regular expression, tried on the path alone and on the path with its query. */
      path: z.string().refine(isPattern, 'not a regular expression, for example "^/api/v2/salesorders$"').optional(),
      /** A regular expression, tried on the body, where one path has many purposes; JSON without blanks. */
      body: z.string().refine(isPattern, 'not a regular expression, for example "BAPI_TRANSACTION_COMMIT"').optional(),
    })
    .default({}),
  /** How many requests it befalls; an outage befalls all of its time. */
  count: z.int().positive().default(1),
  delayMs: z.int().nonnegative().default(1_000),
  status: z.int().min(400).max(599).optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
  /** Sent instead of the simulator's own error: an object as JSON, a string as it is. */
  body: z.unknown().optional(),
  /** How long an outage lasts, from the moment that it was asked for. */
  forMs: z.int().positive().default(5_000),
});
export type FaultSpec = z.input<typeof faultSchema>;
type Fault = z.output<typeof faultSchema> & {
  readonly id: number;
  readonly until: number;
  left: number;
  fired: number;
};

/** A header of people at the system's own screen, who see what was saved: faults befall only those who call from afar. */
export const atTheScreen = 'x-at-the-screen';

type Options = {
  /** An error as the simulated system words it, for faults that name no body; status 200 for `ok-with-error`. */
  readonly errorBody: (status: number) => unknown;
};

type Trouble = {
  readonly fault: Fault;
  readonly req: Request;
  readonly res: Response;
  readonly run: () => void;
  readonly hold: (socket: Socket) => void;
  readonly later: (act: () => void, delayMs: number) => void;
  readonly errorBody: Options['errorBody'];
};

/** What each kind does to one request: `run` lets the handler have it, everything else happens around it. */
const troubles: Readonly<Record<FaultKind, (trouble: Trouble) => void>> = {
  'timeout-before-commit': ({ req, hold }) => hold(req.socket),
  'timeout-after-commit': ({ req, res, run, hold }) => {
    hold(req.socket);
    insteadOfReply(res, () => {});
    run();
  },
  'late-commit': ({ fault, req, res, run, hold, later }) => {
    hold(req.socket);
    insteadOfReply(res, () => {});
    later(run, fault.delayMs);
  },
  'reset-before-commit': ({ req }) => req.socket.destroy(),
  'reset-after-commit': ({ req, res, run }) => {
    insteadOfReply(res, () => req.socket.destroy());
    run();
  },
  status: (trouble) => answer(trouble, 503),
  'status-after-commit': (trouble) => {
    insteadOfReply(trouble.res, () => answer(trouble, 500));
    trouble.run();
  },
  'ok-with-error': (trouble) => answer(trouble, 200),
  'html-error': ({ fault, res }) => {
    const page = '<html><body><h1>Bad Gateway</h1></body></html>';
    res
      .status(fault.status ?? 502)
      .type('html')
      .send(typeof fault.body === 'string' ? fault.body : page);
  },
  slow: ({ fault, run, later }) => later(run, fault.delayMs),
  outage: (trouble) => {
    if (trouble.fault.status === undefined) trouble.req.socket.destroy();
    else answer(trouble, trouble.fault.status);
  },
};

/**
 * Makes a simulator misbehave on demand. Mount `admin` at `/_sandbox/faults`, then the body parser, then `intercept`,
 * then the routes: a late commit runs after the client has gone, when its body could no longer be read.
 */
export function createFaults({ errorBody }: Options) {
  const armed: Fault[] = [];
  const fired: Partial<Record<FaultKind, number>> = {};
  const held = new Set<Socket>();
  const { later, close: forgetTimers } = createTimers();
  let lastId = 0;

  const arm = (spec: FaultSpec): Fault => {
    const parsed = faultSchema.parse(spec);
    const fault: Fault = {
      ...parsed,
      id: (lastId += 1),
      until: Date.now() + parsed.forMs,
      left: parsed.count,
      fired: 0,
    };
    armed.push(fault);
    return fault;
  };

  const hold = (socket: Socket): void => {
    held.add(socket);
    socket.once('close', () => held.delete(socket));
  };

  const intercept: RequestHandler = (req, res, next) => {
    const isSpared = req.originalUrl.startsWith('/_sandbox') || req.headers[atTheScreen] !== undefined;
    const fault = isSpared ? undefined : take(armed, req);
    if (!fault) return next();
    fired[fault.kind] = (fired[fault.kind] ?? 0) + 1;
    return troubles[fault.kind]({ fault, req, res, run: () => next(), hold, later, errorBody });
  };

  const state = () => ({ armed: armed.filter(isAlive).map(shown), fired, held: held.size });

  return {
    intercept,
    arm: (spec: FaultSpec) => shown(arm(spec)),
    state,
    /** Disarms; what fired stays counted, for whoever judges afterwards. */
    clear: () => void armed.splice(0),
    admin: adminRouter({ arm, state, clear: () => void armed.splice(0) }),
    /** Releases every client that still waits, and forgets commits that have not happened yet. */
    close: () => {
      for (const socket of held) socket.destroy();
      forgetTimers();
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;

const isAlive = (fault: Fault): boolean => (fault.kind === 'outage' ? Date.now() < fault.until : fault.left > 0);

function take(armed: readonly Fault[], req: Request): Fault | undefined {
  const fault = armed.find((candidate) => isAlive(candidate) && matches(candidate, req));
  if (!fault) return undefined;
  fault.left -= 1;
  fault.fired += 1;
  return fault;
}

function matches({ match }: Fault, req: Request): boolean {
  if (match.method !== undefined && match.method !== req.method) return false;
  if (match.body !== undefined && !new RegExp(match.body).test(bodyOf(req))) return false;
  if (match.path === undefined) return true;
  const pattern = new RegExp(match.path);
  return pattern.test(req.originalUrl.split('?')[0] ?? '') || pattern.test(req.originalUrl);
}

const bodyOf = ({ body }: Request<unknown, unknown, unknown>): string =>
  typeof body === 'string' ? body : (JSON.stringify(body) ?? '');

/** The handler believes that it answers; `then` happens in place of its answer. */
function insteadOfReply(res: Response, then: () => void): void {
  let done = false;
  const ended = (): Response => {
    if (done) return res;
    done = true;
    for (const name of Object.keys(muted)) Reflect.deleteProperty(res, name);
    then();
    if (!res.writableEnded) Object.assign(res, muted);
    return res;
  };
  const muted = { end: ended, write: () => true, writeHead: () => res };
  Object.assign(res, muted);
}

function answer({ fault, res, errorBody }: Trouble, usual: number): void {
  const status = fault.kind === 'ok-with-error' ? usual : (fault.status ?? usual);
  if (fault.retryAfterSeconds !== undefined) res.setHeader('retry-after', String(fault.retryAfterSeconds));
  for (const header of ['content-length', 'content-type', 'etag']) res.removeHeader(header);
  const body = fault.body ?? errorBody(status);
  res.status(status);
  if (typeof body === 'string') res.send(body);
  else res.json(body);
}

const shown = ({ id, kind, match, left, fired }: Fault) => ({ id, kind, match, left, fired });

type Admin = { arm: (spec: FaultSpec) => Fault; state: () => unknown; clear: () => void };

function adminRouter({ arm, state, clear }: Admin): Router {
  const router = express.Router();
  router.get('/', (_req, res) => void res.json(state()));
  router.delete('/', (_req, res) => {
    clear();
    res.json(state());
  });
  router.post('/', express.json(), (req: Request<unknown, unknown, FaultSpec>, res) => {
    const parsed = faultSchema.safeParse(req.body);
    if (parsed.success) res.status(201).json(shown(arm(req.body)));
    else res.status(400).json({ error: `This is not a fault: ${z.prettifyError(parsed.error)}` });
  });
  return router;
}
