import { Stripe } from 'stripe';
import { expect, it } from 'vitest';
import type { OpenCase } from '../../../sandbox/demo/cases.ts';
import type { PeopleAtErp } from '../../../sandbox/demo/companies/company.ts';
import { laden } from '../../../sandbox/demo/companies/laden.ts';
import { personAtDesk } from '../../../sandbox/demo/person.ts';
import type { PlannedOrder } from '../../../sandbox/demo/plan.ts';
import { planDay } from '../../../sandbox/demo/scenario.ts';

const asking = 'was refused and may still be processed: set IDoc 0000000100000012 to 68, then retry';
const usual: OpenCase = {
  workflow: 'dispute/laden/du_1',
  company: 'laden',
  subject: 'du_1',
  caseId: 'case-1',
  kind: 'business',
  code: 'conflict',
  told: '',
};
const day = planDay({ seed: 1, count: 100, lengthMs: 1, market: laden.market });
const planned = (wanted: (plan: PlannedOrder) => boolean): PlannedOrder => {
  const plan = day.find(wanted);
  if (!plan) throw new Error('No such order is planned');
  return plan;
};
const ordinary = planned(({ ending, mending }) => ending !== 'parked' && mending === undefined);

/** The person at the desk of a company whose ERP can do what the words above ask. */
function desk(words: string, plan = ordinary) {
  const said: string[][] = [];
  const unasked = (): Promise<never> => Promise.reject(new Error('Nobody asked for this'));
  const erp: PeopleAtErp = {
    takeOrder: unasked,
    addItem: unasked,
    creditOrder: unasked,
    doAsAsked: (text) => Promise.resolve(text.includes(asking) ? 'the IDoc is in status 68 now' : undefined),
  };
  const person = personAtDesk({
    company: laden,
    erp,
    stripe: new Stripe('sk_test_none'),
    product: {
      cli: (...args) => {
        said.push(args);
        return Promise.resolve(args[1] === 'show' ? `Words     ${words}` : '');
      },
    },
    orderOf: () => ({ plan, reference: plan.number, intents: [] }),
    say: () => {},
  });
  const retries = () =>
    said.filter(([, verb]) => verb === 'retry').map(([, , caseId, , , , reason]) => [caseId, reason]);
  return { person, retries };
}

it('does at the ERP what a case asks there, then has it tried again; three times at most', async () => {
  for (const code of ['conflict', 'rejected']) {
    const { person, retries } = desk(asking);
    for (let look = 1; look <= 5; look += 1) await person.work([{ ...usual, code }]);
    expect(retries()).toEqual(Array.from({ length: 3 }, () => ['case-1', 'the IDoc is in status 68 now']));
  }
});

it('leaves a conflict alone that asks for nothing at the ERP', async () => {
  const { person, retries } = desk('stands in SAP with another Amount than was sent');
  await person.work([usual]);
  expect(retries()).toEqual([]);
});

it('has a refusal tried again that asks for nothing at the ERP', async () => {
  const { person, retries } = desk('was refused: locked by BATCH');
  await person.work([{ ...usual, code: 'rejected' }]);
  expect(retries()).toEqual([['case-1', 'the ERP sees no reason for its refusal any more']]);
});

it('leaves alone what is to stay parked at the end', async () => {
  const { person, retries } = desk(
    asking,
    planned(({ ending }) => ending === 'parked'),
  );
  await person.work([usual, { ...usual, code: 'rejected' }]);
  expect(retries()).toEqual([]);
});
