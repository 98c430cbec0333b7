import type { SapEccConfig } from '../config.ts';
import type { SapInterfaces } from '../erp/capabilities.ts';
import type { SapEccOptions } from '../erp/sap-ecc/adapter.ts';

/** How the fields of quittance.yaml become the adapter's options. */
export const sapEccOptions = (erp: SapEccConfig): SapEccOptions => ({
  baseUrl: erp.baseUrl,
  auth: authOf(erp.auth),
  organisation: organisationOf(erp),
  interfaces: sapInterfaces(erp.interfaces),
  paths: erp.paths,
  requestMs: erp.limits.requestSeconds * 1000,
  lateMs: (erp.limits.lateSeconds ?? usualLateSeconds(erp.interfaces)) * 1000,
  ...(erp.soapAction && { soapAction: erp.soapAction }),
  ...(erp.idoc && { idoc: idocOf(erp.idoc) }),
});

/**
 * How long SAP may still work on what we gave up. Where ZQTC_IDEMP has a row for every key, a late document and its
 * repetition meet there. Without it only time helps: a work process ends by rdisp/max_wprun_time, 600 s as delivered (M).
 */
const usualLateSeconds = (interfaces: SapEccConfig['interfaces']): number =>
  Object.values(interfaces).some((way) => way === 'soap-stateful' || way === 'idoc') ? 600 : 10;

/** A certificate is read once, when the connection is opened; a rotated one wants a new start. */
const authOf = (auth: SapEccConfig['auth']): SapEccOptions['auth'] =>
  auth.kind === 'basic'
    ? { kind: auth.kind, username: auth.username, password: () => auth.password.read() }
    : {
        kind: auth.kind,
        username: auth.username,
        cert: auth.certificate.read(),
        key: auth.key.read(),
        ...(auth.ca && { ca: auth.ca.read() }),
      };

/** The names are the same; only deposits are spelt otherwise. */
const organisationOf = ({ deposits, ...rest }: SapEccConfig): SapEccOptions['organisation'] => ({
  client: rest.client,
  companyCode: rest.companyCode,
  salesOrganisation: rest.salesOrganisation,
  distributionChannel: rest.distributionChannel,
  division: rest.division,
  plant: rest.plant,
  controllingArea: rest.controllingArea,
  chartOfAccounts: rest.chartOfAccounts,
  referenceCustomer: rest.referenceCustomer,
  ...(rest.unknownAddress && { unknownAddress: rest.unknownAddress }),
  orderType: rest.orderType,
  holdBlock: rest.holdBlock,
  rejection: rest.rejection,
  customerBlock: rest.customerBlock,
  conditions: rest.conditions,
  documentTypes: rest.documentTypes,
  revenueAccount: rest.revenueAccount,
  taxes: rest.taxes,
  deposits: deposits === 'special_gl' ? 'special-gl' : 'on-account',
  invoices: rest.invoices,
  timeZone: rest.timeZone,
  language: rest.language,
});

type Idoc = NonNullable<SapEccConfig['idoc']>;
const idocOf = ({ accountGroup, reconciliationAccount, ...partner }: Idoc): NonNullable<SapEccOptions['idoc']> => ({
  partner,
  customers: { accountGroup, reconciliationAccount },
});

/** `sales_order` of the file is the kind `sales-order`. */
export const sapInterfaces = (interfaces: SapEccConfig['interfaces']): SapInterfaces =>
  Object.fromEntries(
    Object.entries(interfaces).map(([name, way]) => [name.replace(/[A-Z]/g, (big) => `-${big.toLowerCase()}`), way]),
  ) as unknown as SapInterfaces;
