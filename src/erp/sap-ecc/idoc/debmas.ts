import { inTen } from '../formats.ts';
import { structureIn } from '../parameters.ts';
import type { Parameters } from '../rfc.ts';
import type { Organisation } from '../system.ts';
import { segment, type Segment } from './segments.ts';

/** What a customer master needs and BAPI_CUSTOMER_CREATEFROMDATA1 copies from its reference customer. */
export type CustomerSettings = {
  /** KTOKD: an account group whose numbers SAP assigns. */
  readonly accountGroup: string;
  /** AKONT: the reconciliation account in the general ledger. */
  readonly reconciliationAccount: string;
};

/** DEBMAS06 out of what BAPI_CUSTOMER_CREATEFROMDATA1 would be given. MSGFN 009 creates what is not there yet. */
export function debmas(
  parameters: Parameters,
  { companyCode, salesOrganisation, distributionChannel, division }: Organisation,
  { accountGroup, reconciliationAccount }: CustomerSettings,
): readonly Segment[] {
  const company = structureIn(parameters, 'PI_COMPANYDATA');
  const of = (field: string): string => company[field] ?? '';
  const general = {
    MSGFN: '009',
    KTOKD: accountGroup,
    LAND1: of('COUNTRY'),
    NAME1: of('NAME'),
    NAME2: of('NAME_2'),
    NAME3: of('NAME_3'),
    NAME4: of('NAME_4'),
    ORT01: of('CITY'),
    PSTLZ: of('POSTL_COD1'),
    REGIO: of('REGION'),
    SPRAS: of('LANGU_P'),
    STRAS: of('STREET'),
    TELF1: of('TEL1_NUMBR'),
    KNURL: of('E_MAIL'),
  };
  const sales = { MSGFN: '009', VKORG: salesOrganisation, VTWEG: distributionChannel, SPART: division };
  return [
    segment('E1KNA1M', general, [
      segment('E1KNVVM', { ...sales, WAERS: of('CURRENCY') }),
      segment('E1KNB1M', { MSGFN: '009', BUKRS: companyCode, AKONT: inTen(reconciliationAccount) }),
    ]),
  ];
}
