import { Router } from 'express';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { envelope } from '../../errors.ts';
import { renamed } from '../definitions/definition.ts';
import { partIn } from '../definitions/roles.ts';
import type { NativeSite } from '../native-site.ts';
import { createAsyncQueue } from './async-queue.ts';
import { callBack, readCallback } from './callbacks.ts';
import { noMatch } from './failures.ts';
import { printOrder, wantedOrder } from './order-answers.ts';
import { createPosting } from './posting.ts';
import { createSessions } from './sessions.ts';
import type { Transaction, TransactionSet } from './transaction-set.ts';
import { answerOf, readTransactionSet } from './transaction-set.ts';
import type { Window } from './windows.ts';
import { blank, windowOf } from './windows.ts';

const ASYNC = '/api/v2/transaction/async';
const unreadable = 'The transaction set could not be read';

/** The Transaction API; its paths are relative to the UI server's, `uiPath`. Bodies hold text only. */
export function transactionRoutes(site: NativeSite, { uiPath }: { readonly uiPath: string }): Router {
  const router = Router();
  const post = createPosting(site);
  const inSession = createSessions(site.habits);
  const queue = createAsyncQueue();
  const { openWindow, refuse } = createDoors(site);

  const carryOut =
    ({ UseCodeValues }: TransactionSet, { file }: Window, isCommand: boolean) =>
    (one: Transaction) =>
      (partIn(file).role === 'reversal') === isCommand
        ? post(file, one, UseCodeValues)
        : { failure: noMatch().message };
  const answer = (req: Request, res: Response, isCommand: boolean): void => {
    const set = readTransactionSet(req.body);
    if (!set) return refuse(res, unreadable);
    const window = openWindow(res, set.Name);
    if (!window) return;
    const act = carryOut(set, window, isCommand);
    const outcomes = set.Transactions.map((one) => inSession(() => act(one)));
    res.json(answerOf(set, outcomes));
  };
  const enqueue = (body: unknown, res: Response, done?: (shown: object) => void): void => {
    const set = readTransactionSet(body);
    if (!set) return refuse(res, unreadable);
    const window = openWindow(res, set.Name);
    if (!window) return;
    const request = queue.add(() => answerOf(set, set.Transactions.map(carryOut(set, window, false))), done);
    res.status(202).location(`${uiPath}${ASYNC}?id=${request.RequestId}`).json(request);
  };
  const shows = (path: string, show: (window: Window) => object) =>
    router.get(`/api/v2/${path}/:service`, (req, res) => {
      const window = openWindow(res, req.params.service);
      if (window) res.json(show(window));
    });

  router.get('/api/v2/services', (_req, res) => void res.json([...site.services.keys()]));
  shows('definition', ({ definition, service }) => renamed(definition, service));
  shows('defaults', (window) => blank(window, false));
  shows('basics', (window) => blank(window, true));
  router.post('/api/v2/transaction', (req, res) => answer(req, res, false));
  router.post('/api/v2/commands', (req, res) => answer(req, res, true));
  router.post('/api/v2/transaction/get', (req, res) => getOrder(site, openWindow, refuse, req, res));
  router.post(ASYNC, (req, res) => enqueue(req.body, res));
  router.post(`${ASYNC}/callback`, (req, res) => {
    const wanted = readCallback(req.body);
    if (wanted) enqueue(wanted.content, res, callBack(wanted.url));
    else refuse(res, 'The callback could not be read');
  });
  router.get(ASYNC, (req, res) => {
    const found = queue.find(new URL(req.originalUrl, 'http://p21').searchParams.get('id') ?? '');
    if (found) res.json(found);
    else refuse(res, 'There is no such request', 404);
  });
  router.use(broken(refuse));
  return router;
}

type Refuse = (res: Response, text: string, status?: number) => void;
type OpenWindow = (res: Response, service: string) => Window | undefined;

function createDoors({ erp, ...site }: NativeSite) {
  const refuse: Refuse = (res, text, status = 500) =>
    void res.status(status).json(envelope('P21.Common.Exceptions.BusinessException', text, erp.clock.now()));
  /** Answers in its stead where there is no window: with an empty 500 for a service that isn't there (V). */
  const openWindow: OpenWindow = (res, service) => {
    const window = windowOf({ erp, ...site }, service);
    if (typeof window === 'object') return window;
    if (window === undefined) res.status(500).end();
    else refuse(res, window);
    return undefined;
  };
  return { openWindow, refuse };
}

/** Only orders can be looked at by their window here. */
function getOrder(site: NativeSite, openWindow: OpenWindow, refuse: Refuse, req: Request, res: Response): void {
  const body = req.body as unknown;
  const service = (body as { ServiceName?: unknown } | null | undefined)?.ServiceName;
  if (typeof service !== 'string') return refuse(res, unreadable);
  const window = openWindow(res, service);
  if (!window) return;
  const part = partIn(window.file);
  const number = part.role === 'order' ? wantedOrder(body, part) : undefined;
  const order = number === undefined ? undefined : site.erp.orders.find(number);
  if (order) res.json(printOrder(site, part, service, order));
  else refuse(res, noMatch().message);
}

/** Express knows an error handler by its four parameters. */
const broken =
  (refuse: Refuse): ErrorRequestHandler =>
  (error: unknown, _req, res, _next) =>
    refuse(res, error instanceof Error ? error.message : String(error));
