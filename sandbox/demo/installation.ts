import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { openAlertPost, type AlertPost } from './alert-post.ts';
import { lookInto, type Desk } from './cases.ts';
import type { Company } from './companies/company.ts';
import { startProduct, type Product } from './product.ts';
import { startSandboxes, type Sandboxes } from './sandboxes.ts';

type Wanted = {
  /** Of its own: configuration, data, logs. */
  readonly dir: string;
  readonly companies: readonly Company[];
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly shipAfterMs?: number;
  readonly sync?: (company: Company) => Readonly<Record<string, number>>;
};
export type Installation = {
  readonly sandboxes: Sandboxes;
  readonly product: Product;
  readonly desk: Desk;
  readonly post: AlertPost;
};

/** The sandboxes of all companies and the whole product, for as long as something is done with them. */
export async function installed<T>(
  { dir, companies, seed, say, shipAfterMs, sync }: Wanted,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const sandboxes = await startSandboxes(companies, { seed, ...(shipAfterMs !== undefined && { shipAfterMs }) });
  const post = await openAlertPost();
  const product = await startProduct({ dir, sandboxes, post, say, ...(sync && { sync }) });
  const desk = await lookInto(product.servers.temporalAddress);
  try {
    return await use({ sandboxes, product, desk, post });
  } catch (error) {
    say(`it can't go on: ${inspect(error)}`); // At once: what is still under way may fail louder than its cause.
    throw error;
  } finally {
    say('ending: what is under way is finished first');
    await product.stop();
    await sandboxes.close();
    await post.close();
    await desk.close(); // Last: a look that is still under way would find its connection closed.
  }
}

/** The database may lie elsewhere, and a link lead there. */
export function removeInstallation(dir: string): void {
  const database = join(dir, 'data', 'postgres');
  if (existsSync(database)) rmSync(realpathSync(database), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
}

/** Resolves when somebody wants it to end. */
export const endedByUser = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
  });

type Command<O> = {
  readonly usage: string;
  readonly read: (args: readonly string[]) => O;
  /** Gives the exit code. */
  readonly run: (options: O) => Promise<number>;
};

/** What was typed wrongly is told in a sentence; what went wrong afterwards with all that is known of it. */
export async function obey<O>(args: readonly string[], { usage, read, run }: Command<O>): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    return 0;
  }
  let options: O;
  try {
    options = read(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  return run(options).catch((error: unknown) => {
    console.error(error);
    return 2;
  });
}
