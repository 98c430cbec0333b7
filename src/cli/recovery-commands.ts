import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { ReplayOptions } from './replay.ts';
import type { SweepReportOptions } from './sweep-report.ts';
import type { Terminal } from './terminal.ts';

type Verbs = { readonly terminal: Terminal; readonly config: () => Config };

/** `quittance sweep report` and `quittance replay`. */
export function addRecoveryCommands(program: Command, { terminal, config }: Verbs): void {
  program
    .command('sweep')
    .description("how Stripe's events are looked through for those that the webhook missed")
    .command('report')
    .description('what the sweeps have read, started and healed')
    .option('--company <key>', 'whose; needed where there are several companies')
    .option('--since <time>', 'from this day or time on; a day ago unless told')
    .option('--json', 'as JSON')
    .action(async (options: SweepReportOptions) =>
      (await import('./sweep-report.ts')).sweepReport(config(), options, terminal),
    );
  program
    .command('replay')
    .description('wake the flows of what happened once more; harmless, because what stands is never posted again')
    .option('--company <key>', 'whose; needed where there are several companies')
    .option('--since <time>', 'what happened from this day or time on; before the last 30 days by lists of objects')
    .option('--type <type...>', 'only these: types of events, or payment_intent, refund, dispute or customer')
    .option('--id <id...>', 'only these: ids of events, payments, charges, refunds, disputes, customers or products')
    .option('--dry-run', 'only say whom it would wake')
    .option('--json', 'as JSON')
    .action(async (options: ReplayOptions) => (await import('./replay.ts')).replay(config(), options, terminal));
}
