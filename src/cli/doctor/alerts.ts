import type { AlertChannel } from '../../alerts/channel.ts';
import { whyNot } from '../../alerts/channel.ts';
import type { Config } from '../../config.ts';
import { scrub } from '../../domain/scrub.ts';
import { createAlertMessages } from '../../store/alert-messages.ts';
import { openDatabase } from '../../store/db.ts';
import { alertChannels } from '../../worker/alerts.ts';
import { Wrong, type Check } from './check.ts';

/** Each channel: whether it can be reached now, and what failed last. Nobody is told anything. */
export const alertChecks = ({ alerts, database }: Config): readonly Check[] =>
  alertChannels(alerts).map((channel) => ({
    name: `alerts by ${channel.name}`,
    mend: `Check alerts in quittance.yaml, then run \`quittance alerts test --channel ${channel.name}\``,
    async run() {
      const found = await probed(channel);
      const last = await lastFailureOf(channel.name, database.url);
      if (!last) return found;
      const told = `${last.at.toISOString()}: ${last.error}`;
      if (last.mended) return `${found}; it failed last at ${told}`;
      throw new Wrong(`${found}, but nothing was delivered since it failed at ${told}`);
    },
  }));

async function probed(channel: AlertChannel): Promise<string> {
  try {
    return await channel.probe();
  } catch (error) {
    throw new Wrong(scrub(whyNot(error)));
  }
}

/** A database that is away has a line of its own. */
async function lastFailureOf(channel: string, url: Config['database']['url']) {
  if (!url) return undefined;
  const db = openDatabase({ url: url.read(), poolSize: 1 });
  try {
    return await createAlertMessages(db)
      .lastFailure(channel)
      .catch(() => undefined);
  } finally {
    await db.close();
  }
}
