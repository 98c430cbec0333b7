import { killings } from '../demo/drill.ts';
import type { Product } from '../demo/product.ts';
import type { Sandboxes, Site } from '../demo/sandboxes.ts';
import { tell } from '../demo/stage.ts';
import type { Blow } from './blows.ts';

type Surroundings = { readonly sandboxes: Sandboxes; readonly product: Product };
type Striking<Name extends Blow['do']> = (at: Surroundings, blow: Extract<Blow, { do: Name }>) => Promise<unknown>;

export const strike = (at: Surroundings, blow: Blow): Promise<unknown> =>
  (strikes[blow.do] as Striking<Blow['do']>)(at, blow);

const strikes: { readonly [Name in Blow['do']]: Striking<Name> } = {
  fault: (at, { company, system, fault }) => tell(`${siteOf(at, company)[system].url}/_sandbox/faults`, fault),
  behaviour: (at, { company, system, behaviour }) =>
    tell(`${siteOf(at, company)[system].url}/_sandbox/behaviour`, behaviour),
  clock: (at, { company, seconds }) =>
    tell(`${siteOf(at, company).stripe.url}/_sandbox/clock`, { advance_seconds: seconds }),
  'lose events': (at, { company }) => tell(`${siteOf(at, company).stripe.url}/_sandbox/deliveries/discard`, {}),
  kill: ({ product }, { victim }) => killings[victim](product),
};

/** In a few words, for people who watch. */
export const wordsOf = (blow: Blow): string => words[blow.do](blow as never);
const words: { readonly [Name in Blow['do']]: (blow: Extract<Blow, { do: Name }>) => string } = {
  fault: ({ company, system, fault: { kind, status } }) =>
    `${company}: ${system}: ${kind}${status ? ` ${status}` : ''}`,
  behaviour: ({ company, system, behaviour }) => `${company}: ${system}: ${JSON.stringify(behaviour)}`,
  clock: ({ company, seconds }) => `${company}: Stripe's clock moves by ${seconds} s`,
  'lose events': ({ company }) => `${company}: events are lost`,
  kill: ({ victim }) => `kill: ${victim}`,
};

/** Nothing more goes wrong: what was armed is disarmed, and Stripe books at once again. */
export async function calm({ sandboxes: { sites } }: Pick<Surroundings, 'sandboxes'>): Promise<void> {
  for (const { stripe, erp, shop } of sites) {
    for (const { url } of [stripe, erp, shop]) await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
    await tell(`${stripe.url}/_sandbox/behaviour`, { balanceLateMs: 0 });
  }
}

function siteOf({ sandboxes }: Surroundings, key: string): Site {
  const site = sandboxes.sites.find(({ company }) => company.key === key);
  if (site) return site;
  throw new Error(`${key} is no company of this chaos`);
}
