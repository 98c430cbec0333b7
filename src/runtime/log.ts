import { pino, type Logger as PinoLogger, type LoggerOptions } from 'pino';
import { scrub } from '../domain/scrub.ts';
import { redacted, redactedFields } from './redaction.ts';

export type Logger = PinoLogger;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
type Sink = { write(line: string): unknown };
type Options = {
  readonly level: LogLevel;
  /** Lines for people instead of JSON. */
  readonly pretty?: boolean;
  readonly sink?: Sink;
};

/** One line of JSON each on standard output. Whatever a caller passes, no credential and nothing personal gets through. */
export function createLogger({ level, pretty = false, sink = process.stdout }: Options): Logger {
  const log = pino({ ...safe, level }, pretty ? { write: (line) => void sink.write(readable(line)) } : sink);
  return cleanChildren(log);
}

/** What every line of a flow carries: whose it is, which flow, and about which object of Stripe's. */
export type FlowFields = { readonly company: string; readonly flow?: string; readonly stripeId?: string };
export const forFlow = (log: Logger, fields: FlowFields): Logger => log.child(fields);

const safe: LoggerOptions = {
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }), log: redactedFields },
  serializers: { err: (described: unknown) => described }, // Made readable above; pino would forget its kind.
  hooks: {
    logMethod(args, method) {
      const [subject, message, ...rest] = args as readonly unknown[];
      if (typeof subject === 'string')
        return method.apply(this, [scrub(subject), ...[message, ...rest].map(clean)] as typeof args);
      // Given an error alone, pino would take its message as it is.
      const text = message ?? messageOf(subject);
      return method.apply(this, [asFields(subject), ...[text, ...rest].map(clean)] as unknown as typeof args);
    },
  },
};

/** pino formats the fields of a line, but not those of a child; children of children inherit this from the first. */
function cleanChildren(log: Logger): Logger {
  const make = Reflect.get(log, 'child') as unknown as (this: Logger, bindings: object) => Logger;
  return Object.assign(log, {
    child(this: Logger, bindings: object) {
      return make.call(this, redactedFields(bindings));
    },
  });
}

const clean = (value: unknown): unknown => redacted(value);
const asFields = (subject: unknown): unknown => (subject instanceof Error ? { err: subject } : subject);

function messageOf(subject: unknown): string | undefined {
  if (subject instanceof Error) return subject.message;
  if (typeof subject === 'object' && subject && 'err' in subject && subject.err instanceof Error)
    return subject.err.message;
  return undefined;
}

/** `14:02:07 warn  acme order-to-cash pi_1 message  {"more":1}` */
function readable(line: string): string {
  const { time, level, company, flow, stripeId, msg, err, ...more } = JSON.parse(line) as Record<string, unknown>;
  const about = [company, flow, stripeId].filter((part) => part !== undefined).map(String);
  const rest = Object.keys(more).length > 0 ? ` ${JSON.stringify(more)}` : '';
  const stack = typeof err === 'object' && err && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `${[String(time).slice(11, 19), String(level).padEnd(5), ...about, asText(msg)].join(' ')}${rest}${stack}\n`;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
