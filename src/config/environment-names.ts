/** Every variable that quittance itself reads; secrets have whatever names the configuration gives them. */
export const environmentNames = {
  QUITTANCE_CONFIG: 'Path of the configuration; quittance.yaml in the working directory by default',
  QUITTANCE_DATA: 'Where `up` keeps the data of PostgreSQL and Temporal; .quittance by default',
  TEMPORAL_ADDRESS: 'A running Temporal server for `up`, unless the configuration names one',
  TEMPORAL_CLI_PATH: 'A Temporal command line program for `up`; without it one is found on the PATH, fetched or built',
  XDG_CACHE_HOME: 'Where a fetched or built Temporal program is kept; ~/.cache by default',
  USER: 'Who decides a case, unless --by says so',
} as const;

/** Names that quittance.example.yaml and docker-compose.yml give to their references. */
export const suggestedNames = {
  DATABASE_URL: 'PostgreSQL, as postgresql://user:password@host/database',
  QUITTANCE_ENCRYPTION_KEY: '32 random bytes in base64 that seal stored documents',
  QUITTANCE_API_KEY: 'Bearer token of those who may push orders',
  TEMPORAL_ADDRESS: 'Temporal server, as host:7233',
  TEMPORAL_API_KEY: 'API key of Temporal Cloud',
  STRIPE_API_KEY: 'Restricted key of the Stripe account',
  STRIPE_WEBHOOK_SECRET: 'Signing secret of the webhook endpoint (whsec_…)',
  STRIPE_API_KEY_GLOBEX: 'The same of a second company',
  STRIPE_WEBHOOK_SECRET_GLOBEX: 'The same of a second company',
  STRIPE_API_KEY_INITECH: 'The same of a third company',
  STRIPE_WEBHOOK_SECRET_INITECH: 'The same of a third company',
  P21_CONSUMER_KEY: 'Consumer key at Prophet 21, for its own APIs',
  P21_CLIENT_SECRET: 'Secret of the client at the gateway of Prophet 21',
  P21_PASSWORD: 'Password of the user at Prophet 21',
  SAP_PASSWORD: 'Password of the technical user at SAP ECC',
  SAP_CERTIFICATE: 'Client certificate of the technical user at SAP ECC, PEM',
  SAP_CERTIFICATE_KEY: 'Its private key, PEM',
  SHOP_TOKEN: 'Bearer token of the HTTP source of orders',
  ALERT_WEBHOOK_URL: 'Slack-compatible address that gets alerts',
  ALERT_WEBHOOK_URL_OPS: 'Another one, for some of them',
  ALERT_SMTP_URL: 'Mail server for alerts, as smtps://user:password@smtp.example.com',
} as const;
