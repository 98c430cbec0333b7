import { ErpError } from '../../errors.ts';
import type { CustomerWay } from '../customer-changes.ts';
import type { Master } from '../customer-master.ts';
import { inTen } from '../formats.ts';
import type { OData } from './client.ts';
import { CustomerVersion } from './entities.ts';
import { keyed } from './wire.ts';

/** How the service calls the fields of KNA1. */
const properties: Readonly<Record<keyof Master, string>> = {
  NAME1: 'Name',
  NAME2: 'Name2',
  NAME3: 'StripeId',
  STRAS: 'Street',
  PSTLZ: 'PostalCode',
  ORT01: 'City',
  REGIO: 'Region',
  LAND1: 'Country',
  TELF1: 'Phone',
  SMTP_ADDR: 'Email',
  STCEG: 'TaxId',
  AUFSD: 'OrderBlock',
};

/** What is not named in a PATCH stays; what somebody else changes meanwhile is not overwritten by what we read before. */
export const customersByPatch =
  (odata: OData): CustomerWay['write'] =>
  async (number, due, signal) => {
    const path = keyed('Customers', inTen(number));
    const body = Object.fromEntries(
      Object.entries(due).map(([field, value]) => [properties[field as keyof Master], value]),
    );
    for (let tries = 0; tries < 2; tries += 1) {
      const etag = await odata.get(path, CustomerVersion, {}, signal);
      if ((await odata.change(path, etag, body, signal)) === 'changed') return;
    }
    throw new ErpError('busy', `Customer ${number} is being changed by somebody else`);
  };
