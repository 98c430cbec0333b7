import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { startSapSandbox } from '../../../sandbox/sap-ecc/server.ts';
import type { SapInterfaces } from '../../../src/erp/capabilities.ts';
import { createSapEcc, type SapEccOptions } from '../../../src/erp/sap-ecc/adapter.ts';
import type { GivenOrganisation } from '../../../src/erp/sap-ecc/organisation.ts';
import type { Door } from '../../../src/erp/sap-ecc/soap.ts';
import { samples } from '../samples.ts';

/** The simulated company code, as a company would configure it. */
export const given: GivenOrganisation = {
  client: '100',
  companyCode: '1000',
  salesOrganisation: '1000',
  referenceCustomer: '1',
  revenueAccount: '800000',
  taxes: { A0: { classification: '0' }, A1: { classification: '1', account: '175000' } },
};

export const ground = {
  customer: '100500',
  item: 'W-100',
  noTax: 'A0',
  clearing: '113100',
  expense: '476900',
  balance: '113150',
  control: '140000',
  ledgerCurrency: 'EUR',
  day: '2026-01-30',
  closedDay: '2025-12-15',
} as const;
export const of = samples(ground);

/** The adapter against a simulated system of its own. */
export async function connected(interfaces: SapInterfaces, more: Partial<SapEccOptions> = {}) {
  const sandbox = await startSapSandbox({
    closedPeriods: ['2025-12'],
    customers: [{ CustomerId: ground.customer, CustomerName: 'Sample Customer' }],
  });
  onTestFinished(() => sandbox.close());
  const seen: string[] = [];
  const open = (other: Partial<SapEccOptions> = {}) =>
    createSapEcc({
      baseUrl: sandbox.url,
      auth: { kind: 'basic', username: 'QUITTANCE', password: () => 'sandbox' },
      organisation: given,
      interfaces,
      onRequest: ({ route }) => void seen.push(route),
      ...more,
      ...other,
    });
  const tell = async (path: string, body: object): Promise<unknown> => {
    const reply = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`The sandbox answered ${reply.status}: ${await reply.text()}`);
    return reply.json();
  };
  /** For calls of one's own. */
  const door: Door = {
    agent: new Agent(),
    baseUrl: sandbox.url,
    client: given.client,
    language: 'EN',
    credentials: () => ({ authorization: `Basic ${Buffer.from('QUITTANCE:sandbox').toString('base64')}` }),
    requestMs: 5_000,
    soapAction: '',
  };
  return { erp: open(), open, seen, tell, door };
}
