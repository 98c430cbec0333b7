import { describe, expect, it } from 'vitest';
import { createCompanies } from '../../src/store/companies.ts';
import { ownDatabase } from './opened.ts';

const { db } = ownDatabase();
const acme = { company: 'acme', stripeAccount: 'acct_1', livemode: false, erp: 'p21', erpCompany: '01' };

describe("a company's key", () => {
  it('is bound once, also when several workers start together, and found again', async () => {
    const companies = createCompanies(db());
    await Promise.all(Array.from({ length: 5 }, () => companies.bind(acme)));
    await companies.bind(acme);
    const bound = await db().selectFrom('audit').select('what').where('company', '=', 'acme').execute();
    expect(bound).toEqual([{ what: 'bound' }]);
  });

  it.each([
    ['another Stripe account', { stripeAccount: 'acct_2' }, /Stripe account was acct_1, now is acct_2/],
    ['live where it was test', { livemode: true }, /livemode was false, now is true/],
    ['another ERP', { erp: 'sap-ecc' }, /ERP was p21, now is sap-ecc/],
    ['another ERP company', { erpCompany: '02' }, /ERP company was 01, now is 02/],
  ])('refuses %s, and says how to go on', async (_, change, message) => {
    const companies = createCompanies(db());
    await companies.bind(acme);
    await expect(companies.bind({ ...acme, ...change })).rejects.toThrow(message);
    await expect(companies.bind({ ...acme, ...change })).rejects.toThrow(/for example "acme-2"/);
  });
});
