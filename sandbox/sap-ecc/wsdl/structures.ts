/** Of the ABAP dictionary: C text, N digits, D date, P packed decimal, I whole number. */
export type ScalarType = { readonly kind: 'C' | 'N' | 'D' | 'P' | 'I'; readonly length: number };
export type Structure = Readonly<Record<string, ScalarType>>;

const kinds: Readonly<Record<string, ScalarType['kind']>> = { C: 'C', N: 'N', D: 'D', P: 'P', I: 'I' };

/** Reads `C10`, `N6`, `D`, `P`, `I`; nothing for the name of a structure. */
export function scalarType(notation: string): ScalarType | undefined {
  const [, letter = '', digits = ''] = /^([CNDPI])(\d*)$/.exec(notation) ?? [];
  const kind = kinds[letter];
  return kind && { kind, length: Number(digits) };
}

/** Reads `KUNNR C10, FKDAT D`. */
function structure(notation: string): Structure {
  const fields = notation.trim().split(/\s*,\s*/);
  return Object.fromEntries(
    fields.map((field) => {
      const [name = '', type = ''] = field.split(' ');
      const scalar = scalarType(type);
      if (!scalar) throw new RangeError(`"${field}" is no field; write it as in "KUNNR C10"`);
      return [name, scalar] as const;
    }),
  );
}

const message = `MESSAGE C220, LOG_NO C20, LOG_MSG_NO N6, MESSAGE_V1 C50, MESSAGE_V2 C50, MESSAGE_V3 C50, MESSAGE_V4 C50`;
const orderHeader = `DOC_TYPE C4, SALES_ORG C4, DISTR_CHAN C2, DIVISION C2, REQ_DATE_H D, PURCH_DATE D, NAME C30,
  REF_1 C12, PURCH_NO_C C35, PURCH_NO_S C35, CURRENCY C5, DLV_BLOCK C2, ASS_NUMBER C18`;
const orderHeaderFlags = `UPDATEFLAG C1, ${orderHeader.replaceAll(/ (?:C\d+|D)/g, ' C1')}`;

