import type { Reference } from '../../../../src/domain/documents.ts';
import type { Fields, Parameters } from '../../../../src/erp/sap-ecc/rfc.ts';
import type { Tables } from './fake-rfc.ts';

export const ours = 'AORDERREFERENCE2' as Reference;

/** An order of two widgets over 119.07, as BAPISDORDER_GETDETAILEDLIST gives it. */
export const storedOrder = (more: Readonly<Record<string, Fields | readonly Fields[]>> = {}): Parameters => ({
  ORDER_HEADERS_OUT: [
    {
      DOC_NUMBER: '0000004711',
      PURCH_NO: ours,
      SOLD_TO: '0000000007',
      SALES_ORG: '1000',
      CURRENCY: 'USD',
      NET_VAL_HD: '100.0700',
      DLV_BLOCK: '',
    },
  ],
  ORDER_ITEMS_OUT: [item('000010')],
  ORDER_SCHEDULES_OUT: [{ DOC_NUMBER: '0000004711', ITM_NUMBER: '000010', CONFIR_QTY: '2.000' }],
  ORDER_BUSINESS_OUT: [{ SD_DOC: '0000004711', ITM_NUMBER: '000000', PURCH_NO_C: ours, PURCH_NO_S: '' }],
  ORDER_CONDITIONS_OUT: [
    { SD_DOC: '0000004711', ITM_NUMBER: '000010', COND_TYPE: 'PR00', COND_VALUE: '50.035', CURRENCY: 'USD' },
  ],
  ORDER_TEXTLINES_OUT: [
    { APPLOBJECT: 'VBBK', TEXT_NAME: '0000004711', TEXT_ID: '0001', LINE: 'Stripe pi_1' },
    { APPLOBJECT: 'VBBK', TEXT_NAME: '0000004711', TEXT_ID: '0002', LINE: 'Gift wrap' },
    { APPLOBJECT: 'VBBK', TEXT_NAME: '0000004712', TEXT_ID: '0001', LINE: 'Of another' },
  ],
  ORDER_STATUSHEADERS_OUT: [{ SD_DOC: '0000004711', DLV_STAT_H: '' }],
  ...more,
});

export const item = (ITM_NUMBER: string, more: Fields = {}): Fields => ({
  DOC_NUMBER: '0000004711',
  ITM_NUMBER,
  MATERIAL: '000000000000000042',
  SHORT_TEXT: 'Widget, small',
  REQ_QTY: '2.000',
  REA_FOR_RE: '',
  NET_VALUE: '100.07',
  TX_DOC_CUR: '19.00',
  CUST_MAT35: '',
  ...more,
});

export const invoicedBy = (number: string, kind = 'M'): Parameters => ({
  ORDER_FLOWS_OUT: [{ PRECSDDOC: '0000004711', SUBSSDDOC: number, DOCCATEGSD: kind }],
});

export const storedBilling = (VBELN: string, more: Fields = {}): Fields => ({
  VBELN,
  FKART: 'F2',
  FKDAT: '20260202',
  ERDAT: '20260202',
  ERZET: '101500',
  KUNAG: '0000000007',
  WAERK: 'USD',
  NETWR: '100.07',
  MWSBK: '19.00',
  FKSTO: '',
  XBLNR: '',
  BUKRS: '1000',
  GJAHR: '2026',
  BELNR: '0090000001',
  ...more,
});

const key = { BUKRS: '1000', BELNR: '1400000012', GJAHR: '2026' };
export const header = (more: Fields = {}): Fields => ({
  ...key,
  BLART: 'DZ',
  BLDAT: '20260130',
  BUDAT: '20260131',
  XBLNR: ours,
  STBLG: '',
  STJAH: '0000',
  CPUDT: '20260131',
  CPUTM: '101500',
  BKTXT: 'Stripe',
  WAERS: 'USD',
  AWTYP: 'BKPFF',
  ...more,
});
export const customerItem = (more: Fields = {}): Fields => ({
  ...key,
  BUZEI: '002',
  ZUONR: ours,
  SHKZG: 'H',
  WAERS: 'USD',
  WRBTR: '119.07',
  DMBTR: '119.07',
  SGTXT: 'ch_1',
  KUNNR: '0000000007',
  UMSKZ: '',
  ...more,
});
export const accountItem = (more: Fields = {}): Fields => ({
  ...customerItem({ BUZEI: '001', SHKZG: 'S', KUNNR: '' }),
  HKONT: '0000113100',
  ...more,
});

/** A cash receipt over 119.07. */
export const receiptTables = (more: Tables = {}): Tables => ({
  BKPF: [header()],
  BSID: [customerItem()],
  BSIS: [accountItem()],
  ...more,
});
