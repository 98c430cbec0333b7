import { describe, expect, it, onTestFinished } from 'vitest';
import { startP21Sandbox } from '../../../../sandbox/p21/server.ts';
import { money } from '../../../../src/domain/money.ts';
import { createP21Native, nativeOf } from '../../../../src/erp/p21/native/adapter.ts';
import { createP21Probe } from '../../../../src/erp/p21/native/probe.ts';
import { resolveWays } from '../../../../src/erp/p21/native/resolving.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { newReference } from '../../contract.ts';
import { seeds } from '../../simulator.ts';
import { ground, of } from '../ground.ts';
import { logins, site } from './sandboxed.ts';

type Simulated = NonNullable<NonNullable<Parameters<typeof startP21Sandbox>[0]>['native']>;

async function connected(native: Simulated, more: Partial<Site> = {}) {
  const sandbox = await startP21Sandbox({ ...seeds(ground.customer, ground.ledgerCurrency), native });
  onTestFinished(() => sandbox.close());
  const options = {
    baseUrl: sandbox.url,
    company: 'ACME',
    auth: logins['a user token'].right,
    site: { ...site, ...more },
  };
  const ways = async () => resolveWays(nativeOf(options).transactions);
  const probe = () => createP21Probe(nativeOf(options));
  return { options, ways, probe };
}

const services = {
  Order: 'Order',
  CustomerRefund: 'CustomerRefund',
  ARCreditMemo: 'ARCreditMemo',
  OpenCreditApplication: 'OpenCreditApplication',
  ReverseARPayment: 'ReverseARPayment',
};

describe('a site', () => {
  it('with the usual services has all of them as usual, and fits its file', async () => {
    const { ways, probe } = await connected({});

    expect((await ways()).map(({ found }) => found)).toEqual(['as usual', 'as usual', 'as usual', 'as usual']);
    expect(await probe().unfit()).toEqual([]);
    expect(await probe().unreadable()).toEqual([]);
  });

  it('without a service for cash receipts has it nowhere, and what comes closest is told', async () => {
    const { ways, probe } = await connected({ services });
    const [cash] = await ways();

    expect(cash).toMatchObject({ role: 'cash-receipt', found: 'nowhere' });
    expect(await probe().unfit()).toEqual([{ role: 'cash-receipt', service: 'CashReceipts', problem: 'not there' }]);
  });

  it('with another name for it is found, and takes a receipt by that name', async () => {
    const { ways, options } = await connected({ services: { ...services, ARCashReceiptEntry: 'ARCashReceiptEntry' } });
    const [cash] = await ways();
    expect(cash).toMatchObject({ found: 'under another name', way: { service: 'ARCashReceiptEntry' } });
    if (!cash || !('way' in cash)) return;

    const erp = createP21Native({ ...options, site: { ...site, ways: { ...site.ways, 'cash-receipt': cash.way } } });
    const reference = newReference();

    expect(await erp.post(of.cashReceipt(money(119_07, 'USD')), reference)).toMatchObject({ reference });
  });

  it('whose user lacks a permission says which window, and which table', async () => {
    const { ways, probe } = await connected({ forbidden: { windows: ['CustomerRefund'], tables: ['gl'] } });

    expect(await ways()).toContainEqual(
      expect.objectContaining({ role: 'customer-refund', found: 'forbidden', service: 'CustomerRefund' }),
    );
    expect(await probe().unfit()).toMatchObject([{ service: 'CustomerRefund', problem: 'forbidden' }]);
    expect(await probe().unreadable()).toMatchObject([{ table: 'gl', code: 'unauthorized' }]);
  });

  it('that has no such column as its file says is told of it', async () => {
    const { probe } = await connected({}, { customerColumn: 'no_such_column', orderReference: 'web_reference_no' });

    expect(await probe().unreadable()).toMatchObject([
      { table: 'customer_ud', code: 'unavailable', why: expect.stringContaining('no_such_column') as string },
    ]);
    expect(await probe().unfit()).toEqual([
      { role: 'sales-order', service: 'Order', problem: 'lacks', lacks: ['web_reference_no'] },
    ]);
  });

  it('that knows only the old tokens, answers in XML, and ends them soon, is worked with all the same', async () => {
    const habits = { xmlTokens: true, onlyTokenV1: true, tokenSeconds: 2 };
    const { options } = await connected({ habits });
    const erp = createP21Native(options);

    for (let n = 0; n < 3; n += 1) {
      expect(await erp.ping()).toMatchObject({ ledgerCurrency: 'USD' });
      expect(await erp.post(of.salesOrder(money(119_07, 'USD')), newReference())).toMatchObject({ status: 'open' });
      await new Promise((resolve) => void setTimeout(resolve, 1_200));
    }
  });
});
