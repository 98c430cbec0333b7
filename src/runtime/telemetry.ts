import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** From a quick read to the longest that an ERP is waited for, in seconds. */
const erpBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
export const breakerStates = { closed: 0, 'half-open': 1, open: 2 } as const;

export type Telemetry = ReturnType<typeof createTelemetry>;

/** Every metric of the product, in one closed list. No label holds an id: each value of one is a series that stays. */
export function createTelemetry(registry = new Registry()) {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    webhookAnswers: new Counter({
      name: 'quittance_webhook_answers_total',
      help: 'Answers to Stripe by HTTP status and outcome (accepted, duplicate, bad-signature, unhandled, foreign, …).',
      labelNames: ['code', 'outcome'] as const,
      registers,
    }),
    idocs: new Counter({
      name: 'quittance_idocs_total',
      help: 'IDocs that SAP sent, by message type (DEBMAS, MATMAS, ORDRSP, INVOIC, other) and outcome (woken, acknowledged, unknown).',
      labelNames: ['type', 'outcome'] as const,
      registers,
    }),
    effects: new Counter({
      name: 'quittance_effects_total',
      help: 'Attempts at effects by kind and outcome (posted, recovered, refused, unknown, busy, conflict).',
      labelNames: ['kind', 'outcome'] as const,
      registers,
    }),
    casesOpen: new Gauge({
      name: 'quittance_cases_open',
      help: 'Cases that wait for a person, by kind (business, connection, defect).',
      labelNames: ['kind'] as const,
      registers,
    }),
    breakerState: new Gauge({
      name: 'quittance_erp_breaker_state',
      help: 'Circuit breaker of an ERP connection: 0 closed, 1 half-open, 2 open.',
      labelNames: ['connection'] as const,
      registers,
    }),
    erpSeconds: new Histogram({
      name: 'quittance_erp_request_seconds',
      help: 'Requests to an ERP connection and their duration, by outcome (ok, or the code of the error).',
      labelNames: ['connection', 'outcome'] as const,
      buckets: erpBuckets,
      registers,
    }),
    ...ofRecovery(registers),
    restarts: new Counter({
      name: 'quittance_restarts_total',
      help: 'Parts of the installation that ended by themselves and were started again.',
      labelNames: ['part'] as const,
      registers,
    }),
  };
}

/** What heals by itself, and who is told of what does not. */
const ofRecovery = (registers: Registry[]) => ({
  sweepWhole: new Gauge({
    name: 'quittance_sweep_last_whole_timestamp_seconds',
    help: "When Stripe's events were last swept to the end, in Unix time, by company.",
    labelNames: ['company'] as const,
    registers,
  }),
  sweepHealed: new Counter({
    name: 'quittance_sweep_healed_total',
    help: 'Events that the webhook had missed for more than a minute and the sweep found, by company.',
    labelNames: ['company'] as const,
    registers,
  }),
  alerts: new Counter({
    name: 'quittance_alerts_total',
    help: 'Alerts raised, by kind.',
    labelNames: ['kind'] as const,
    registers,
  }),
  alertFailures: new Counter({
    name: 'quittance_alert_failures_total',
    help: 'Attempts to send alerts that failed, by channel.',
    labelNames: ['channel'] as const,
    registers,
  }),
  alertsUndelivered: new Gauge({
    name: 'quittance_alerts_undelivered',
    help: 'Notices that are due and not sent yet, or were given up within a day, by channel.',
    labelNames: ['channel'] as const,
    registers,
  }),
});
