import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionPage } from '../../src/cli/mapping/function-page.ts';
import { schemaFiles } from '../../src/cli/mapping/schemas.ts';
import { templates } from '../../src/cli/mapping/templates.ts';
import { shippedMappings } from '../../src/mapping/profile/files.ts';
import { quittance } from './terminal.ts';

let dir: string;
beforeEach(() => (dir = join(mkdtempSync(join(tmpdir(), 'profile-')), 'acme')));
afterEach(() => rmSync(join(dir, '..'), { recursive: true }));

const init = (...more: readonly string[]) =>
  quittance(['mapping', 'init', '--company', 'acme', '--profile', dir, '--yes', ...more]);
const check = () => quittance(['mapping', 'check', '--profile', dir]);

const exampleFile = join(shippedMappings(), '..', 'quittance.example.yaml');
const secrets = [...readFileSync(exampleFile, 'utf8').matchAll(/env:([A-Z][A-Z0-9_]*)/g)].map(([, name]) =>
  String(name),
);
/** The example as somebody would begin with it. */
const example = {
  flags: ['--config', exampleFile],
  env: Object.fromEntries(secrets.map((name) => [name, 'dummy'])),
};

describe('mapping init', () => {
  it.each(['p21-default', 'sap-ecc-default'])('writes a short profile on %s that is right', async (base) => {
    expect(await init('--base', base, '--account', 'revenue=4711', '--tax-code', 'DE:19=A1')).toMatchObject({
      status: 0,
      err: '',
    });
    expect(readFileSync(join(dir, 'accounts.yaml'), 'utf8')).toContain("revenue: { account: '4711' }");
    expect(readFileSync(join(dir, 'tax-codes.yaml'), 'utf8')).toContain(
      "- { jurisdiction: DE, rate: '19', code: 'A1' }",
    );
    expect(existsSync(join(dir, 'sales-order.yaml'))).toBe(false);
    const { status, out } = await check();
    expect(out).toMatch(/acme@1 on \S+-default@2 is right: \d+ fields of 8 documents, 15 roles/);
    expect(status).toBe(0);
  });

  it.each(templates().map(({ name }) => name))('begins with the template %s, which is right', async (name) => {
    expect(await init('--use', name)).toMatchObject({ status: 0, err: '' });
    expect(await check()).toMatchObject({ status: 0, err: '' });
  });

  it('writes over nothing unless told', async () => {
    await init('--base', 'p21-default');
    expect(await init('--base', 'p21-default')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--force writes over it') as string,
    });
  });

  it.each([
    [['--base', 'p21-defualt'], 'There is no base p21-defualt; did you mean p21-default?'],
    [['--use', 'shopify'], 'There is no template shopify'],
    [['--base', 'p21-default', '--account', 'revenu=4000'], 'revenu is no role; did you mean revenue?'],
    [['--base', 'p21-default', '--tax-code', '19'], '--tax-code 19: write it as 19=A1'],
    [[], 'On which base?'],
  ])('says what is wrong with %o, and writes nothing', async (flags, says) => {
    const { status, err } = await init(...flags);
    expect(err).toContain(says);
    expect(status).toBe(2);
    expect(existsSync(dir)).toBe(false);
  });
});

describe('mapping check', () => {
  it('says everything that is wrong, by line and column, with status 2', async () => {
    await init('--base', 'p21-default');
    writeFileSync(join(dir, 'sales-order.yaml'), 'fields:\n  order_number: { from: order.idd }\n');
    const { status, err } = await check();
    expect(err).toContain('sales-order.yaml:2:31 fields.order_number.from order has no idd; did you mean id?');
    expect(err).toContain('One problem in');
    expect(status).toBe(2);
  });

  it('refuses an entry that would not balance, at the line of its amount', async () => {
    await init('--base', 'p21-default');
    writeFileSync(
      join(dir, 'journal.yaml'),
      `entries:
  payout:
    - { debit: payouts_in_transit, amount: { from: '$minus(amount, tax)' }, text: { value: Payout } }
    - { credit: stripe_clearing, amount: { from: '$times(amount, 2)' }, text: { value: Payout } }
`,
    );
    const { status, err } = await check();
    expect(err).toMatch(/journal\.yaml:4:\d+ entries\.payout\[1\]\.amount\S* leaves the entry out of balance/);
    expect(status).toBe(2);
  });
});

describe('mapping explain', () => {
  it('says what a field is, what fills it and what its expression may use', async () => {
    await init('--base', 'p21-default');
    const { out } = await quittance(['mapping', 'explain', 'sales-order.revenue_account', '--profile', dir]);
    expect(out).toContain("sales-order.lines.revenue_account: G/L account of the revenue; left out, the ERP's own");
    expect(out).toMatch(/filled by mappings\/p21-default\/sales-order\.yaml:\d+:\d+\n +from: line\.revenue_account/);
    expect(out).toContain('line.unit_price (money)');
    expect(out).toContain('$cut(');
  });

  it("lists what a company's ERP takes besides, and what fills it", async () => {
    const { out } = await quittance(
      ['mapping', 'explain', 'sales-order.extra', '--company', 'acme', ...example.flags],
      example.env,
    );
    expect(out).toContain('sales-order.extra: what p21/facade takes besides the neutral fields, always as text');
    expect(out).toMatch(/UserDefined\.… {2}.+, \d+ characters/);
    expect(out).toMatch(/Taker is filled by mappings\/acme\/sales-order\.yaml:\d+:\d+\n {2}value: QUITTANCE/);
    expect((await quittance(['mapping', 'explain', 'sales-order.extra'])).err).toContain('Add --company <key>');
  });

  it('lists documents and functions where it is asked for none', async () => {
    const { out } = await quittance(['mapping', 'explain']);
    expect(out).toContain('sales-order');
    expect(out).toContain('$money(');
  });

  it('names the nearest company', async () =>
    expect((await quittance(['mapping', 'check', '--company', 'acne', ...example.flags], example.env)).err).toBe(
      'There is no company acne in the configuration; did you mean acme?',
    ));

  it('names the nearest field', async () =>
    expect((await quittance(['mapping', 'explain', 'sales-order.revenue_acount'])).err).toContain(
      'did you mean revenue_account?',
    ));
});

describe('what is shipped', () => {
  it('lists its templates, each with its base', async () => {
    const { out } = await quittance(['mapping', 'templates']);
    expect(out).toContain('shopify-p21         on p21-default: A Shopify shop');
  });

  it.each(Object.entries(schemaFiles()))(
    'has a schema that is up to date: %s (else: quittance mapping schemas)',
    (file, text) =>
      expect(JSON.parse(readFileSync(join(shippedMappings(), 'schemas', file), 'utf8'))).toEqual(JSON.parse(text)),
  );

  it('has a page about functions that is up to date (else: quittance mapping schemas)', () =>
    expect(readFileSync(join(shippedMappings(), '..', 'docs', 'mapping-functions.md'), 'utf8')).toBe(functionPage()));

  it('has an example of a configuration whose profiles are all right', async () => {
    const { status, out, err } = await quittance(['mapping', 'check', ...example.flags], example.env);
    expect(err).toBe('');
    for (const company of ['acme@1 on p21', 'initech@1 on p21', 'globex@1 on sap-ecc']) expect(out).toContain(company);
    expect(status).toBe(0);
  });
});