/** The dictionary structures of the functions that are called, with the fields that anybody fills or reads. */
export const structures: Readonly<Record<string, Structure>> = {
  BAPIRET2: structure(`TYPE C1, ID C20, NUMBER N3, ${message}, PARAMETER C32, ROW I, FIELD C30, SYSTEM C10`),
  BAPIRET1: structure(`TYPE C1, ID C20, NUMBER N3, ${message}`),
  BAPIRETURN1: structure(`TYPE C1, ID C20, NUMBER N3, ${message}`),
  BAPIRETURN: structure(`TYPE C1, CODE C5, ${message}`),

  BAPISDHD1: structure(orderHeader),
  BAPISDHD1X: structure(orderHeaderFlags),
  BAPISDH1: structure(orderHeader),
  BAPISDH1X: structure(orderHeaderFlags),
  BAPISDITM: structure(`ITM_NUMBER N6, MATERIAL C18, SHORT_TEXT C40, TARGET_QTY P, REASON_REJ C2, CUST_MAT35 C35,
    TAX_CLASS1 C1`),
  BAPISDITMX: structure(`ITM_NUMBER N6, UPDATEFLAG C1, MATERIAL C1, SHORT_TEXT C1, TARGET_QTY C1, REASON_REJ C1,
    CUST_MAT35 C1, TAX_CLASS1 C1`),
  BAPIPARNR: structure(`PARTN_ROLE C2, PARTN_NUMB C10, ITM_NUMBER N6, NAME C35, STREET C35, CITY C35, POSTL_CODE C10,
    REGION C3, COUNTRY C3`),
  BAPISCHDL: structure('ITM_NUMBER N6, SCHED_LINE N4, REQ_DATE D, REQ_QTY P'),
  BAPISCHDLX: structure('ITM_NUMBER N6, SCHED_LINE N4, UPDATEFLAG C1, REQ_DATE C1, REQ_QTY C1'),
  BAPICOND: structure('ITM_NUMBER N6, COND_TYPE C4, COND_VALUE P, CURRENCY C5'),
  BAPICONDX: structure('ITM_NUMBER N6, COND_TYPE C4, UPDATEFLAG C1, COND_VALUE C1, CURRENCY C1'),
  BAPISDTEXT: structure('DOC_NUMBER C10, ITM_NUMBER N6, TEXT_ID C4, LANGU C2, TEXT_LINE C132'),

  ORDER_VIEW: structure(`HEADER C1, ITEM C1, SDSCHEDULE C1, BUSINESS C1, PARTNER C1, STATUS_H C1, SDCOND C1, TEXT C1,
    FLOW C1`),
  SALES_KEY: structure('VBELN C10'),
  BAPISDHD: structure(`DOC_NUMBER C10, REC_DATE D, REC_TIME C8, DOC_DATE D, PURCH_NO C20, SOLD_TO C10, SALES_ORG C4,
    CURRENCY C5, NET_VAL_HD P, DLV_BLOCK C2`),
  BAPISDIT: structure(`DOC_NUMBER C10, ITM_NUMBER N6, MATERIAL C18, SHORT_TEXT C40, REQ_QTY P, REA_FOR_RE C2,
    NET_VALUE P, TX_DOC_CUR P, CUST_MAT35 C35, TAX_CLASS1 C1`),
  BAPISDHEDU: structure('DOC_NUMBER C10, ITM_NUMBER N6, REQ_QTY P, CONFIR_QTY P'),
  BAPISDBUSI: structure('SD_DOC C10, ITM_NUMBER N6, PURCH_NO_C C35, PURCH_NO_S C35'),
  BAPISDCOND: structure('SD_DOC C10, ITM_NUMBER N6, COND_TYPE C4, COND_VALUE P, CURRENCY C5'),
  BAPITEXTLI: structure('APPLOBJECT C10, TEXT_NAME C70, TEXT_ID C4, LINE C132'),
  BAPISDFLOW: structure('PRECSDDOC C10, SUBSSDDOC C10, DOCCATEGSD C1'),
  BAPISDHDST: structure('SD_DOC C10, DLV_STAT_H C1'),
  BAPIORDERS: structure('SD_DOC C10, PURCH_NO C20, SOLD_TO C10'),

  BAPIVBRK: structure(`SALESORG C4, DISTR_CHAN C2, DIVISION C2, DOC_TYPE C4, ORDBILLTYP C4, BILL_DATE D, SOLD_TO C10,
    ITEM_CATEG C4, REQ_QTY P, SALES_UNIT C3, CURRENCY C5, PLANT C4, MATERIAL C18, REF_DOC C10, REF_ITEM N6,
    REF_DOC_CA C1, REF_DOC_L C16`),
  BAPIKOMV: structure('DATA_INDEX N6, COND_TYPE C4, COND_VALUE P, COND_CURR C5'),
  BAPIVBRKSUCCESS: structure('REF_DOC C10, REF_DOC_ITEM N6, BILL_DOC C10, BILL_DOC_ITEM N6'),
  BAPIVBRKERRORS: structure('REF_DOC C10, REF_DOC_ITEM N6, ERROR_NO N3'),

  BAPIKNA101_1: structure(`NAME C35, NAME_2 C35, NAME_3 C35, NAME_4 C35, STREET C35, POSTL_COD1 C10, CITY C35,
    REGION C3, COUNTRY C3, LANGU_P C2, CURRENCY C5, TEL1_NUMBR C16, E_MAIL C241`),
  BAPIKNA101_1X: structure(`NAME C1, NAME_2 C1, NAME_3 C1, NAME_4 C1, STREET C1, POSTL_COD1 C1, CITY C1, REGION C1,
    COUNTRY C1, TEL1_NUMBR C1, E_MAIL C1`),
  BAPIKNA102: structure('SALESORG C4, DISTR_CHAN C2, DIVISION C2, REF_CUSTMR C10'),
  BAPICUSTOMER_04: structure(`CUSTOMER C10, NAME C35, NAME_2 C35, NAME_3 C35, NAME_4 C35, STREET C35, POSTL_CODE C10,
    CITY C35, COUNTRY C3, E_MAIL C241`),
  BAPICUSTOMER_KNA1: structure('CUSTOMER C10, DEL_FLAG C1, ORDBLKALL C2'),

  BAPIACHE09: structure(`OBJ_TYPE C5, OBJ_KEY C20, OBJ_SYS C10, BUS_ACT C4, USERNAME C12, HEADER_TXT C25, COMP_CODE C4,
    DOC_DATE D, PSTNG_DATE D, DOC_TYPE C2, REF_DOC_NO C16`),
  BAPIACAR09: structure('ITEMNO_ACC N10, CUSTOMER C10, ALLOC_NMBR C18, ITEM_TEXT C50, SP_GL_IND C1'),
  BAPIACGL09: structure('ITEMNO_ACC N10, GL_ACCOUNT C10, ITEM_TEXT C50, ALLOC_NMBR C18, TAX_CODE C2'),
  BAPIACTX09: structure('ITEMNO_ACC N10, GL_ACCOUNT C10, COND_KEY C4, ACCT_KEY C3, TAX_CODE C2'),
  BAPIACCR09: structure('ITEMNO_ACC N10, CURR_TYPE C2, CURRENCY C5, AMT_DOCCUR P, AMT_BASE P'),
  BAPIACREV: structure(`OBJ_TYPE C5, OBJ_KEY C20, OBJ_SYS C10, OBJ_KEY_R C20, PSTNG_DATE D, COMP_CODE C4,
    REASON_REV C2`),
  BAPI3007_2:
    structure(`COMP_CODE C4, CUSTOMER C10, SP_GL_IND C1, ALLOC_NMBR C18, FISC_YEAR N4, DOC_NO C10, ITEM_NUM N3,
    PSTNG_DATE D, DOC_DATE D, CURRENCY C5, REF_DOC_NO C16, DOC_TYPE C2, DB_CR_IND C1, AMT_DOCCUR P, LC_AMOUNT P,
    ITEM_TEXT C50`),

  BAPIMATRAM: structure('SIGN C1, OPTION C2, MATNR_LOW C18, MATNR_HIGH C18'),
  BAPIMATLST: structure('MATERIAL C18, MATL_DESC C40'),
  RFC_DB_OPT: structure('TEXT C72'),
  RFC_DB_FLD: structure('FIELDNAME C30, OFFSET N6, LENGTH N6, TYPE C1, FIELDTEXT C60'),
  TAB512: structure('WA C512'),
  ZQTC_CLEARING: structure(`CLEARING C18, CREDIT C18, DEBIT C18, AMOUNT P, CURRENCY C5, KEY C16, RESET C18`),
};
