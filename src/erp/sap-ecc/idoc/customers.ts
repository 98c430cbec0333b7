import type { CustomerWay } from '../customer-changes.ts';
import { inTen } from '../formats.ts';
import { settingKey } from '../setting-key.ts';
import type { Door } from '../soap.ts';
import type { System } from '../system.ts';
import { idocXml } from './control.ts';
import { changedDebmas } from './debmas.ts';
import { ways, type IdocSettings } from './documents.ts';
import { createInbox } from './inbox.ts';
import { processed } from './posting.ts';

/** By DEBMAS, whose status says how it ended. */
export function customersByIdoc(
  system: System,
  door: Door,
  path: string,
  settings: IdocSettings,
): CustomerWay['write'] {
  const store = createInbox(door, path);
  const { timeZone } = system.organisation;
  return async (number, due, signal) => {
    const origin = { partner: settings.partner, at: new Date(), timeZone };
    const segments = changedDebmas(inTen(number), due);
    const idoc = await store(idocXml(ways.customer.type, segments, settingKey(), origin), signal);
    await processed(system.rfc, idoc, `IDoc ${idoc} (change of a customer)`, signal);
  };
}
