import type { AlertPost } from './alert-post.ts';
import type { OpenCase } from './cases.ts';
import type { PeopleAtErp } from './companies/company.ts';
import { playOrders } from './day.ts';
import { judge, type Verdict } from './judge.ts';
import { alertFaults, toldOf } from './judge-alerts.ts';
import { lookoutAt } from './lookout.ts';
import { personAtDesk } from './person.ts';
import type { PlannedOrder } from './plan.ts';
import type { PlayedOrder } from './played.ts';
import { stripeClient, type Product } from './product.ts';
import type { Site } from './sandboxes.ts';
import type { Stage } from './stage.ts';
import { paymentsBehind, readTruth } from './truth.ts';

type Opening = {
  readonly site: Site;
  readonly product: Product;
  readonly post: AlertPost;
  readonly orders: readonly PlannedOrder[];
  readonly say: (line: string) => void;
};

/** The day of one company: it is played, its person mends what waits, and its two truths are compared. */
export async function openDay({ site, product, post, orders, say }: Opening) {
  const { company, stripe } = site;
  const played: PlayedOrder[] = [];
  const erp = company.erp.peopleAt(site.erp.url);
  const seen = new Map<string, string>();
  const client = stripeClient(stripe);
  let subjects: ReadonlyMap<string, string> = new Map();
  const orderOf = (subject: string) => played.find(({ intents }) => intents.includes(subjects.get(subject) ?? subject));
  const person = personAtDesk({ company, product, erp, stripe: client, orderOf, say });
  const stage = stageOf(site, product, await erpOrdersOf(orders, erp));

  return {
    site,
    orders,
    played: (): number => played.length,
    mended: (): number => person.mended.size,
    play: () => playOrders({ orders, stage, played: (order) => void played.push(order) }),
    /** Lets the person work, then judges. @param waiting the payments that wait for a person, of all companies */
    async look(waiting: readonly OpenCase[]): Promise<Verdict> {
      const ours = waiting.filter((open) => open.company === company.key);
      await person.work(ours);
      for (const { caseId, code } of ours) seen.set(caseId, code);
      const open = new Set(ours.map(({ caseId }) => caseId));
      const cases = [...seen].map(([caseId, code]) => ({ caseId, code, isOpen: open.has(caseId) }));
      const truth = await readTruth(stripe.url, site.erp.url);
      subjects = paymentsBehind(truth.stripe);
      return judge({
        played,
        ...truth,
        parked: new Map(ours.map(({ subject, told }) => [subject, told])),
        accounts: company.ledger,
        byPeople: new Set(person.memos()),
        told: { ...toldOf(company.key, post), wrong: alertFaults(company.key, cases, post) },
      });
    },
  };
}
export type CompanyDay = Awaited<ReturnType<typeof openDay>>;

/** Taken before anything goes wrong: people who lose a reply enter an order twice. */
export async function erpOrdersOf(
  orders: readonly PlannedOrder[],
  erp: PeopleAtErp,
): Promise<ReadonlyMap<string, string>> {
  const byPeople = orders.filter(({ source }) => source === 'erp');
  return new Map(await Promise.all(byPeople.map(async (order) => [order.number, await erp.takeOrder(order)] as const)));
}

export const stageOf = (
  { company, stripe, erp, shop }: Site,
  product: Product,
  erpOrders: Stage['erpOrders'],
): Stage => ({
  stripe: stripeClient(stripe),
  stripeUrl: stripe.url,
  shop,
  address: company.market.address,
  erpOrders,
  push: (order) => product.push(company.key, order),
  until: lookoutAt(erp.url),
  customers: new Map<string, Promise<string>>(),
});
