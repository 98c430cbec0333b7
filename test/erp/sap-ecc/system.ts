import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { startSapSandbox, type SapSandboxOptions } from '../../../sandbox/sap-ecc/server.ts';
import { money } from '../../../src/domain/money.ts';
import type { SapInterfaces } from '../../../src/erp/capabilities.ts';
import { createSapEcc, type SapEccOptions } from '../../../src/erp/sap-ecc/adapter.ts';
import type { GivenOrganisation } from '../../../src/erp/sap-ecc/organisation.ts';
import type { Door } from '../../../src/erp/sap-ecc/soap.ts';
import { line, samples } from '../samples.ts';
import { teller } from '../simulator.ts';

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
  service: 'SHIPPING',
  noTax: 'A0',
  taxed: 'A1',
  clearing: '113100',
  expense: '476900',
  balance: '113150',
  control: '140000',
  ledgerCurrency: 'EUR',
  day: '2026-01-30',
  closedDay: '2025-12-15',
} as const;
export const of = samples(ground);
/** Two small widgets with a discount and their tax. */
export const widgets = line('W-100', money(50_00, 'EUR'), {
  quantity: 2,
  discount: money(5_00, 'EUR'),
  net: money(95_00, 'EUR'),
  tax: money(18_05, 'EUR'),
  taxCode: 'A1',
});

export const idoc = {
  partner: { senderPort: 'QUITTANCE', sender: 'QUITTANCE', receiverPort: 'SAPECC', receiver: 'ECCCLNT100' },
  customers: { accountGroup: '0001', reconciliationAccount: '140000' },
} as const;

/** The adapter against a simulated system of its own. */
export async function connected(
  interfaces: SapInterfaces,
  more: Partial<SapEccOptions> = {},
  simulated: SapSandboxOptions = {},
) {
  const sandbox = await startSapSandbox({
    closedPeriods: ['2025-12'],
    customers: [{ CustomerId: ground.customer, CustomerName: 'Sample Customer' }],
    ...simulated,
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
  const tell = teller(sandbox.url);
  const put = teller(sandbox.url, 'PUT');
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
  return { erp: open(), open, seen, tell, put, door };
}
