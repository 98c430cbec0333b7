import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { playAftermath } from '../../sandbox/demo/aftermath.ts';
import { booksHash, booksLines } from '../../sandbox/demo/books-hash.ts';
import { erpOrdersOf, stageOf } from '../../sandbox/demo/company-day.ts';
import {
  disputesAtStripe,
  capturedCharges,
  receiptsFor,
  refundDocuments,
  refundsAtStripe,
} from '../../sandbox/demo/evidence.ts';
import { installed, removeInstallation, type Installation } from '../../sandbox/demo/installation.ts';
import { judge } from '../../sandbox/demo/judge.ts';
import { personAtDesk } from '../../sandbox/demo/person.ts';
import { sell } from '../../sandbox/demo/play.ts';
import type { PlannedOrder } from '../../sandbox/demo/plan.ts';
import type { PlayedOrder } from '../../sandbox/demo/played.ts';
import { stripeClient } from '../../sandbox/demo/product.ts';
import type { Site } from '../../sandbox/demo/sandboxes.ts';
import { dayMs, fewestOrders, planDay } from '../../sandbox/demo/scenario.ts';
import { tell } from '../../sandbox/demo/stage.ts';
import { readTruth } from '../../sandbox/demo/truth.ts';
import { moneyBack } from '../../sandbox/demo/money-back.ts';
import { deliverAgain, shopCalled, ways } from './ways.ts';

const seed = 11;
const folder = mkdtempSync(join(tmpdir(), 'quittance-books-'));
const dir = join(folder, 'run');
afterAll(() => {
  removeInstallation(dir);
  rmSync(folder, { recursive: true, force: true });
});

/** Without those that wait for a person; of the sales one of each kind whose events can come in a wrong order. */
const chosen = new Set([
  ...Object.keys(moneyBack),
  'plain card',
  'checkout session',
  'pushed after the payment',
  'authorised, then captured',
  'captured in part',
  'bank debit, pending then failed',
  'two payments',
  'order made in the ERP',
  'direct invoice',
]);
const orders: readonly PlannedOrder[] = planDay({
  seed,
  count: fewestOrders,
  lengthMs: dayMs(fewestOrders),
  market: shopCalled('forwards').market,
}).filter(({ variant, mending }) => chosen.has(variant) && !mending);

const patienceMs = 400_000;
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error(`After ${patienceMs / 1_000} s it is still not so that ${what}`);
    await pause(1_000);
  }
}

/** One shop, whose events are held until the half of a day is over, and which ships when it is told to. */
async function openShop(site: Site, { product }: Installation) {
  const { company, stripe, erp } = site;
  const way = ways[company.key.replace('shop-', '')] ?? never();
  const people = company.erp.peopleAt(erp.url);
  const stage = {
    ...stageOf(site, product, await erpOrdersOf(orders, people)),
    until: () => Promise.resolve(true), // The product has heard nothing yet: nothing is waited for.
  };
  const played: PlayedOrder[] = [];
  const truth = () => readTruth(stripe.url, erp.url);
  const person = personAtDesk({
    company,
    product,
    erp: people,
    stripe: stripeClient(stripe),
    orderOf: (subject) => byDispute.get(subject),
    say: () => undefined,
  });
  const byDispute = new Map<string, PlayedOrder>();

  /** The person answers at Stripe before the product has heard of it. */
  const answerDisputes = async (over: AbortSignal): Promise<void> => {
    while (!over.aborted) {
      const { stripe: said } = await truth();
      for (const order of played) for (const { id } of disputesAtStripe(order, said)) byDispute.set(id, order);
      const waiting = said.disputes.filter(({ status }) => status.endsWith('needs_response'));
      await person.work(
        waiting.map(({ id }) => ({
          workflow: id,
          company: company.key,
          subject: id,
          caseId: id,
          kind: 'business',
          code: 'dispute-evidence',
          told: '',
        })),
      );
      await pause(500);
    }
  };

  return {
    key: company.key,
    way,
    hold: () => tell(`${stripe.url}/_sandbox/deliveries/pause`, {}),
    deliver: () => way.deliver(stripe.url),
    deliverAgain: () => deliverAgain(stripe.url, way),
    sell: () => Promise.all(orders.map((plan) => sell(stage, plan, (order) => void played.push(order)))),
    async isPosted(): Promise<boolean> {
      const { stripe: said, erp: held } = await truth();
      const { documents } = held;
      return played
        .filter(({ plan }) => plan.ending !== 'parked' && plan.ending !== 'cancelled')
        .every(
          (order) =>
            capturedCharges(order, said).every((charge) => receiptsFor(charge, documents).count === 1) &&
            refundsAtStripe(order, said).every((refund) => refundDocuments(refund, documents).paid.length > 0) &&
            documents.salesOrders.every(
              ({ webReferenceNo, status }) => webReferenceNo !== order.reference || status !== 'held',
            ),
        );
    },
    async ship(): Promise<void> {
      const { erp: held } = await truth();
      for (const { number, status } of held.documents.salesOrders)
        if (status === 'open') await tell(`${erp.url}/_sandbox/ship`, { OrderNo: number });
    },
    async takeMoneyBack(): Promise<void> {
      const over = new AbortController();
      const answering = answerDisputes(over.signal);
      await Promise.all(played.map((order) => playAftermath(stage, order, 'invoiced'))).finally(() => over.abort());
      await answering;
    },
    async judged() {
      const { stripe: said, erp: held } = await truth();
      return judge({
        played,
        stripe: said,
        erp: held,
        parked: new Map(),
        accounts: company.ledger,
        byPeople: new Set(),
      });
    },
    async books() {
      const held = { played, ...(await truth()) };
      return { hash: booksHash(held), lines: booksLines(held) };
    },
  };
}
function never(): never {
  throw new Error('No such way');
}

