import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { ConfigError, loadConfig, parseConfig, suggestedNames } from '../../src/config.ts';
import { z } from 'zod';
import { examples } from '../../src/config/fields.ts';
import { configSchema } from '../../src/config/schema.ts';

const example = readFileSync('quittance.example.yaml', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'quittance-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
type Schema = z.core.JSONSchema.BaseSchema;
const leavesOf = (schema: Schema, path: readonly string[]): readonly string[] => {
  const children = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => leavesOf(one, path));
  const named = Object.entries(schema.properties ?? {}).flatMap(([key, one]) =>
    leavesOf(one as Schema, [...path, key]),
  );
  const free =
    typeof schema.additionalProperties === 'object' ? leavesOf(schema.additionalProperties, [...path, '*']) : [];
  const all = [...children, ...named, ...free];
  return all.length > 0 ? all : [path.join('.')];
};
const parse = (text: string, env: Record<string, string> = {}) =>
  parseConfig(text, {
    file: 'quittance.yaml',
    env: { TEMPORAL_ADDRESS: '127.0.0.1:7233', ...env },
    read: () => readFileSync('mappings/p21-native.example.yaml', 'utf8'),
  });

describe('quittance.example.yaml', () => {
  it('is a valid configuration, whose defaults are those of leaving the field out', () => {
    const { companies } = parse(example);
    const document = parseDocument(example);
    for (const path of [
      ['orders', 'grace_minutes'],
      ['orders', 'sources'],
      ['customers'],
      ['metadata_keys'],
      ['sync'],
      ['erp', 'limits'],
    ])
      document.deleteIn(['companies', 'acme', ...path]);
    expect(JSON.stringify(parse(String(document)).companies)).toBe(JSON.stringify(companies));
  });

  it('mentions every field that there is', () => {
    const mentioned = (name: string) => new RegExp(`\\b${name.split('.').at(-1)}:`).test(example);
    expect(Object.keys(examples).filter((name) => !name.endsWith('*') && !mentioned(name))).toEqual([]);
  });

  it('refers only to variables whose meaning is written down', () => {
    const names = [...example.matchAll(/^[^#\n]*env:([A-Z][A-Z0-9_]*)/gm)].map(([, name]) => name);
    expect(names.filter((name) => name !== 'NAME' && !(String(name) in suggestedNames))).toEqual([]);
  });
});

describe('examples of right', () => {
  it('exist for every field', () => {
    const schema = configSchema({
      env: {},
      secretOf: (reference) => ({ reference, read: () => '' }),
      fileBeside: (file) => ({ file, content: undefined }),
      beside: (path) => path,
    });
    expect(
      leavesOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), []).filter(
        (name) => !(name in examples),
      ),
    ).toEqual([]);
  });

  it('are right: each is accepted where its field stands', () => {
    for (const [name, line] of Object.entries(examples)) {
      if (line.includes('…') || name.includes('.auth.')) continue;
      // A field of one ERP alone fits only where that ERP is.
      expect(
        ['acme', 'initech', 'globex'].some((company) => isAccepted(company, name, line)),
        name,
      ).toBe(true);
    }
  });

  function isAccepted(company: string, name: string, line: string): boolean {
    const document = parseDocument(example);
    document.setIn(
      ['companies', 'acme', 'orders', 'http'],
      document.createNode({ url: 'https://shop.example.com/orders/{order}' }),
    );
    const path = name
      .replace('companies.*', `companies.${company}`)
      .replace('taxes.*.', 'taxes.A1.')
      .replace('channels.*.', 'channels.ops.')
      .split('.')
      .filter((step) => step !== '*');
    const section = parseDocument(line).toJS() as Record<string, unknown>;
    for (const [key, value] of Object.entries(section))
      document.setIn([...(name.endsWith('*') ? path : path.slice(0, -1)), key], value);
    try {
      return Boolean(parse(String(document), { X: 'y' }));
    } catch (error) {
      if (error instanceof ConfigError) return false;
      throw error;
    }
  }
});

describe('secrets', () => {
  const secretOf = (text: string, env = {}) =>
    parse(example.replace('env:STRIPE_API_KEY', text), env).companies['acme']?.stripe.apiKey;

  it('are read where they are used, from the environment', () => {
    expect(secretOf('env:KEY', { KEY: 'sk_test_1' })?.read()).toBe('sk_test_1');
  });

  it('say which field wants them, and how to mend it, when they lead nowhere', () => {
    expect(() => secretOf('env:KEY')?.read()).toThrow(
      /^env:KEY, wanted by companies\.acme\.stripe\.api_key \(quittance\.yaml:\d+\): the environment variable KEY is not set or empty\. Set it where quittance starts\.$/,
    );
  });

  it('are read again from a file that was rotated', () => {
    const path = join(folder, 'key');
    writeFileSync(path, 'first\n');
    const secret = secretOf(`file:${path}`);
    expect(secret?.read()).toBe('first');
    writeFileSync(path, 'second one\n');
    expect(secret?.read()).toBe('second one');
    rmSync(path);
    expect(() => secret?.read()).toThrow(`the file ${path} can't be read or is empty`);
  });

  it('show only their reference, however they are printed', () => {
    const secret = secretOf('env:KEY', { KEY: 'sk_test_1' });
    expect(`${inspect(secret, { showHidden: true })} ${JSON.stringify({ secret })}`).toBe(
      'env:KEY {"secret":"env:KEY"}',
    );
  });
});

it('loads the file that QUITTANCE_CONFIG names', () => {
  const path = join(folder, 'other.yaml');
  writeFileSync(path, example.replace('site: mappings/', `site: ${process.cwd()}/mappings/`));
  const config = loadConfig({ env: { QUITTANCE_CONFIG: path, TEMPORAL_ADDRESS: 'temporal:7233' } });
  expect(config.temporal.address).toBe('temporal:7233');
});

it('says how to get a configuration where there is none', () => {
  expect(() => loadConfig({ path: join(folder, 'none.yaml'), env: {} })).toThrow(ConfigError);
  expect(() => loadConfig({ path: join(folder, 'none.yaml'), env: {} })).toThrow('`quittance init` writes one');
});

it('gives a company its own ERP connection, unless it shares one by name', () => {
  expect(parse(example).companies['acme']?.erp.connection).toBe('acme');
  expect(
    parse(example.replace("company: '01'", "company: '01'\n      connection: main")).companies['acme']?.erp.connection,
  ).toBe('main');
});
