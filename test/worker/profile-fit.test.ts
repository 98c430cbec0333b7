import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/config.ts';
import { loadProfile } from '../../src/mapping/profile/load.ts';
import { shownProblem } from '../../src/mapping/profile/problem.ts';
import { misfitsOf } from '../../src/worker/profile-fit.ts';
import { withBase, type ProfileChoices } from '../support/profiles.ts';

const loaded = (choices: ProfileChoices) => loadProfile(withBase(choices), { dir: 'mappings/acme' });
const misfits = (choices: ProfileChoices, erp: object): readonly string[] =>
  misfitsOf(loaded(choices), { erp } as Company).map(shownProblem);
const taxCodes = {
  tax_codes: [
    { rate: '0', code: 'A0' },
    { rate: '19', code: 'A2' },
  ],
  otherwise: 'ask',
};
const euros = {
  stripe_clearing: { account: '1010', cases: [{ when: { currency: 'EUR' }, account: '1011' }] },
};

describe('a profile that is right by itself', () => {
  it('may not give a tax code that SAP is not told of', () => {
    const sap = { adapter: 'sap-ecc', taxes: { A0: { classification: '0' } } };
    expect(misfits({ base: 'sap-ecc-default', taxCodes }, sap)).toEqual([
      expect.stringMatching(
        /^mappings\/acme\/tax-codes\.yaml:\d+:\d+ tax_codes\[1\]\.code A2 is not among erp\.taxes of quittance\.yaml$/,
      ),
    ]);
  });

  it('may not name a currency that has no number at the Prophet 21 site', () => {
    const site = { file: 'mappings/acme/prophet-21.yaml', profile: { currencies: { USD: '1' } } };
    const native = { adapter: 'p21', dialect: 'native', site };
    expect(misfits({ accounts: euros }, native)).toEqual([
      expect.stringMatching(
        /EUR has no number in Prophet 21: add it to currencies of mappings\/acme\/prophet-21\.yaml$/,
      ),
    ]);
  });

  it('fits a gateway, which knows all currencies', () => {
    expect(misfits({ accounts: euros }, { adapter: 'p21', dialect: 'facade' })).toEqual([]);
  });
});
