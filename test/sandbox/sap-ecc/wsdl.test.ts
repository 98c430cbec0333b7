import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { wsdlOf } from '../../../sandbox/sap-ecc/wsdl/wsdl.ts';

const page = readFileSync('erp-side/sap-ecc/INTERFACE.md', 'utf8');
const wsdl = wsdlOf({ address: 'http://sap.test/sap/bc/soap/rfc?sap-client=100&x=1', responseSuffix: '.Response' });

type Named = { readonly name: string };
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true });
const { definitions } = parser.parse(wsdl) as {
  definitions: { portType: { operation: Named[] }; types: { schema: { simpleType: Named[]; element: Named[] } } };
};

test('describes every function that the interface page names, and no other', () => {
  const named = page.match(/\b(?:BAPI_[A-Z]+_\w+|BAPISDORDER_\w+|Z_QTC_[A-Z]+(?:_[A-Z]+)*|RFC_READ_TABLE)\b/g) ?? [];
  const whole = new Set(named);
  const described = new Set(definitions.portType.operation.map(({ name }) => name));
  expect([...whole].filter((name) => !described.has(name))).toEqual([]);
  expect([...described].filter((name) => !page.includes(name.replace(/_POST$/, '')))).toEqual([]);
});

test('has a request and an answer of each, named as the path answers', () => {
  const elements = new Set(definitions.types.schema.element.map(({ name }) => name));
  for (const { name } of definitions.portType.operation) {
    expect(elements).toContain(name);
    expect(elements).toContain(`${name}.Response`);
  }
});

test('declares amounts as decimals, days by their pattern, tables as rows of items', () => {
  expect(wsdl).toContain('<xsd:element name="AMT_DOCCUR" type="xsd:decimal" minOccurs="0"/>');
  expect(wsdl).toMatch(/<xsd:simpleType name="date10">.*<xsd:pattern value="\\d\\d\\d\\d-\\d\\d-\\d\\d"\/>/);
  expect(wsdl).toContain('<xsd:element name="item" type="tns:BAPIACCR09" minOccurs="0" maxOccurs="unbounded"/>');
  expect(wsdl).toContain('elementFormDefault="unqualified"');
  expect(wsdl).toContain('sap-client=100&amp;x=1');
});
