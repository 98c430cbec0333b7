import type { DocumentKind } from '../../domain/documents.ts';
import { able, noCustomerField, sapAbilities, type SapInterfaces } from '../capabilities.ts';
import { ErpError } from '../errors.ts';
import { connections, withinMs, type ClientCertificate, type RequestSeen } from '../http.ts';
import type { ErpPort } from '../port.ts';
import { createClearing } from './clearing.ts';
import { createCustomerChanges, customersBy, type CustomerWay } from './customer-changes.ts';
import { createEncoding } from './encoding.ts';
import { customersByIdoc } from './idoc/customers.ts';
import type { IdocSettings } from './idoc/documents.ts';
import { createIdocPosting } from './idoc/posting.ts';
import { createOData } from './odata/client.ts';
import { customersByPatch } from './odata/customers.ts';
import { createODataInterface } from './odata/interface.ts';
import { createOrders } from './orders.ts';
import { organised, type GivenOrganisation } from './organisation.ts';
import { byStandardFunctions, byWrapper, createPosting, type Send } from './posting.ts';
import { createLedgerCurrency } from './reading/company.ts';
import { createDigits } from './reading/currencies.ts';
import { createReading } from './reading/index.ts';
import { createSession } from './session.ts';
import { createRfc, type Door } from './soap.ts';
import type { System } from './system.ts';
import { createUndoing } from './undoing.ts';

export type SapAuth =
  | {
      readonly kind: 'basic';
      readonly username: string;
      /** Asked for at every request, so that a rotated one works without a restart. */
      readonly password: () => string;
    }
  /** A client certificate that CERTRULE maps to the user. */
  | ({ readonly kind: 'x509'; readonly username: string } & ClientCertificate);

export type SapEccOptions = {
  /** Where SAP's paths begin, `https://sap.example.com:44300`. */
  readonly baseUrl: string;
  readonly auth: SapAuth;
  readonly organisation: GivenOrganisation;
  readonly interfaces: SapInterfaces;
  readonly paths?: Partial<Paths>;
  /** What WE20 and the chart of accounts say, for kinds that are posted by IDoc. */
  readonly idoc?: IdocSettings;
  /** `""` unless a system wants something there. */
  readonly soapAction?: string;
  /** Milliseconds that one request may take, and one change with all of its requests; 20 s unless told. */
  readonly requestMs?: number;
  /** Milliseconds that SAP may still work on a request after we gave it up; 10 s unless told. */
  readonly lateMs?: number;
  readonly onRequest?: (seen: RequestSeen) => void;
};
type Paths = Readonly<Record<'rfc' | 'stateful' | 'idoc' | 'odata', string>>;
type Interface = SapInterfaces['default'];

/** As SAP is delivered, and as erp-side/sap-ecc says to set it up. */
export const pathsOf = ({ organisation: { client }, paths }: SapEccOptions): Paths => ({
  rfc: '/sap/bc/soap/rfc',
  stateful: `/sap/bc/srt/rfc/sap/zquittance/${client}/zquittance/stateful`,
  idoc: '/sap/bc/idoc_xml',
  odata: '/sap/opu/odata/sap/ZQUITTANCE_SRV',
  ...paths,
});

/** SAP ECC 6.0, each kind of document by the interface that is configured for it. */
export function createSapEcc(options: SapEccOptions): ErpPort {
  const { interfaces, requestMs = usualRequestMs, lateMs = 10_000 } = options;
  const organisation = organised(options.organisation, options.auth.username);
  const paths = pathsOf(options);
  const door = doorOf(options);
  const rfc = createRfc(door, paths.rfc);
  const session = createSession(door, paths.stateful);
  const ledgerCurrency = createLedgerCurrency(rfc, organisation);
  const digits = createDigits(rfc);
  const system: System = { organisation, rfc, session, ledgerCurrency, digits, within: withinMs(requestMs) };
  const interfaceOf = (kind: DocumentKind): Interface => interfaces[kind] ?? interfaces.default;
  const ways = waysOf(system, { door, session, paths, interfaceOf, idoc: options.idoc });
  const changes = ways.changing(interfaces.changes ?? interfaces.default);
  return {
    name: 'sap-ecc',
    capabilities: able(sapAbilities(interfaces)),
    settleMs: requestMs + lateMs,
    ...ways.reading,
    changeCustomer: async (...change) =>
      createCustomerChanges(system, ways.customers(interfaceOf('customer'))).changeCustomer(...change),
    find: async (kind, ...rest) => ways.posting(interfaceOf(kind)).find(kind, ...rest),
    read: async (kind, ...rest) => ways.posting(interfaceOf(kind)).read(kind, ...rest),
    post: async (document, ...rest) => ways.posting(interfaceOf(document.kind)).post(document, ...rest),
    ...changes,
  };
}

const usualRequestMs = 20_000;

