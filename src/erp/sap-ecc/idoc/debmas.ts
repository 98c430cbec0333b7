import type { Master } from '../customer-master.ts';
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

/**
 * E1KNA1M besides what identifies the customer (M: compare with WE60). SAP takes a field that is left out for an empty
 * one, and `/` for one that stays, so that each has to be named.
 */
const generalFields =
  `ANRED AUFSD BAHNE BAHNS BBBNR BBSNR BEGRU BRSCH BUBKZ DATLT FAKSD FISKN KNRZA KTOKD KUKLA LAND1 LIFNR
  LIFSD LOCCO LOEVM NAME1 NAME2 NAME3 NAME4 NIELS ORT01 ORT02 PFACH PSTL2 PSTLZ REGIO COUNC CITYC RPMKR SPERR SPRAS STCD1
  STCD2 STKZA STKZU STRAS TELBX TELF1 TELF2 TELFX TELTX TELX1 LZONE XZEMP VBUND STCEG GFORM BRAN1 BRAN2 BRAN3 BRAN4 BRAN5
  UMJAH UWAER JMZAH JMJAH KATR1 KATR2 KATR3 KATR4 KATR5 KATR6 KATR7 KATR8 KATR9 KATR10 STKZN UMSA1 TXJCD PERIV KTOCD PFORT
  DTAMS DTAWS HZUOR CIVVE MILVE FITYP STCDT STCD3 STCD4 XICMS XXIPI XSUBT CFOPC TXLW1 TXLW2 CCC01 CCC02 CCC03 CCC04 CASSD
  KNURL`.split(/\s+/);
const stays = '/';

/** DEBMAS06 that sets these fields of a customer and no others: MSGFN 004. @param number with its zeros */
export function changedDebmas(number: string, { SMTP_ADDR, ...due }: Partial<Master>): readonly Segment[] {
  const wanted: Readonly<Record<string, string>> = { ...due, ...(SMTP_ADDR !== undefined && { KNURL: SMTP_ADDR }) };
  const fields = generalFields.map((field) => [field, wanted[field] ?? stays] as const);
  return [segment('E1KNA1M', { MSGFN: '004', KUNNR: number, ...Object.fromEntries(fields) })];
}

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
