/**
 * An example of right for every field; `*` stands for a name of the user's own. Error messages print it, and
 * misspelt keys are compared with these names.
 */
export type Examples = Readonly<Record<string, string>>;

/** Of quittance.yaml. */
export const examples: Examples = {
  version: 'version: 1',
  'database.url': 'url: env:DATABASE_URL',
  encryption_key: 'encryption_key: env:QUITTANCE_ENCRYPTION_KEY',
  'temporal.address': 'address: env:TEMPORAL_ADDRESS',
  'temporal.namespace': 'namespace: default',
  'temporal.api_key': 'api_key: env:TEMPORAL_API_KEY',
  'temporal.tls.server_name': 'server_name: temporal.example.com',
  'temporal.tls.ca': 'ca: file:/run/secrets/temporal-ca.pem',
  'temporal.tls.certificate': 'certificate: file:/run/secrets/temporal.pem',
  'temporal.tls.key': 'key: file:/run/secrets/temporal.key',
  'webhook.host': 'host: 127.0.0.1',
  'webhook.port': 'port: 8480',
  'webhook.public_url': 'public_url: https://hooks.example.com',
  'webhook.body_limit_kib': 'body_limit_kib: 512',
  'api.host': 'host: 127.0.0.1',
  'api.port': 'port: 8481',
  'api.keys': 'keys: [env:QUITTANCE_API_KEY]',
  'log.level': 'level: info',
  'alerts.webhook_url': 'webhook_url: env:ALERT_WEBHOOK_URL',
  companies: 'companies: { acme: { stripe: …, erp: … } }',
  'companies.*': 'acme: { stripe: …, erp: … }',
  'companies.*.stripe': 'stripe: { account: acct_1Abc, api_key: env:STRIPE_API_KEY, … }',
  'companies.*.stripe.account': 'account: acct_1AbcDEF2ghIJKL3m',
  'companies.*.stripe.api_key': 'api_key: env:STRIPE_API_KEY',
  'companies.*.stripe.webhook_secrets': 'webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]',
  'companies.*.stripe.livemode': 'livemode: false',
  'companies.*.stripe.api_version': 'api_version: 2026-10-28.endive',
  'companies.*.stripe.base_url': 'base_url: http://127.0.0.1:12111',
  'companies.*.stripe.connect_account': 'connect_account: acct_1AbcDEF2ghIJKL3m',
  'companies.*.erp': "erp: { adapter: p21, dialect: facade, base_url: …, company: '01', auth: … }",
  'companies.*.erp.adapter': 'adapter: p21',
  'companies.*.erp.dialect': 'dialect: native',
  'companies.*.erp.base_url': 'base_url: https://p21.example.com',
  'companies.*.erp.company': "company: '01'",
  'companies.*.erp.site': 'site: mappings/acme/prophet-21.yaml',
  'companies.*.erp.connection': 'connection: p21-main',
  'companies.*.erp.client': "client: '100'",
  'companies.*.erp.company_code': "company_code: '1000'",
  'companies.*.erp.sales_organisation': "sales_organisation: '1000'",
  'companies.*.erp.distribution_channel': "distribution_channel: '10'",
  'companies.*.erp.division': "division: '00'",
  'companies.*.erp.plant': "plant: '1000'",
  'companies.*.erp.controlling_area': "controlling_area: '1000'",
  'companies.*.erp.chart_of_accounts': 'chart_of_accounts: INT',
  'companies.*.erp.reference_customer': "reference_customer: '1000000'",
  'companies.*.erp.unknown_address.city': 'city: Unknown',
  'companies.*.erp.unknown_address.country': 'country: DE',
  'companies.*.erp.revenue_account': "revenue_account: '800000'",
  'companies.*.erp.order_type': 'order_type: OR',
  'companies.*.erp.hold_block': "hold_block: '01'",
  'companies.*.erp.rejection': "rejection: '61'",
  'companies.*.erp.conditions.price': 'price: PR00',
  'companies.*.erp.conditions.discount': 'discount: RB00',
  'companies.*.erp.document_types.invoice': 'invoice: DR',
  'companies.*.erp.document_types.receipt': 'receipt: DZ',
  'companies.*.erp.document_types.credit_memo': 'credit_memo: DG',
  'companies.*.erp.document_types.journal': 'journal: SA',
  'companies.*.erp.taxes': "taxes: { A0: { classification: '0' }, A1: { classification: '1', account: '175000' } }",
  'companies.*.erp.taxes.*': "A1: { classification: '1', account: '175000' }",
  'companies.*.erp.taxes.*.classification': "classification: '1'",
  'companies.*.erp.taxes.*.account': "account: '175000'",
  'companies.*.erp.deposits': 'deposits: on_account',
  'companies.*.erp.invoices': 'invoices: fi',
  'companies.*.erp.time_zone': 'time_zone: Europe/Berlin',
  'companies.*.erp.language': 'language: EN',
  'companies.*.erp.interfaces.default': 'default: soap-wrapper',
  'companies.*.erp.interfaces.customer': 'customer: idoc',
  'companies.*.erp.interfaces.sales_order': 'sales_order: soap-wrapper',
  'companies.*.erp.interfaces.invoice': 'invoice: soap-wrapper',
  'companies.*.erp.interfaces.credit_memo': 'credit_memo: soap-wrapper',
  'companies.*.erp.interfaces.cash_receipt': 'cash_receipt: soap-wrapper',
  'companies.*.erp.interfaces.customer_refund': 'customer_refund: soap-wrapper',
  'companies.*.erp.interfaces.journal_entry': 'journal_entry: soap-wrapper',
  'companies.*.erp.interfaces.changes': 'changes: soap-wrapper',
  'companies.*.erp.soap_action': 'soap_action: urn:sap-com:document:sap:rfc:functions',
  'companies.*.erp.idoc':
    "idoc: { sender_port: QUITTANCE, sender: QUITTANCE, receiver_port: SAPECC, receiver: ECCCLNT100, account_group: '0001', reconciliation_account: '140000' }",
  'companies.*.erp.idoc.sender_port': 'sender_port: QUITTANCE',
  'companies.*.erp.idoc.sender': 'sender: QUITTANCE',
  'companies.*.erp.idoc.receiver_port': 'receiver_port: SAPECC',
  'companies.*.erp.idoc.receiver': 'receiver: ECCCLNT100',
  'companies.*.erp.idoc.account_group': "account_group: '0001'",
  'companies.*.erp.idoc.reconciliation_account': "reconciliation_account: '140000'",
  'companies.*.erp.paths.rfc': 'rfc: /sap/bc/soap/rfc',
  'companies.*.erp.paths.stateful': 'stateful: /sap/bc/srt/rfc/sap/zquittance/100/zquittance/stateful',
  'companies.*.erp.paths.idoc': 'idoc: /sap/bc/idoc_xml',
  'companies.*.erp.paths.odata': 'odata: /sap/opu/odata/sap/ZQUITTANCE_SRV',
  'companies.*.erp.auth':
    'auth: { kind: client_credentials, client_id: quittance, client_secret: env:P21_CLIENT_SECRET }',
  'companies.*.erp.auth.kind': 'kind: client_credentials',
  'companies.*.erp.auth.client_id': 'client_id: quittance',
  'companies.*.erp.auth.client_secret': 'client_secret: env:P21_CLIENT_SECRET',
  'companies.*.erp.auth.username': 'username: quittance',
  'companies.*.erp.auth.password': 'password: env:P21_PASSWORD',
  'companies.*.erp.auth.certificate': 'certificate: file:/run/secrets/sap.pem',
  'companies.*.erp.auth.key': 'key: file:/run/secrets/sap.key',
  'companies.*.erp.auth.ca': 'ca: file:/run/secrets/sap-ca.pem',
  'companies.*.erp.limits.concurrency': 'concurrency: 4',
  'companies.*.erp.limits.per_second': 'per_second: 20',
  'companies.*.erp.limits.request_seconds': 'request_seconds: 20',
  'companies.*.erp.limits.late_seconds': 'late_seconds: 600',
  'companies.*.erp.limits.breaker_failures': 'breaker_failures: 5',
  'companies.*.erp.limits.breaker_open_seconds': 'breaker_open_seconds: 30',
  'companies.*.ledger_currency': 'ledger_currency: USD',
  'companies.*.time_zone': 'time_zone: America/New_York',
  'companies.*.clearing_accounts': "clearing_accounts: { USD: '1010' }",
  'companies.*.clearing_accounts.*': "USD: '1010'",
  'companies.*.orders.id_keys': 'id_keys: [ecommerceorderid]',
  'companies.*.orders.sources': 'sources: [pushed, checkout]',
  'companies.*.orders.http': "http: { url: 'https://shop.example.com/orders/{order}' }",
  'companies.*.orders.http.url': "url: 'https://shop.example.com/orders/{order}'",
  'companies.*.orders.http.auth': 'auth: env:SHOP_TOKEN',
  'companies.*.orders.http.timeout_seconds': 'timeout_seconds: 10',
  'companies.*.orders.grace_minutes': 'grace_minutes: 10',
  'companies.*.orders.other_payments_hours': 'other_payments_hours: 24',
  'companies.*.orders.when_pending': 'when_pending: hold',
  'companies.*.orders.when_authorised': 'when_authorised: nothing',
  'companies.*.orders.direct_invoice_when': `direct_invoice_when: 'metadata.delivery == "digital"'`,
  'companies.*.orders.hold_when': "hold_when: 'amount > 500000'",
  'companies.*.orders.default_item': 'default_item: MISC',
  'companies.*.orders.shipping_item': 'shipping_item: FREIGHT',
  'companies.*.orders.rounding_item': 'rounding_item: ROUNDING',
  'companies.*.orders.rounding_limit_minor': 'rounding_limit_minor: 2',
  'companies.*.orders.items.*': 'TSHIRT-M: AP-1001',
  'companies.*.orders.tax_codes.*': "'19': VAT19",
  'companies.*.customers.guests': 'guests: one_time',
  'companies.*.customers.house_account': "house_account: '100000'",
  'companies.*.customers.id_metadata_key': 'id_metadata_key: customer_id',
  'companies.*.customers.template.*': 'PriceLevel: RETAIL',
  'companies.*.metadata_keys.order': 'order: erporderid',
  'companies.*.metadata_keys.erp_order': 'erp_order: ERP_Order_ID',
  'companies.*.metadata_keys.customer': 'customer: customer_id',
  'companies.*.sync.erp_changes_seconds': 'erp_changes_seconds: 60',
  'companies.*.sync.overlap_seconds': 'overlap_seconds: 300',
};

