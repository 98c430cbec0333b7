import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import type { Terminal } from '../terminal.ts';
import type { DiffOptions } from './diff.ts';
import type { TryOptions } from './try.ts';

type Around = {
  readonly terminal: Terminal;
  /** With the servers that `up` brings. */
  readonly local: () => Config;
  readonly exit: (status: number) => void;
};

/** `quittance mapping try` and `diff`: what a profile would post, and posts not. */
export function addDryRuns(mapping: Command, { terminal, local, exit }: Around): void {
  mapping
    .command('try')
    .description('map one event or payment, and show each field, the document and the journal; posts nothing')
    .option('--event <file>', 'an event of Stripe as JSON')
    .option('--stripe-id <id>', 'a payment (pi_…, ch_…) or a customer (cus_…), read from Stripe')
    .option('--company <key>', 'whose; needed where there are several companies')
    .option('--version <version>', 'a version that went live, as 3, or draft: what is on disk', 'draft')
    .option('--order <file>', 'the order behind the payment, as shops push it; its sources are not asked then')
    .option('--offline', 'with --event: ask Stripe for nothing that the file lacks')
    .option('--json', 'as JSON')
    .action(async (options: TryOptions) =>
      exit(await (await import('./try.ts')).tryMapping(local(), options, terminal)),
    );
  mapping
    .command('diff')
    .description('map past payments by two versions, and show which documents differ and how; posts nothing')
    .requiredOption('--from <version>', 'a version that went live, as 2')
    .option('--to <version>', 'another, as 3, or draft: what is on disk', 'draft')
    .option('--days <days>', 'how far back', Number, 30)
    .option('--limit <payments>', 'so many payments at most, the newest', Number, 1_000)
    .option('--company <key>', 'whose; needed where there are several companies')
    .option('--json', 'as JSON')
    .action(async (options: DiffOptions) =>
      exit(await (await import('./diff.ts')).diffMapping(local(), options, terminal)),
    );
}
