import { ErpError } from '../errors.ts';
import type { Call, CustomerChange, CustomerRecord, ErpPort } from '../port.ts';
import { conflict, readBack } from '../read-back.ts';
import { customerChange } from './bapi/customer.ts';
import {
  addressFields,
  emailField,
  nameLines,
  phoneField,
  stripeIdField,
  taxIdField,
  type Master,
  type MasterField,
} from './customer-master.ts';
import { missing, type Send } from './posting.ts';
import { readMaster, type StoredMaster } from './reading/customer-records.ts';
import { settingKey } from './setting-key.ts';
import type { Organisation, System } from './system.ts';

/** How a change reaches SAP, by whichever interface. */
export type CustomerWay = {
  readonly write: (number: string, due: Partial<Master>, signal: AbortSignal) => Promise<void>;
  /** Until earlier changes of this customer are no longer under way: before that, nobody sees what stands. */
  readonly settled?: (number: string, signal: AbortSignal) => Promise<void>;
  /** Fields that it can't set, and why. */
  readonly lacks?: Readonly<Partial<Record<MasterField, string>>>;
};

/** By a function, and its COMMIT where it does not commit by itself. */
export const customersBy =
  (system: System, send: Send): CustomerWay['write'] =>
  async (number, due, signal) =>
    void (await send(customerChange(number, due, system.organisation), settingKey(), signal));

/** Reads, compares, writes what differs, and reads again. */
export const createCustomerChanges = (
  system: System,
  { write, settled, lacks = {} }: CustomerWay,
): Pick<ErpPort, 'changeCustomer'> => ({
  async changeCustomer(number: string, change: CustomerChange, call?: Call): Promise<CustomerRecord> {
    if (change.blocked !== undefined && lacks.AUFSD !== undefined)
      throw new ErpError('rejected', `Customers can't be blocked here: ${lacks.AUFSD}`, { where: 'Blocked' });
    const signal = system.within(call);
    const dueOf = (stored: StoredMaster): Partial<Master> =>
      Object.fromEntries(
        Object.entries(wantedOf(change, stored, system.organisation)).filter(
          ([field, value]) => !(field in lacks) && stored.master[field as MasterField] !== value,
        ),
      );
    await settled?.(number, signal);
    const stored = await mustRead(system, number, signal);
    const due = dueOf(stored);
    if (Object.keys(due).length === 0) return stored.record;
    await write(number, due, signal);
    return readBack(`A change of customer ${number}`, async () => {
      const now = await mustRead(system, number, signal);
      const left = Object.keys(dueOf(now)) as MasterField[];
      const [field] = left;
      if (field === undefined) return now.record;
      if (left.length === Object.keys(due).length) throw missing(`The change of customer ${number}`);
      const where = named[field];
      throw conflict(`Customer ${number} stands in SAP with another ${where} than was sent`, where);
    });
  },
});

async function mustRead(system: System, number: string, signal: AbortSignal): Promise<StoredMaster> {
  const stored = await readMaster(system, number, signal);
  if (stored) return stored;
  const { companyCode } = system.organisation;
  throw new ErpError('not-found', `Company code ${companyCode} has no customer ${number}`, { where: 'Customer' });
}

/** What is to stand, in SAP's fields. */
function wantedOf(change: CustomerChange, stored: StoredMaster, organisation: Organisation): Partial<Master> {
  const { name, email, phone, address, taxId, stripeId, blocked } = change;
  return {
    ...(name !== undefined && nameLines(name)),
    ...(email !== undefined && { SMTP_ADDR: emailField(email ?? '') }),
    ...(phone !== undefined && { TELF1: phoneField(phone ?? '') }),
    ...(address !== undefined && addressFields(address ?? {}, organisation.unknownAddress)),
    ...(taxId !== undefined && { STCEG: taxIdField(taxId ?? '') }),
    ...(stripeId !== undefined && { NAME3: stripeIdField(stripeId) }),
    ...(blocked !== undefined && { AUFSD: blockOf(blocked, stored, organisation) }),
  };
}

/** A block of somebody else keeps orders away as well, and whoever set it had a reason of his own. */
function blockOf(blocked: boolean, { record, master, blockedBesides }: StoredMaster, organisation: Organisation) {
  const { customerBlock } = organisation;
  if (blocked) return record.blocked ? master.AUFSD : customerBlock;
  if (!blockedBesides && ['', customerBlock].includes(master.AUFSD)) return '';
  const why = blockedBesides ? 'a block or deletion flag besides KNA1-AUFSD' : `order block ${master.AUFSD}`;
  throw new ErpError('rejected', `Customer ${record.number} has ${why}, which is not ours to lift`, {
    where: 'Blocked',
  });
}

const named: Readonly<Record<MasterField, string>> = {
  NAME1: 'Name',
  NAME2: 'Name',
  NAME3: 'StripeId',
  STRAS: 'Street',
  PSTLZ: 'PostalCode',
  ORT01: 'City',
  REGIO: 'State',
  LAND1: 'Country',
  TELF1: 'Phone',
  SMTP_ADDR: 'Email',
  STCEG: 'TaxId',
  AUFSD: 'Blocked',
};
