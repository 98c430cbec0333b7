import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { Complaint, failed, type Terminal } from './terminal.ts';

type Verbs = { readonly terminal: Terminal; readonly config: () => Config; readonly exit: (status: number) => void };

/** `quittance alerts …` */
export function addAlertCommands(alerts: Command, { terminal, config, exit }: Verbs): void {
  alerts
    .command('test')
    .description('send a message by every channel, and say whether it arrived')
    .option('--channel <name>', 'only by this one: log, webhook, email, or a name of yours')
    .option('--json', 'as JSON')
    .action(async ({ channel, json }: { channel?: string; json?: boolean }) => {
      const { testAlerts } = await import('./alerts.ts');
      const tested = await testAlerts(config(), channel, terminal);
      const lines = tested.map(({ channel, ok, text }) => `${ok ? 'ok     ' : 'FAILED '} ${channel}: ${text}`);
      terminal.out(json ? JSON.stringify(tested, undefined, 2) : lines.join('\n'));
      exit(tested.every(({ ok }) => ok) ? 0 : failed);
    });
  alerts
    .command('list')
    .description('alerts that are not over, newest first, and what became of telling them')
    .option('--all', 'those that are over, and successes, too')
    .option('--limit <count>', 'at most so many', '50')
    .option('--json', 'as JSON')
    .action(async ({ all, limit, json }: { all?: boolean; limit: string; json?: boolean }) => {
      if (!/^[1-9]\d{0,4}$/.test(limit)) throw new Complaint(`--limit ${limit} is no number from 1 to 99999`);
      const { alertTable, listAlerts } = await import('./alerts.ts');
      const found = await listAlerts(config(), { open: !all, limit: Number(limit) });
      terminal.out(json ? JSON.stringify(found, undefined, 2) : alertTable(found));
    });
}