/** How the system is reached, whatever is asked there. */
export function doorOf(options: SapEccOptions): Door {
  const { baseUrl, auth, soapAction = '', requestMs = usualRequestMs, onRequest } = options;
  const { client, language } = organised(options.organisation, auth.username);
  return {
    agent: connections(requestMs, auth.kind === 'x509' ? certificateOf(auth) : undefined),
    baseUrl: baseUrl.replace(/\/+$/, ''),
    client,
    language,
    credentials: () => (auth.kind === 'basic' ? { authorization: basic(auth.username, auth.password) } : {}),
    requestMs,
    soapAction,
    onRequest,
  };
}

const certificateOf = ({ cert, key, ca }: ClientCertificate): ClientCertificate => ({ cert, key, ...(ca && { ca }) });

function basic(username: string, password: () => string): string {
  try {
    return `Basic ${Buffer.from(`${username}:${password()}`, 'utf8').toString('base64')}`;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'The password of the ERP login is missing';
    throw new ErpError('unauthorized', message, { cause });
  }
}

type Documents = Pick<ErpPort, 'find' | 'read' | 'post'>;
type Changes = Pick<
  ErpPort,
  | 'undo'
  | 'findUndoing'
  | 'hold'
  | 'release'
  | 'showPayment'
  | 'reduce'
  | 'findLine'
  | 'apply'
  | 'findApplication'
  | 'unapply'
>;
type Setup = {
  readonly door: Door;
  readonly session: ReturnType<typeof createSession>;
  readonly paths: Paths;
  readonly interfaceOf: (kind: DocumentKind) => Interface;
  readonly idoc: IdocSettings | undefined;
};

/** Every interface with what it can do; one that is not configured is never built. */
function waysOf(system: System, { door, session, paths, interfaceOf, idoc }: Setup) {
  const encode = createEncoding(system);
  const reading = createReading(system, (kind) => interfaceOf(kind) === 'soap-wrapper');
  const sends: Readonly<Record<'soap-stateful' | 'soap-wrapper', Send>> = {
    'soap-stateful': byStandardFunctions(system, session),
    'soap-wrapper': byWrapper(system),
  };
  const service = createOData(door, paths.odata);
  const odata = createODataInterface({ system, odata: service, encode });
  const byRfc = (send: Send): Documents => ({ ...reading, ...createPosting(system, encode, send) });
  const changed = (send: Send, clearing: Pick<Changes, 'apply' | 'findApplication' | 'unapply'>): Changes => ({
    ...createUndoing(system, send),
    ...createOrders(system, send),
    ...clearing,
  });
  const posting: Readonly<Record<Interface, () => Documents>> = {
    'soap-stateful': () => byRfc(sends['soap-stateful']),
    'soap-wrapper': () => byRfc(sends['soap-wrapper']),
    odata: () => odata,
    idoc: () => ({
      ...reading,
      ...createIdocPosting({ system, door, encode, reading, path: paths.idoc, settings: settingsOf(idoc) }),
    }),
  };
  // An IDoc changes nothing, so what stands is changed in a session.
  const changing: Readonly<Record<Interface, () => Changes>> = {
    'soap-stateful': () => changed(sends['soap-stateful'], noClearing),
    'soap-wrapper': () => changed(sends['soap-wrapper'], createClearing(system)),
    odata: () => odata,
    idoc: () => changed(sends['soap-stateful'], noClearing),
  };
  const customers: Readonly<Record<Interface, () => CustomerWay>> = {
    'soap-stateful': () => ({ write: customersBy(system, sends['soap-stateful']), lacks: notByBapi }),
    'soap-wrapper': () => ({ write: customersBy(system, sends['soap-wrapper']) }),
    odata: () => ({ write: customersByPatch(service) }),
    idoc: () => customersByIdoc(system, door, paths.idoc, settingsOf(idoc)),
  };
  return { reading, posting: once(posting), changing: (way: Interface) => changing[way](), customers: once(customers) };
}

function settingsOf(idoc: IdocSettings | undefined): IdocSettings {
  if (idoc) return idoc;
  throw new ErpError('invalid', 'Documents go by IDoc, but its partners and customer settings are not configured', {
    where: 'idoc',
  });
}

const notByBapi = { STCEG: noCustomerField, AUFSD: noCustomerField };

const notHere = (): Promise<never> =>
  Promise.reject(
    new ErpError('rejected', 'SAP clears by itself here: F.13 matches assignment numbers, and only the wrapper clears'),
  );
const noClearing = { apply: notHere, findApplication: () => Promise.resolve(undefined), unapply: notHere };

const once = <K extends string, T>(makers: Readonly<Record<K, () => T>>): ((key: K) => T) => {
  const made = new Map<K, T>();
  return (key) => {
    const one = made.get(key) ?? makers[key]();
    made.set(key, one);
    return one;
  };
};
