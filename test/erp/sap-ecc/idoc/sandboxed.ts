import { onTestFinished } from 'vitest';
import { startSapSandbox, type SapSandboxOptions } from '../../../../sandbox/sap-ecc/server.ts';
import type { RequestSeen } from '../../../../src/erp/http.ts';
import { createSapEcc, type SapEccOptions } from '../../../../src/erp/sap-ecc/adapter.ts';
import { samples } from '../../samples.ts';

type Interface = SapEccOptions['interfaces']['default'];

/** The adapter against the simulated system, every kind of document by one interface. */
export async function startedSap(way: Interface, options: SapSandboxOptions = {}, requestMs = 5_000) {
  const sandbox = await startSapSandbox({
    customers: [{ CustomerId: '100001', CustomerName: 'Acme GmbH', Email: 'buyer@example.com' }],
    closedPeriods: ['2025-12'],
    ...options,
  });
  onTestFinished(() => sandbox.close());
  const seen: RequestSeen[] = [];
  const erp = createSapEcc({
    baseUrl: sandbox.url,
    auth: { kind: 'basic', username: 'QUITTANCE', password: () => 'sandbox' },
    organisation: {
      client: '100',
      companyCode: '1000',
      salesOrganisation: '1000',
      referenceCustomer: '100001',
      revenueAccount: '800000',
      taxes: { A0: { classification: '0' }, A1: { classification: '1', account: '175000' } },
    },
    interfaces: { default: way, ...(way === 'idoc' && { changes: 'soap-wrapper' as const }) },
    idoc: {
      partner: { senderPort: 'QUITTANCE', sender: 'QUITTANCE', receiverPort: 'SAPECC', receiver: 'ECCCLNT100' },
      customers: { accountGroup: 'KUNA', reconciliationAccount: '140000' },
    },
    requestMs,
    onRequest: (each) => void seen.push(each),
  });
  const admin = async (path: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  };
  return { erp, admin, seen, of };
}

const of = samples({
  customer: '100001',
  item: 'W-100',
  noTax: 'A0',
  clearing: '113100',
  expense: '476900',
  balance: '113150',
  control: '140000',
  ledgerCurrency: 'EUR',
  day: '2026-01-30',
  closedDay: '2025-12-15',
});
