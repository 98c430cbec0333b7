import { able, sapAbilities, type SapInterfaces } from '../../../src/erp/capabilities.ts';
import type { DocumentKind } from '../../../src/domain/documents.ts';
import { sapEccTarget } from '../../../src/erp/sap-ecc/target.ts';
import type { Capability } from '../../../src/erp/port.ts';
import type { Disturbed, Traits } from '../contract.ts';
import { everyKind } from '../samples.ts';

type Match = { readonly path?: string; readonly method?: string; readonly body?: string };
/** One interface with what is particular about it, and how the simulator tells its requests apart. */
export type Variant = {
  readonly interfaces: SapInterfaces;
  readonly traits: Traits;
  readonly matches: Readonly<Record<Disturbed, Match>>;
  /** What a function says that refuses in the clothes of a success. */
  readonly refusal?: { readonly match: Match; readonly body: string };
};

const financial: readonly DocumentKind[] = [
  'invoice',
  'credit-memo',
  'cash-receipt',
  'customer-refund',
  'journal-entry',
];

const traitsOf = (interfaces: SapInterfaces, more: Partial<Traits>): Traits => {
  const abilities = sapAbilities(interfaces);
  const can = able(abilities);
  const lacking = (Object.keys(abilities) as Capability[]).filter((one) => !can.has(one));
  return {
    lacks: Object.fromEntries(lacking.map((one) => [one, abilities[one].how])),
    undoable: new Set(everyKind.filter((kind) => kind !== 'customer')),
    undoneOnce: new Set(financial),
    knowsReferences: false,
    target: sapEccTarget(interfaces, 'fi'),
    spared: {},
    fieldOf: { item: 'Material', customer: 'Customer' },
    noSuch: (kind) => (financial.includes(kind) ? '9999999999-1000-2026' : '99999999'),
    ...more,
  };
};

const reading = { body: 'RFC_READ_TABLE|GETDETAILEDLIST|GETLIST|GETDETAIL2|Z_QTC_FIND' };
const orderBack = { body: 'BAPISDORDER_GETDETAILEDLIST' };
const refused = (response: string): string =>
  '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>' +
  `<rfc:${response} xmlns:rfc="urn:sap-com:document:sap:rfc:functions"><RETURN><item><TYPE>E</TYPE><ID>V1</ID>` +
  '<NUMBER>154</NUMBER><MESSAGE>Order receipt/delivery not possible, credit customer blocked</MESSAGE></item></RETURN>' +
  `</rfc:${response}></SOAP-ENV:Body></SOAP-ENV:Envelope>`;

const stateful: SapInterfaces = { default: 'soap-stateful' };
const wrapper: SapInterfaces = { default: 'soap-wrapper' };
const idoc: SapInterfaces = { default: 'idoc', changes: 'soap-stateful' };
const odata: SapInterfaces = { default: 'odata' };
const commit = { body: 'BAPI_TRANSACTION_COMMIT' };
const service = '^/sap/opu/odata/';
const changingByOData = { path: service, body: String.raw`^\{"` };

export const variants: Readonly<Record<string, Variant>> = {
  'soap-stateful': {
    interfaces: stateful,
    traits: traitsOf(stateful, {
      spared: { 'commits late': 'the session was ended, and what it had not committed is gone' },
    }),
    matches: {
      write: commit,
      'order change': commit,
      'customer change': commit,
      read: reading,
      'read back': orderBack,
    },
    refusal: {
      match: { body: 'BAPI_SALESORDER_CREATEFROMDAT2' },
      body: refused('BAPI_SALESORDER_CREATEFROMDAT2Response'),
    },
  },
  'soap-wrapper': {
    interfaces: wrapper,
    traits: traitsOf(wrapper, { knowsReferences: true }),
    matches: {
      write: { body: 'Z_QTC_(?!FIND|CLEARINGS)' },
      'order change': { body: 'Z_QTC_ORDER_CHANGE' },
      'customer change': { body: 'Z_QTC_CUSTOMER_CHANGE' },
      read: reading,
      'read back': orderBack,
    },
    refusal: { match: { body: 'Z_QTC_ORDER_CREATE' }, body: refused('Z_QTC_ORDER_CREATE.Response') },
  },
  idoc: {
    interfaces: idoc,
    traits: traitsOf(idoc, {
      spared: {
        'success that refuses': 'SAP stores an IDoc before it looks into it; its status refuses',
      },
    }),
    matches: {
      write: { body: 'EDI_DC40|BAPI_TRANSACTION_COMMIT' },
      'order change': commit,
      'customer change': { body: 'EDI_DC40' },
      read: reading,
      'read back': orderBack,
    },
  },
  odata: {
    interfaces: odata,
    traits: traitsOf(odata, {
      knowsReferences: true,
      spared: { 'success that refuses': 'OData refuses by its HTTP status' },
    }),
    matches: {
      write: changingByOData,
      'order change': changingByOData,
      'customer change': changingByOData,
      read: { path: service, method: 'GET' },
      'read back': { path: `${service}.*SalesOrders`, method: 'GET' },
    },
  },
};
