import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedTemporal, resolveTemporal, temporalVersion } from '../../src/runtime/temporal-binary.ts';

let home = '';
let servers: Server[] = [];
const lines: string[] = [];
const say = (line: string): void => void lines.push(line);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'quittance-resolver-'));
  lines.length = 0;
});
afterEach(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers.splice(0)) server.close();
  rmSync(home, { recursive: true, force: true });
});

const temporal = `#!/bin/sh\necho "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"\n`;

function program(path: string, text = temporal): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

/** As `go install` does: it leaves `temporal` in GOBIN and notes that it ran. */
const go = (seconds = 0) => `#!/bin/sh
echo "$@" >> "${home}/go-ran"
sleep ${seconds}
printf '#!/bin/sh\\necho "temporal version 0.0.0-DEV"\\n' > "$GOBIN/temporal"
chmod +x "$GOBIN/temporal"
`;
const goRuns = () => readFileSync(join(home, 'go-ran'), 'utf8').trim().split('\n');

async function downloadServer(answer: (path: string) => { status: number; body?: Buffer } | 'silence') {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const reply = answer(request.url ?? '');
    if (reply !== 'silence') response.writeHead(reply.status).end(reply.body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const closed = 'http://127.0.0.1:1';
const resolve = (env: Record<string, string>, more: { downloadFrom?: string; downloadTimeoutMs?: number } = {}) =>
  resolveTemporal({ env: { HOME: home, ...env }, say, downloadFrom: closed, ...more });
const bin = () => join(home, 'bin');
const systemPath = '/usr/bin:/bin';

describe('Temporal is taken from', () => {
  it('TEMPORAL_ADDRESS before anything else, even while nobody answers there', async () => {
    const path = program(join(home, 'cli'));
    expect(await resolve({ TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_CLI_PATH: path })).toEqual({
      kind: 'address',
      address: 'temporal.example:7233',
    });
  });

  it('TEMPORAL_CLI_PATH before the PATH', async () => {
    program(join(bin(), 'temporal'));
    const path = program(join(home, 'cli'));
    expect(await resolve({ TEMPORAL_CLI_PATH: path, PATH: bin() })).toEqual({ kind: 'binary', path });
  });

  it('the PATH before the cache', async () => {
    program(cachedTemporal({ HOME: home }));
    const path = program(join(bin(), 'temporal'));
    expect(await resolve({ PATH: `/nowhere:${bin()}` })).toEqual({ kind: 'binary', path });
  });

  it('the cache before the download', async () => {
    const path = program(cachedTemporal({ HOME: home }));
    const { url, asked } = await downloadServer(() => ({ status: 500 }));
    expect(await resolve({ PATH: systemPath }, { downloadFrom: url })).toEqual({ kind: 'binary', path });
    expect(asked).toEqual([]);
    expect(path).toBe(join(home, '.cache', 'quittance', `temporal-${temporalVersion}`));
  });

  it('the cache that XDG_CACHE_HOME names', async () => {
    const path = program(join(home, 'xdg', 'quittance', `temporal-${temporalVersion}`));
    expect(await resolve({ XDG_CACHE_HOME: join(home, 'xdg') })).toEqual({ kind: 'binary', path });
  });

  it('the download before Go, kept in the cache', async () => {
    program(join(home, 'packed', 'temporal'));
    execFileSync('tar', ['-czf', join(home, 'archive'), '-C', join(home, 'packed'), 'temporal']);
    const { url, asked } = await downloadServer(() => ({ status: 200, body: readFileSync(join(home, 'archive')) }));
    program(join(bin(), 'go'), go());
    const found = await resolve({ PATH: `${bin()}:${systemPath}` }, { downloadFrom: url });
    expect(found).toEqual({ kind: 'binary', path: cachedTemporal({ HOME: home }) });
    expect(asked[0]).toMatch(/^\/cli\/archive\/v1\.5\.1\?platform=\w+&arch=\w+$/);
    expect(existsSync(join(home, 'go-ran'))).toBe(false);
    expect(readdirSync(dirname(cachedTemporal({ HOME: home })))).toEqual([`temporal-${temporalVersion}`]);
  });

  it('Go when the download does not answer, at the pinned version', async () => {
    const { url } = await downloadServer(() => 'silence');
    program(join(bin(), 'go'), go());
    const found = await resolve({ PATH: `${bin()}:${systemPath}` }, { downloadFrom: url, downloadTimeoutMs: 100 });
    expect(found).toEqual({ kind: 'binary', path: cachedTemporal({ HOME: home }) });
    expect(goRuns()).toEqual([`install github.com/temporalio/cli/cmd/temporal@${temporalVersion}`]);
    expect(lines.join('\n')).toContain('Building');
  });
});

it('builds once for two who ask at the same time', async () => {
  program(join(bin(), 'go'), go(1));
  const env = { PATH: `${bin()}:${systemPath}` };
  const both = await Promise.all([resolve(env), resolve(env)]);
  expect(both[0]).toEqual(both[1]);
  expect(goRuns()).toHaveLength(1);
});

it('takes over the lock of a builder that was killed', async () => {
  const lock = `${cachedTemporal({ HOME: home })}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, JSON.stringify({ pid: process.ppid, command: 'a builder that is no more' }));
  program(join(bin(), 'go'), go());
  await resolve({ PATH: `${bin()}:${systemPath}` });
  expect(goRuns()).toHaveLength(1);
  expect(existsSync(lock)).toBe(false);
});

describe('passes over', () => {
  it('another program called temporal', async () => {
    program(join(bin(), 'temporal'), '#!/bin/sh\necho "a calendar, version 3"\n');
    const path = program(cachedTemporal({ HOME: home }));
    expect(await resolve({ PATH: bin() })).toEqual({ kind: 'binary', path });
  });

  it('one that cannot run', async () => {
    const path = program(cachedTemporal({ HOME: home }));
    const broken = program(join(home, 'broken'), '#!/bin/sh\nexit 3\n');
    expect(await resolve({ TEMPORAL_CLI_PATH: broken })).toEqual({ kind: 'binary', path });
  });
});

describe('when nothing works, the message', () => {
  it('names all six ways, why each failed and how to mend it', async () => {
    program(join(bin(), 'go'), '#!/bin/sh\necho "go: module lookup disabled" >&2\nexit 1\n');
    const failure = resolve({ TEMPORAL_CLI_PATH: '/no/such/temporal', PATH: `${bin()}:${systemPath}` });
    await expect(failure).rejects.toThrow(/No Temporal server was found in any of six ways/);
    const message = await failure.catch((error: Error) => error.message);
    const expected = [
      /1\. TEMPORAL_ADDRESS: not set\. Set it to .*127\.0\.0\.1:7233/,
      /2\. TEMPORAL_CLI_PATH: \/no\/such\/temporal does not exist.*for example \/usr/,
      /3\. `temporal` on the PATH: .*Install/,
      /4\. our cache, .*temporal-v1\.5\.1: .*Put/,
      /5\. the download: http:\/\/127\.0\.0\.1:1 cannot be reached.*Let this machine reach/,
      /6\. go install of v1\.5\.1: .*module lookup disabled\. Install Go/,
    ];
    for (const line of expected) expect(message).toMatch(line);
  });

  it('says that Go is missing where it is', async () => {
    await expect(resolve({ PATH: '/nowhere' })).rejects.toThrow(/no `go` on the PATH/);
  });

  it('names a wrong TEMPORAL_ADDRESS and a right one', async () => {
    await expect(resolve({ TEMPORAL_ADDRESS: 'http://temporal' })).rejects.toThrow(
      /"http:\/\/temporal".*127\.0\.0\.1:7233/,
    );
  });
});
