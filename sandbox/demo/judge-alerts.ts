import type { AlertPost, Told } from './alert-post.ts';

/** A case that somebody saw waiting. */
export type SeenCase = { readonly caseId: string; readonly code: string; readonly isOpen: boolean };
type Heard = Pick<AlertPost, 'webhook' | 'mailbox'>;

const channels = { webhook: 'the webhook', mailbox: 'the mailbox' } as const;

/** Of each case people hear once by each channel, once more for each other code that it takes on, and once that it is over. */
export const alertFaults = (company: string, cases: readonly SeenCase[], heard: Heard): readonly string[] =>
  (Object.keys(channels) as (keyof typeof channels)[]).flatMap((channel) => {
    const told = heard[channel].filter((one) => one.company === company);
    const of = (caseId: string, what: Told['what']) => told.filter((one) => one.caseId === caseId && one.what === what);
    const count = (caseId: string, what: Told['what']): number =>
      new Set(of(caseId, what).map(({ message }) => message)).size;
    const codes = (caseId: string): number => new Set(of(caseId, 'raised').map(({ code }) => code)).size;
    return cases.flatMap(({ caseId, code, isOpen }) => [
      ...fault(`${channels[channel]} heard of case ${caseId} (${code})`, count(caseId, 'raised'), codes(caseId) || 1),
      ...fault(
        `${channels[channel]} heard that case ${caseId} (${code}) is over`,
        count(caseId, 'recovered'),
        isOpen ? 0 : 1,
      ),
    ]);
  });

const fault = (what: string, found: number, wanted: number): readonly string[] =>
  found === wanted ? [] : [`${what} ${found} times, not ${wanted}`];

/** How many cases people were told of, and how many of these they were told are over. */
export const toldOf = (
  company: string,
  { mailbox }: Heard,
): { readonly raised: number; readonly recovered: number } => {
  const of = (what: Told['what']) =>
    new Set(mailbox.filter((one) => one.company === company && one.what === what).map(({ caseId }) => caseId)).size;
  return { raised: of('raised'), recovered: of('recovered') };
};
