import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { MatchOptions } from './matching/run.ts';
import type { Terminal } from './terminal.ts';

export type Verbs = {
  readonly terminal: Terminal;
  readonly config: () => Config;
  readonly exit: (status: number) => void;
};
export type Options = MatchOptions & { readonly company?: string };

/** `quittance customers …` */
export function addCustomerCommands(customers: Command, { terminal, config, exit }: Verbs): void {
  matchCommand(customers, 'customers').action(async ({ company, ...options }: Options) => {
    const [{ withDesk }, { customerMatching }, { apply, review }] = await Promise.all([
      import('./matching/desk.ts'),
      import('./matching/customers.ts'),
      import('./matching/run.ts'),
    ]);
    const status = await withDesk(config(), company, async (desk) =>
      options.apply
        ? apply(customerMatching(desk), options.apply, options, terminal)
        : review(customerMatching(desk), options, terminal),
    );
    exit(status);
  });
  customers
    .command('show <customer>')
    .description(
      "both sides of one customer, by Stripe's id or the ERP's number, with who decides and who changed what",
    )
    .option('--company <key>', 'whose; needed where there are several companies')
    .option('--json', 'as JSON')
    .action(async (id: string, options: { company?: string; json?: boolean }) =>
      (await import('./customers-show.ts')).showCustomer(config(), id, options, terminal),
    );
}

export const matchCommand = (parent: Command, what: 'customers' | 'items'): Command =>
  parent
    .command('match')
    .description(`propose which ${what} of Stripe and of the ERP are the same, for a person to review`)
    .option('--company <key>', 'whose; needed where there are several companies')
    .option('--out <file>', 'where the review goes', `${what}.csv`)
    .option('-f, --force', 'write over a review that exists')
    .option('--apply <file>', 'carry out what was decided in this review; it may be run again')
    .option('--json', 'as JSON');
