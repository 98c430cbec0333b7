import type { Command } from 'commander';
import { matchCommand, type Options, type Verbs } from './customers-commands.ts';

/** `quittance items …` */
export function addItemCommands(items: Command, { terminal, config, exit }: Verbs): void {
  matchCommand(items, 'items').action(async ({ company, ...options }: Options) => {
    const [{ withDesk }, { itemMatching }, { apply, review }] = await Promise.all([
      import('./matching/desk.ts'),
      import('./matching/items.ts'),
      import('./matching/run.ts'),
    ]);
    const status = await withDesk(config(), company, async (desk) =>
      options.apply
        ? apply(itemMatching(desk), options.apply, options, terminal)
        : review(itemMatching(desk), options, terminal),
    );
    exit(status);
  });
}
