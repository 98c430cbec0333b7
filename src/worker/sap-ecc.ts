import type { SapEccConfig } from '../config.ts';
import type { SapInterfaces } from '../erp/capabilities.ts';
import type { Organisation } from '../erp/sap-ecc/system.ts';

/** The fields of quittance.yaml that say where in SAP's organisation everything is posted. */
export const organisationOf = ({ deposits, taxes, auth, ...rest }: SapEccConfig): Organisation => ({
  client: rest.client,
  companyCode: rest.companyCode,
  salesOrganisation: rest.salesOrganisation,
  distributionChannel: rest.distributionChannel,
  division: rest.division,
  plant: rest.plant,
  controllingArea: rest.controllingArea,
  chartOfAccounts: rest.chartOfAccounts,
  referenceCustomer: rest.referenceCustomer,
  orderType: rest.orderType,
  holdBlock: rest.holdBlock,
  rejection: rest.rejection,
  conditions: rest.conditions,
  documentTypes: rest.documentTypes,
  revenueAccount: rest.revenueAccount,
  taxes,
  deposits: deposits === 'special_gl' ? 'special-gl' : 'on-account',
  invoices: rest.invoices,
  timeZone: rest.timeZone,
  language: rest.language,
  user: auth.username,
});

/** `sales_order` of the file is the kind `sales-order`. */
export const sapInterfaces = (interfaces: SapEccConfig['interfaces']): SapInterfaces =>
  Object.fromEntries(
    Object.entries(interfaces).map(([name, way]) => [name.replace(/[A-Z]/g, (big) => `-${big.toLowerCase()}`), way]),
  ) as unknown as SapInterfaces;
