import { normalEmail } from '../domain/email.ts';
import { normalName, normalPostcode } from './normal.ts';
import type { Evidence } from './evidence.ts';

type Somebody = {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly postalCode?: string;
};
export type StripeSide = Somebody & {
  /** The ERP's number in Stripe's metadata. */
  readonly named?: string;
  /** The ERP's number in the crosswalk. */
  readonly linked?: string;
};
export type ErpSide = Somebody & {
  /** `cus_…`, where the ERP keeps it. */
  readonly stripeId?: string;
  readonly blocked: boolean;
};

const listed = (id: string | undefined): readonly string[] => (id ? [id] : []);

/** How a customer of Stripe and one of the ERP are known to be the same. A name alone proves nothing. */
export const customerEvidence: Evidence<StripeSide, ErpSide> = {
  namings: [
    { words: "Stripe's metadata names it", byStripe: ({ named }) => listed(named) },
    { words: 'linked before', byStripe: ({ linked }) => listed(linked) },
    { words: 'the ERP keeps its Stripe id', byErp: ({ stripeId }) => listed(stripeId) },
  ],
  keys: [
    { match: 'exact', words: 'e-mail', ofStripe: emailOf, ofErp: emailOf },
    { match: 'likely', words: 'name and postcode', ofStripe: placeOf, ofErp: placeOf },
  ],
  doubt: ({ blocked }) => (blocked ? 'it is blocked in the ERP' : undefined),
};

function emailOf({ email }: Somebody): string {
  return email ? normalEmail(email) : '';
}

function placeOf({ name, postalCode }: Somebody): string {
  const [who, where] = [normalName(name ?? ''), normalPostcode(postalCode ?? '')];
  return who && where ? `${who}|${where}` : '';
}
