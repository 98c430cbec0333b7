import { randomBytes } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import type { PostingDeps } from '../../src/activities/posting.ts';
import { createSaleActivities } from '../../src/activities/sale.ts';
import type { DocumentKind, ErpDocument, Reference } from '../../src/domain/documents.ts';
import { effectKey } from '../../src/domain/effects.ts';
import { money } from '../../src/domain/money.ts';
import type { SaleStep } from '../../src/domain/order-to-cash/steps.ts';
import type { ShopOrder } from '../../src/domain/shop-order.ts';
import { ErpError } from '../../src/erp/errors.ts';
import type { ErpReceipt } from '../../src/erp/port.ts';
import type { SaleInput } from '../../src/mapping/mapper.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from '../store/opened.ts';

const logger = new DefaultLogger('ERROR', () => {});
const { db } = ownDatabase();
const amount = money(119_00, 'EUR');
const order: ShopOrder = {
  id: '4711',
  currency: 'EUR',
  created: '2026-01-30T10:00:00Z',
  customer: {},
  lines: [
    {
      sku: 'W-100',
      description: 'Widget',
      quantity: 1,
      unitAmount: money(100_00, 'EUR'),
      discount: money(0, 'EUR'),
      tax: money(19_00, 'EUR'),
      taxRate: '19',
    },
  ],
  tenders: [],
  total: amount,
  payments: 1,
  metadata: {},
};

/** An ERP that tells kinds of documents apart; its first reply is lost, before or after the document was made. */
function erpThatLoses(what: 'the reply' | 'the request') {
  const made: { readonly kind: DocumentKind; readonly reference: Reference }[] = [];
  const receipt = (kind: DocumentKind, reference: Reference): ErpReceipt => ({
    kind,
    number: '1',
    reference,
    total: amount,
  });
  let lost = false;
  return {
    made,
    erp: {
      settleMs: 60_000,
      find: async (kind: DocumentKind, reference: Reference) =>
        made.some((one) => one.kind === kind && one.reference === reference) ? receipt(kind, reference) : undefined,
      post: async ({ kind }: ErpDocument, reference: Reference) => {
        if (lost || what === 'the reply') made.push({ kind, reference });
        if (lost) return receipt(kind, reference);
        lost = true;
        throw new ErpError('outcome-unknown', 'The reply was lost');
      },
    },
  };
}

function selling(erp: object) {
  const links: string[] = [];
  const company = `c${randomBytes(4).toString('hex')}`;
  const vault = createVault({ current: randomBytes(32) });
  const rows = createEffectRows({ db: db(), vault });
  /** Maps as told; what matters here is which kind of document. */
  const mapper = {
    label: 'acme@3',
    sale: async ({ document }: SaleInput) => ({ document: { kind: document, total: amount }, trace: [] }),
  };
  const deps = {
    companies: () =>
      ({
        key: company,
        erp,
        settings: { timeZone: 'UTC' },
        requestMs: 1_000,
        mapperFor: async () => mapper,
      }) as unknown as Company,
    ledger: createLedger(rows),
    book: rows,
    orders: { get: async () => order },
    payments: { of: async () => ({ id: 'pi_1', state: 'captured', amount, metadata: {} }) },
    cases: { patchOf: async () => undefined },
    crosswalk: { customerOf: async () => '100500', link: async ({ kind }: { kind: string }) => void links.push(kind) },
  } as unknown as PostingDeps;
  const step = {
    do: 'sale',
    key: effectKey({ company, kind: 'sale', subject: order.id }),
    order: order.id,
    generation: 1,
    amount,
  } as const;
  const activities = createSaleActivities(deps);
  return {
    links,
    profiles: async () =>
      (await db().selectFrom('effects').select('profile').where('key', '=', step.key).execute()).map(
        ({ profile }) => profile,
      ),
    sell: async (more: Pick<SaleStep, 'document' | 'hold' | 'state'>) =>
      new MockActivityEnvironment(undefined, { logger }).run(async () =>
        activities.postSale({
          company,
          subject: 'pi_1',
          root: `order/${order.id}`,
          step: { ...step, ...more },
        }),
      ) as ReturnType<typeof activities.postSale>,
    /** So late that nothing can commit any more. */
    later: () => sql`update effects set may_commit_until = clock_timestamp() where key = ${step.key}`.execute(db()),
  };
}

const pending = { document: 'sales-order', hold: true, state: 'pending' } as const;
const captured = { document: 'invoice', hold: false, state: 'captured' } as const;

describe('a sale whose order was sent while its payment was pending, and that is an invoice once it is captured', () => {
  it('is found as the order that it was sent as, and not posted twice', async () => {
    const { erp, made } = erpThatLoses('the reply');
    const { sell, later, links, profiles } = selling(erp);
    await expect(sell(pending)).rejects.toMatchObject({ code: 'outcome-unknown' });
    await later();

    expect(await profiles()).toEqual(['acme@3']);
    expect(await sell(captured)).toMatchObject({ told: 'order 1 posted', document: '1', again: true });
    expect(made).toMatchObject([{ kind: 'sales-order' }]);
    expect(links).toEqual(['sales-order']);
  });

  it('goes out as it was frozen when it never arrived, and is told and linked as that', async () => {
    const { erp, made } = erpThatLoses('the request');
    const { sell, later, links } = selling(erp);
    await expect(sell(pending)).rejects.toMatchObject({ code: 'outcome-unknown' });
    await later();

    expect(await sell(captured)).toMatchObject({ told: 'order 1 posted', again: true });
    expect(made).toMatchObject([{ kind: 'sales-order' }]);
    expect(links).toEqual(['sales-order']);
  });
});
