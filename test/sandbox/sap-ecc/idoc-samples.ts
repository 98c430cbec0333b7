/** As Quittance's partner system sends them. */
const message = (type: string, messageType: string, reference: string, segments: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${type}><IDOC BEGIN="1"><EDI_DC40 SEGMENT="1"><TABNAM>EDI_DC40</TABNAM>` +
  `<DIRECT>2</DIRECT><IDOCTYP>${type}</IDOCTYP><MESTYP>${messageType}</MESTYP><SNDPOR>QUITTANCE</SNDPOR>` +
  `<SNDPRT>LS</SNDPRT><SNDPRN>QUITTANCE</SNDPRN><RCVPRT>LS</RCVPRT><RCVPRN>ECCCLNT100</RCVPRN>` +
  `<ARCKEY>${reference}</ARCKEY></EDI_DC40>${segments}</IDOC></${type}>`;

export const segment = (name: string, fields: Readonly<Record<string, string>>, below = ''): string =>
  `<${name} SEGMENT="1">${Object.entries(fields)
    .map(([field, value]) => `<${field}>${value}</${field}>`)
    .join('')}${below}</${name}>`;

export const orders = (reference: string, material = 'W-100'): string =>
  message(
    'ORDERS05',
    'ORDERS',
    reference,
    [
      segment('E1EDK01', { CURCY: 'EUR', BSART: 'TA', LIFSK: '01' }),
      segment('E1EDK14', { QUALF: '008', ORGID: '1000' }),
      segment('E1EDK14', { QUALF: '007', ORGID: '10' }),
      segment('E1EDK14', { QUALF: '006', ORGID: '00' }),
      segment('E1EDK14', { QUALF: '012', ORGID: 'TA' }),
      segment('E1EDK03', { IDDAT: '012', DATUM: '20260130' }),
      segment('E1EDKA1', { PARVW: 'AG', PARTN: '0000100001' }),
      segment('E1EDKA1', { PARVW: 'WE', PARTN: '0000100001', NAME1: 'Bee &amp; Sons', ORT01: 'Bremen', LAND1: 'DE' }),
      segment('E1EDK02', { QUALF: '001', BELNR: reference }),
      segment('E1EDKT1', { TDID: '0001' }, segment('E1EDKT2', { TDLINE: 'Stripe pi_1' })),
      segment(
        'E1EDP01',
        { POSEX: '000010', MENGE: '2.000', MENEE: 'PCE' },
        segment('E1EDP05', { KSCHL: 'PR00', BETRG: '10.10', KOEIN: 'EUR' }) +
          segment('E1EDP05', { KSCHL: 'RB00', BETRG: '0.20', KOEIN: 'EUR', ALCKZ: '-' }) +
          segment('E1EDP04', { MWSKZ: '0' }) +
          segment('E1EDP19', { QUALF: '002', IDTNR: material, KTEXT: 'Widget' }),
      ),
    ].join(''),
  );

export const customer = (reference: string): string =>
  message(
    'DEBMAS06',
    'DEBMAS',
    reference,
    segment(
      'E1KNA1M',
      {
        MSGFN: '009',
        KTOKD: '0001',
        NAME1: 'Cee Ltd',
        NAME3: 'cus_1',
        NAME4: reference,
        ORT01: 'Leeds',
        LAND1: 'GB',
        SPRAS: 'E',
        KNURL: 'cee@example.com',
      },
      segment('E1KNVVM', { VKORG: '1000', VTWEG: '10', SPART: '00', WAERS: 'GBP' }) +
        segment('E1KNB1M', { BUKRS: '1000', AKONT: '0000140000' }),
    ),
  );

/** Debits a customer for what the bank pays out, in that currency. */
export const document = (reference: string, currency: string, amount: string, day = '20260130'): string =>
  message(
    'ACC_DOCUMENT03',
    'ACC_DOCUMENT',
    reference,
    [
      segment('E1BPACHE09', {
        BUS_ACT: 'RFBU',
        USERNAME: 'QUITTANCE',
        COMP_CODE: '1000',
        DOC_DATE: day,
        PSTNG_DATE: day,
        DOC_TYPE: 'DZ',
        REF_DOC_NO: reference,
      }),
      segment('E1BPACAR09', { ITEMNO_ACC: '0000000001', CUSTOMER: '0000100001', ITEM_TEXT: 'pi_1' }),
      segment('E1BPACGL09', { ITEMNO_ACC: '0000000002', GL_ACCOUNT: '0000113100', ITEM_TEXT: 'pi_1' }),
      segment('E1BPACCR09', {
        ITEMNO_ACC: '0000000001',
        CURR_TYPE: '00',
        CURRENCY: currency,
        AMT_DOCCUR: `-${amount}`,
      }),
      segment('E1BPACCR09', { ITEMNO_ACC: '0000000002', CURR_TYPE: '00', CURRENCY: currency, AMT_DOCCUR: amount }),
    ].join(''),
  );
