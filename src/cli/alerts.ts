import { randomUUID } from 'node:crypto';
import Table from 'cli-table3';
import { whyNot } from '../alerts/channel.ts';
import { createLogChannel } from '../alerts/log-channel.ts';
import type { Config } from '../config.ts';
import type { AlertMessage } from '../domain/alert.ts';
import { nearestName } from '../domain/nearest-name.ts';
import { scrub } from '../domain/scrub.ts';
import { createLogger } from '../runtime/log.ts';
import { createAlertRows, type ListedAlert } from '../store/alerts.ts';
import { openDatabase } from '../store/db.ts';
import { alertChannels } from '../worker/alerts.ts';
import { Complaint, type Terminal } from './terminal.ts';

export type Tested = { readonly channel: string; readonly ok: boolean; readonly text: string };

/** Sends one message by each channel, or by one, past all rules: what comes back is what the other side said. */
export async function testAlerts(
  config: Config,
  only: string | undefined,
  { err }: Terminal,
): Promise<readonly Tested[]> {
  const log = createLogger({ level: 'info', sink: { write: (line) => err(line.trimEnd()) } });
  const all = [createLogChannel(log), ...alertChannels(config.alerts)];
  const wanted = all.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0) throw new Complaint(noChannel(String(only), all));
  const message = testMessage(Object.keys(config.companies)[0] ?? '');
  return Promise.all(
    wanted.map(async (channel) => {
      try {
        await channel.send(message);
        return { channel: channel.name, ok: true, text: `sent, as ${message.id}` };
      } catch (error) {
        return { channel: channel.name, ok: false, text: scrub(whyNot(error)) };
      }
    }),
  );
}

function noChannel(name: string, all: readonly { readonly name: string }[]): string {
  const names = all.map((one) => one.name);
  const near = nearestName(names, name);
  return `There is no channel ${name}${near === undefined ? '' : `; did you mean ${near}?`} There is ${names.join(', ')}`;
}

const testMessage = (company: string): AlertMessage => ({
  id: randomUUID(),
  digest: false,
  notices: [
    {
      what: 'raised',
      alert: {
        kind: 'configuration',
        company,
        code: 'test',
        subject: 'quittance alerts test',
        text: 'This is a test of alerts: nothing is wrong',
      },
      count: 1,
      since: new Date(),
    },
  ],
});

/** Newest first. */
export async function listAlerts(
  { database }: Config,
  filter: { readonly open: boolean; readonly limit: number },
): Promise<readonly ListedAlert[]> {
  if (!database.url) throw new Complaint('There is no database.url: alerts are kept in the database');
  const db = openDatabase({ url: database.url.read(), poolSize: 1 });
  try {
    return await createAlertRows(db).list(filter);
  } finally {
    await db.close();
  }
}

export function alertTable(alerts: readonly ListedAlert[]): string {
  if (alerts.length === 0) return 'There is no alert.';
  const table = new Table({ head: ['Last', 'Times', 'Company', 'Kind', 'What', 'Told', 'Over'], wordWrap: true });
  for (const { company, kind, text, count, last, over, told } of alerts)
    table.push([
      minute(last),
      count,
      company,
      kind,
      text,
      told.map(({ channel, what, state }) => `${channel}: ${what} ${state}`).join('\n'),
      over ? [minute(over.at), ...(over.how === undefined ? [] : [over.how])].join(' ') : '',
    ]);
  return table.toString();
}

const minute = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
