import { XMLValidator } from 'fast-xml-parser';
import { assert, constantFrom, maxSafeInteger, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDecimal, money, toDecimal } from '../../../src/domain/money.ts';
import { child, envelope, fieldsOf, parsed, rowsOf, textOf } from '../../../src/erp/sap-ecc/xml.ts';

const callIn = (xml: string) => child(child(child(parsed(xml), 'Envelope'), 'Body'), 'Z_ECHO');

describe('a call in XML', () => {
  it('holds structures, tables and the empty tables that are to come back', () => {
    const xml = envelope('Z_ECHO', { TEXT: 'a', HEADER: { ONE: '1' }, ITEMS: [{ NO: '1' }, { NO: '2' }] }, [
      'ITEMS',
      'RETURN',
    ]);

    expect(xml).toBe(
      '<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
        ' xmlns:urn="urn:sap-com:document:sap:rfc:functions"><soapenv:Body><urn:Z_ECHO><TEXT>a</TEXT>' +
        '<HEADER><ONE>1</ONE></HEADER><ITEMS><item><NO>1</NO></item><item><NO>2</NO></item></ITEMS><RETURN/>' +
        '</urn:Z_ECHO></soapenv:Body></soapenv:Envelope>',
    );
  });

  it('writes the slash of a namespace as SAP does', () => {
    expect(envelope('/ACME/CALL', { '/ACME/FIELD': 'x' })).toContain(
      '<urn:_-ACME_-CALL><_-ACME_-FIELD>x</_-ACME_-FIELD>',
    );
  });

  it('brings every amount of every currency across to the digit', () => {
    const amounts = record({ minor: maxSafeInteger(), currency: constantFrom('JPY', 'EUR', 'KWD') });
    assert(
      property(amounts, ({ minor, currency }) => {
        const row = fieldsOf(
          child(callIn(envelope('Z_ECHO', { ROW: { AMT_DOCCUR: toDecimal(money(minor, currency)) } })), 'ROW'),
        );

        expect(fromDecimal(row['AMT_DOCCUR'] ?? '', currency)).toEqual(money(minor, currency));
      }),
    );
  });

  it.each(['10.10', '1191', '119.070', '0010', '+1', '1e3', '0x10', ' 119.07', 'true'])('keeps %s as text', (text) => {
    expect(textOf(child(callIn(envelope('Z_ECHO', { TEXT: text })), 'TEXT'))).toBe(text);
  });

  it('is well-formed and says the same whatever a name holds', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const xml = envelope('Z_ECHO', { ROWS: [{ NAME: text }] });
        // eslint-disable-next-line no-control-regex
        const meant = text.replaceAll(/[\u0000-\u001F\u007F\uFFFE\uFFFF]/g, ' ');

        expect(XMLValidator.validate(xml)).toBe(true);
        expect(rowsOf(child(callIn(xml), 'ROWS'))).toEqual([{ NAME: meant }]);
      }),
    );
  });
});

describe('an answer in XML', () => {
  it('is a list where there is one row, and none where there is nothing', () => {
    expect(rowsOf(child(parsed('<A><T><item><B>1</B></item></T></A>'), 'A'))).toEqual([]);
    expect(rowsOf(child(child(parsed('<A><T><item><B>1</B></item></T></A>'), 'A'), 'T'))).toEqual([{ B: '1' }]);
    expect(rowsOf(child(child(parsed('<A><T/></A>'), 'A'), 'T'))).toEqual([]);
  });

  it('keeps the blanks of a table row, which RFC_READ_TABLE counts', () => {
    const node = parsed('<DATA>\n  <item><WA>  11.91|EUR  </WA></item>\n</DATA>');

    expect(rowsOf(child(node, 'DATA'))).toEqual([{ WA: '  11.91|EUR  ' }]);
  });

  it('reads characters however they are written', () => {
    expect(fieldsOf(child(parsed('<A><B>M&#xFC;ller &amp; S&#246;hne</B></A>'), 'A'))).toEqual({ B: 'Müller & Söhne' });
  });

  it.each(['', 'no capacity', '{"error":1}'])('is none of: %s', (text) => {
    expect(parsed(text)).toBeUndefined();
  });

  it('is nothing wherever it is cut off', () => {
    const whole = '<A><T><item><B>1</B></item></T></A>';
    const cuts = Array.from({ length: whole.length }, (_, length) => whole.slice(0, length));

    expect(parsed(whole)).toBeDefined();
    expect(cuts.filter((cut) => parsed(cut) !== undefined)).toEqual([]);
  });
});