type Path = readonly PropertyKey[];
const patternsOf = (examples: Examples): readonly (readonly string[])[] =>
  Object.keys(examples).map((name) => name.split('.'));
const matches = (pattern: readonly string[], path: Path): boolean =>
  pattern.every((step, at) => step === '*' || step === path[at]);

/** The example of this field, else of the nearest field above it. */
export function exampleOf(examples: Examples, path: Path): string | undefined {
  const patterns = patternsOf(examples);
  for (let length = path.length; length > 0; length--) {
    const found = patterns.find((pattern) => pattern.length === length && matches(pattern, path.slice(0, length)));
    if (found) return examples[found.join('.')];
  }
  return undefined;
}

/** The known name that a misspelt key most likely means. */
export function nearestName(examples: Examples, section: Path, misspelt: string): string | undefined {
  const names = patternsOf(examples)
    .filter((pattern) => pattern.length > section.length && matches(pattern.slice(0, section.length), section))
    .map((pattern) => pattern[section.length] ?? '');
  const ranked = [...new Set(names)]
    .filter((name) => name !== '*')
    .map((name) => ({ name, distance: editDistance(name, misspelt.toLowerCase().replaceAll('-', '_')) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, misspelt.length / 2) ? best.name : undefined;
}

/** Levenshtein's: insertions, deletions and replacements from one word to the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
