import type { Reference } from '../../../domain/documents.ts';
import type { CustomerWay } from '../customer-changes.ts';
import { inTen } from '../formats.ts';
import type { Door } from '../soap.ts';
import type { System } from '../system.ts';
import { idocXml } from './control.ts';
import { changedDebmas } from './debmas.ts';
import { ways, type IdocSettings } from './documents.ts';
import { createInbox } from './inbox.ts';
import { ended, processed } from './posting.ts';
import { idocsOf } from './status.ts';

/** All changes of a customer share an ARCKEY, by which those that are still under way are found. */
const keyOf = (number: string): Reference => `QCUST0${inTen(number).padStart(10, '0')}` as Reference;

/** By DEBMAS, whose status says how it ended. */
export function customersByIdoc(
  system: System,
  door: Door,
  path: string,
  settings: IdocSettings,
): Pick<CustomerWay, 'write' | 'settled'> {
  const store = createInbox(door, path);
  const { timeZone } = system.organisation;
  const { type } = ways.customer;
  const nameOf = (idoc: string): string => `IDoc ${idoc} (change of a customer)`;
  return {
    async settled(number, signal) {
      const stored = await idocsOf(system.rfc, type.message, keyOf(number), signal);
      for (const { number: idoc, state } of stored)
        if (state === 'under way') await ended(system.rfc, idoc, nameOf(idoc), signal);
    },

    async write(number, due, signal) {
      const origin = { partner: settings.partner, at: new Date(), timeZone };
      const segments = changedDebmas(inTen(number), due);
      const idoc = await store(idocXml(type, segments, keyOf(number), origin), signal);
      await processed(system.rfc, idoc, nameOf(idoc), signal);
    },
  };
}
