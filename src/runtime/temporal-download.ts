import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

type Download = {
  readonly target: string;
  readonly version: string;
  readonly from?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly say: (line: string) => void;
};

const execute = promisify(execFile);
const publicServer = 'https://temporal.download';
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
/** For the whole archive, about 60 MB. */
const bodyTimeoutMs = 300_000;

/** Fetches the program from where Temporal's SDKs fetch theirs, and gives up soon where networks are closed. */
export async function downloadTemporal({
  target,
  version,
  from = publicServer,
  timeoutMs = 5_000,
  say,
}: Download): Promise<void> {
  const url = new URL(`/cli/archive/${version}`, from);
  url.searchParams.set('platform', process.platform);
  url.searchParams.set('arch', architectures[process.arch] ?? process.arch);

  const response = await firstAnswer(url, timeoutMs);
  if (!response.ok || !response.body) throw new Error(`${url.origin} answered ${response.status}`);
  say(`Downloading Temporal ${version} from ${url.origin}`);
  mkdirSync(dirname(target), { recursive: true });
  const part = mkdtempSync(`${target}.`);
  try {
    const archive = join(part, 'archive.tar.gz');
    await pipeline(Readable.fromWeb(response.body), createWriteStream(archive));
    await execute('tar', ['-xzf', archive, '-C', part, 'temporal']);
    renameSync(join(part, 'temporal'), target);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** The short limit is for the first answer only; a slow line may take its time for the rest. */
async function firstAnswer(url: URL, timeoutMs: number): Promise<Response> {
  const early = new AbortController();
  const timer = setTimeout(() => early.abort(), timeoutMs);
  try {
    const response = await fetch(url, { signal: early.signal });
    setTimeout(() => early.abort(new Error(`not done within ${bodyTimeoutMs / 1_000} s`)), bodyTimeoutMs).unref();
    return response;
  } catch (cause) {
    if (early.signal.aborted) throw new Error(`no answer from ${url.origin} within ${timeoutMs / 1_000} s`, { cause });
    throw new Error(`${url.origin} cannot be reached`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
