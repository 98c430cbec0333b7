import { afterAll, describe, expect, it } from 'vitest';
import { tryMapping, type TryOptions } from '../../src/cli/mapping/try.ts';
import { loadConfig } from '../../src/config.ts';
import { bareEvent, dryCompany, order, wholeEvent } from './dry-company.ts';

const company = dryCompany();
afterAll(company.remove);

async function tried(options: Partial<TryOptions>) {
  const printed: string[] = [];
  const terminal = {
    env: {},
    out: (text: string) => void printed.push(text),
    err: () => undefined,
    interactive: false,
  };
  const config = loadConfig({ path: company.config, env: company.env });
  const status = await tryMapping(config, { version: 'draft', offline: true, ...options }, terminal);
  return { status, text: printed.join('\n') };
}
const whole = () => company.written('whole.json', wholeEvent);

describe('quittance mapping try', () => {
  it('maps an event that holds all without Stripe: each field with its expression, the documents, the journal', async () => {
    const { status, text } = await tried({ event: whole(), order: company.written('order.json', order) });
    expect(text).toContain('Mapped by acme@1; nothing was posted.');
    expect(text).toMatch(/order_number\s+│ order\.id/);
    expect(text).toMatch(/4010\s+│\s+│ 100\.00 USD/);
    expect(text).toMatch(/1010\s+│ 119\.00 USD/);
    expect(status).toBe(0);
  });

  it('gives the same to programs', async () => {
    const { text } = await tried({ event: whole(), order: company.written('order.json', order), json: true });
    const run = JSON.parse(text) as { documents: { document: { kind: string }; journal: unknown }[] };
    expect(run.documents.map(({ document }) => document.kind)).toEqual(['customer', 'invoice', 'cash-receipt']);
    expect(run.documents[2]?.journal).toEqual([
      { side: 'debit', account: '1010', amount: { minor: 11_900, currency: 'USD' } },
      { side: 'credit', account: 'customer (new)', amount: { minor: 11_900, currency: 'USD' } },
    ]);
  });

  it('says what is missing where the event holds less', async () => {
    const { text } = await tried({ event: company.written('bare.json', bareEvent) });
    expect(text).toContain('Not shown: the order S-1: none of its sources');
    expect(text).toMatch(/Not shown: charges of pi_1: not in .*bare\.json, and not read from Stripe/);
  });

  it.each([
    ['what is no JSON', '{', /is not JSON/],
    ['what is no event', '{"id":"pi_1"}', /is no event of Stripe: type is missing/],
    [
      'an event that nothing is posted of',
      '{"type":"price.created","data":{"object":{"id":"price_1"}}}',
      /nothing is posted of an event price\.created/,
    ],
  ])('refuses %s', async (_what, text, words) => {
    await expect(tried({ event: company.written('odd.json', text) })).rejects.toThrow(words);
  });

  it('wants one thing to map', async () => {
    await expect(tried({})).rejects.toThrow(/Add --event <file>, or --stripe-id/);
  });
});
