import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Company } from '../config.ts';
import { alerts, answers, type Answer } from './answers.ts';
import { read } from './receive.ts';
import type { Start } from './start.ts';
import { verify } from './verify.ts';

export type Alert = {
  readonly kind: 'security' | 'configuration';
  readonly company: string;
  readonly code: string;
  readonly text: string;
};
type Line = Readonly<Record<string, string>>;
export type WebhookDeps = {
  readonly companies: Readonly<Record<string, Company>>;
  readonly start: Start;
  readonly alert: (alert: Alert) => void;
  readonly count: (answer: Answer, status: number) => void;
  readonly log: { info(line: Line, text: string): void; warn(line: Line, text: string): void };
  readonly bodyLimitKib: number;
  /** Health and metrics. */
  readonly router?: Router;
};

/** What came, once it is known for whom. */
type Delivery = { readonly company: string; readonly body: Buffer; readonly header: string | undefined };
type Told = { readonly answer: Answer; readonly line?: Line; readonly detail?: string };

/** `POST /webhooks/stripe/:company`: verify, name the nudge, start. Only Temporal is needed. */
export function createWebhook(deps: WebhookDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  if (deps.router) app.use(deps.router);
  const tell = teller(deps);
  // Only what is not genuine is limited, so that nobody can use up Stripe's own deliveries behind the same proxy.
  const limited = rateLimit({
    windowMs: 60_000,
    limit: 60,
    handler: (request, response) => tell(request, response, { answer: 'too-many' }),
  });
  const answer = async (request: Request, response: Response): Promise<void> => {
    const told = await receive(deps, deliveryOf(request));
    if (told.answer !== 'bad-signature') return tell(request, response, told);
    await limited(request, response, () => tell(request, response, told));
  };
  app.post(
    '/webhooks/stripe/:company',
    (request, response, next) => {
      if (Object.hasOwn(deps.companies, companyOf(request))) return next();
      tell(request, response, { answer: 'unknown-company' });
    },
    express.raw({ type: () => true, limit: deps.bodyLimitKib * 1_024 }),
    (request, response) => answer(request, response),
  );
  app.use((error: { readonly status?: number }, request: Request, response: Response, _next: NextFunction) =>
    tell(request, response, { answer: failures[error.status ?? 500] ?? 'failed' }),
  );
  return app;
}

/** The body parser's own words about a delivery. */
const failures: Readonly<Record<number, Answer>> = { 400: 'aborted', 413: 'too-large', 415: 'aborted' };
const companyOf = (request: Request): string => String(request.params['company'] ?? '');
const deliveryOf = (request: Request): Delivery => ({
  company: companyOf(request),
  body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  header: request.get('stripe-signature'),
});

async function receive(deps: WebhookDeps, { company, body, header }: Delivery): Promise<Told> {
  const settings = deps.companies[company];
  if (!settings) return { answer: 'unknown-company' };
  const { secrets, trouble } = readable(settings.stripe.webhookSecrets);
  if (secrets.length === 0) return { answer: 'no-secret', detail: trouble };
  const verdict = verify({ body, header, secrets, nowMs: Date.now() });
  if (verdict !== 'genuine') return { answer: 'bad-signature', detail: verdict };

  const found = read(body, company, settings);
  if (found.outcome === 'garbled') return { answer: 'garbled', detail: found.where };
  if (found.outcome !== 'start') return { answer: found.outcome, line: { event: found.id, type: found.type } };
  const { event, otherVersion } = found;
  if (otherVersion) raise(deps, company, 'api-version', otherVersion);
  const line = { event: event.eventId, type: event.type, stripeId: event.subject, flow: event.flow };
  return { answer: await deps.start(event), line };
}

/** While a secret is being rotated one of them may be missing for a moment. */
function readable(all: Company['stripe']['webhookSecrets']): {
  readonly secrets: readonly string[];
  readonly trouble: string;
} {
  const troubles: string[] = [];
  const secrets = all.flatMap((secret) => {
    try {
      return [secret.read()];
    } catch (error) {
      troubles.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  });
  return { secrets, trouble: troubles.join(' ') };
}

/** Counts, logs, alerts and answers; a body is never logged. */
const teller =
  (deps: WebhookDeps) =>
  (request: Request, response: Response, { answer, line = {}, detail = '' }: Told): void => {
    const status = answers[answer];
    const company = answer === 'unknown-company' ? 'unknown' : companyOf(request);
    deps.count(answer, status);
    raise(deps, company, answer, detail);
    deps.log[status < 300 ? 'info' : 'warn']({ company, ...line, answer, ...(detail && { detail }) }, 'delivery');
    response.status(status).json({ answer });
  };

function raise({ alert }: WebhookDeps, company: string, about: keyof typeof alerts, detail: string): void {
  const text = alerts[about]?.(company, detail);
  if (text) alert({ kind: about === 'bad-signature' ? 'security' : 'configuration', company, code: about, text });
}
