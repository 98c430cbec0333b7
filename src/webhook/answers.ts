/** Every way in which a delivery can end, and what Stripe is told. Anything but 2xx is redelivered. */
export const answers = {
  accepted: 200,
  duplicate: 200,
  unhandled: 200,
  foreign: 200,
  livemode: 200,
  echo: 200,
  'bad-signature': 400,
  garbled: 400,
  'unknown-company': 404,
  aborted: 400,
  'too-large': 413,
  'too-many': 429,
  failed: 500,
  unavailable: 503,
  refused: 503,
  'no-secret': 503,
} as const;
export type Answer = keyof typeof answers;

type Told = (company: string, detail: string) => string;
/** What somebody should hear of at once, and how to mend it. */
export const alerts: Partial<Record<Answer | 'api-version', Told>> = {
  'bad-signature': (company, why) =>
    `A delivery for ${company} was ${why}: either somebody forges events, or webhook_secrets lacks the endpoint's secret`,
  garbled: (company, where) => `A signed delivery for ${company} is no Stripe event: ${where} can't be read`,
  livemode: (company) =>
    `${company} got an event of the other mode: test and live need an endpoint and a company each; check livemode in quittance.yaml`,
  'api-version': (company, version) =>
    `${company} gets events in API version ${version}: run \`quittance stripe setup ${company}\` to pin the endpoint's`,
  refused: (company) =>
    `Temporal refuses to start events of ${company}: run \`quittance doctor\`; a missing namespace or search attribute is the usual reason`,
  failed: (company) => `A delivery for ${company} met a defect of quittance: see its log`,
  'no-secret': (company, why) => `No webhook secret of ${company} can be read: ${why}`,
};