const wrongIn = ({ orders: all, wrong }: ReturnType<typeof judge>): readonly string[] => [
  ...all.flatMap((one) => one.wrong.map((what) => `${one.order} (${one.variant}): ${what}`)),
  ...wrong,
];

/** For whom it failed: its folder is gone by then. */
async function whatGoesOn({ desk, sandboxes }: Installation): Promise<string> {
  const sent = sandboxes.sites.map(({ stripe }) =>
    fetch(`${stripe.url}/_sandbox/deliveries`).then((reply) => reply.text()),
  );
  const logged = ['up.log', 'worker.log'].flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n'));
  return [
    `${await desk.working()} flows are under way`,
    ...(await desk.open()).map(({ workflow, kind, code }) => `${workflow} waits for a person: ${kind} ${code}`),
    ...(await Promise.all(sent)),
    ...logged.filter((line) => /"level":"(warn|error|fatal)"/.test(line)).slice(-60),
  ].join('\n');
}

describe('the whole day’s events, backwards, twice, or found by the sweep alone', () => {
  it('leave the same books', { timeout: 900_000 }, async () => {
    const companies = Object.keys(ways).map(shopCalled);
    const sync = ({ key }: { readonly key: string }) => ({
      sweep_seconds: ways[key.replace('shop-', '')]?.sweepSeconds ?? 300,
    });
    const wanted = { dir, companies, seed, sync, shipAfterMs: 86_400_000, say: () => undefined };
    await installed(wanted, async (installation) => {
      const shops = await Promise.all(installation.sandboxes.sites.map((site) => openShop(site, installation)));
      const all = (act: (one: (typeof shops)[number]) => Promise<unknown>) => Promise.all(shops.map(act));
      await all((one) => one.hold());
      await all((one) => one.sell());
      await all((one) => one.deliver());
      await all((one) => until(`${one.key} has posted the morning`, () => one.isPosted()));
      await all((one) => one.ship());

      await all((one) => one.hold());
      await all((one) => one.takeMoneyBack());
      await all((one) => one.deliver());
      await all(async (one) => {
        const isGood = async () => (await one.judged()).good;
        await until(`${one.key} has posted the afternoon`, isGood).catch(() => undefined);
        const wrong = wrongIn(await one.judged());
        expect(wrong, wrong.length > 0 ? `${one.key}, where ${await whatGoesOn(installation)}` : one.key).toEqual([]);
      });

      await all((one) => one.deliverAgain());
      await until('nothing is under way any more', async () => (await installation.desk.working()) === 0);
      const books = await Promise.all(shops.map(async (one) => ({ key: one.key, ...(await one.books()) })));
      const [first] = books;
      for (const { key, lines } of books) expect(lines, key).toEqual(first?.lines);
      expect(new Set(books.map(({ hash }) => hash)).size).toBe(1);
      expect(first?.lines.length).toBeGreaterThan(orders.length * 3);
    });
  });
});
