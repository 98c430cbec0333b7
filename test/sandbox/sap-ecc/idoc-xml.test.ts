import { expect, test } from 'vitest';
import { idocXml, IdocSyntaxError, parseIdocs } from '../../../sandbox/sap-ecc/idoc/idoc-xml.ts';

const control = '<EDI_DC40 SEGMENT="1"><IDOCTYP>ORDERS05</IDOCTYP><ARCKEY>SORDER0000000001</ARCKEY></EDI_DC40>';
const orders = (content: string) => `<ORDERS05><IDOC BEGIN="1">${content}</IDOC></ORDERS05>`;

test('reads segments below segments, in order, every value as text', () => {
  const [idoc] = parseIdocs(
    `<?xml version="1.0"?>\n${orders(`${control}
      <E1EDP01 SEGMENT="1"><POSEX>000010</POSEX><MENGE>1.000</MENGE>
        <E1EDP05 SEGMENT="1"><KSCHL>PR00</KSCHL><BETRG>10.10</BETRG></E1EDP05>
        <E1EDP05 SEGMENT="1"><KSCHL>RB00</KSCHL><ALCKZ>-</ALCKZ></E1EDP05>
      </E1EDP01>
      <E1EDP01 SEGMENT="1"><POSEX>000020</POSEX><KTEXT>Fish &amp; chips</KTEXT></E1EDP01>`)}`,
  );
  expect(idoc).toEqual({
    type: 'ORDERS05',
    control: { IDOCTYP: 'ORDERS05', ARCKEY: 'SORDER0000000001' },
    segments: [
      {
        name: 'E1EDP01',
        fields: { POSEX: '000010', MENGE: '1.000' },
        children: [
          { name: 'E1EDP05', fields: { KSCHL: 'PR00', BETRG: '10.10' }, children: [] },
          { name: 'E1EDP05', fields: { KSCHL: 'RB00', ALCKZ: '-' }, children: [] },
        ],
      },
      { name: 'E1EDP01', fields: { POSEX: '000020', KTEXT: 'Fish & chips' }, children: [] },
    ],
  });
});

test('reads several IDocs of one message', () => {
  const idoc = `<IDOC BEGIN="1">${control}</IDOC>`;
  expect(parseIdocs(`<ORDERS05>${idoc}${idoc}</ORDERS05>`)).toHaveLength(2);
});

test.each([
  ['no XML', '<ORDERS05><IDOC BEGIN="1"></ORDERS05>'],
  ['no IDoc', '<ORDERS05/>'],
  ['an IDoc without BEGIN', `<ORDERS05><IDOC>${control}</IDOC></ORDERS05>`],
  ['no control record', orders('<E1EDK01 SEGMENT="1"><CURCY>EUR</CURCY></E1EDK01>')],
  ['a segment without its mark', orders(`${control}<E1EDK01><CURCY>EUR</CURCY></E1EDK01>`)],
  ['another type than its control record says', `<DEBMAS06><IDOC BEGIN="1">${control}</IDOC></DEBMAS06>`],
])('refuses %s', (_case, xml) => {
  expect(() => parseIdocs(xml)).toThrow(IdocSyntaxError);
});

test('writes what it reads, without empty fields', () => {
  const idoc = {
    type: 'INVOIC02',
    control: { IDOCTYP: 'INVOIC02', MESTYP: 'INVOIC' },
    segments: [
      { name: 'E1EDK01', fields: { BELNR: '0090000001', CURCY: 'EUR' }, children: [] },
      { name: 'E1EDK02', fields: { QUALF: '001', BELNR: '0000004711' }, children: [] },
      { name: 'E1EDK02', fields: { QUALF: '009', BELNR: '0090000001' }, children: [] },
    ],
  };
  expect(parseIdocs(idocXml(idoc))).toEqual([idoc]);
  expect(idocXml({ ...idoc, segments: [{ name: 'E1EDK01', fields: { BELNR: '' }, children: [] }] })).not.toContain(
    'BELNR',
  );
});
