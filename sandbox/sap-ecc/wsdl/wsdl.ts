import { functions } from './functions.ts';
import type { Signature } from './functions.ts';
import { scalarType, structures } from './structures.ts';
import type { ScalarType, Structure } from './structures.ts';

const NAMESPACE = 'urn:sap-com:document:sap:rfc:functions';

type Binding = {
  /** Where calls go; written into the WSDL. */
  readonly address: string;
  /** What the answer's element is called after the function's name: `.Response` or `Response`. */
  readonly responseSuffix: string;
};

/** Describes every function as document/literal, with the parameters unqualified and table rows as `item`. */
export const wsdlOf = ({ address, responseSuffix }: Binding): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<wsdl:definitions targetNamespace="${NAMESPACE}" xmlns:tns="${NAMESPACE}"`,
    ' xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"',
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema">',
    `<wsdl:types><xsd:schema targetNamespace="${NAMESPACE}" elementFormDefault="unqualified">`,
    ...simpleTypes(),
    ...Object.entries(structures).flatMap(structureTypes),
    ...Object.entries(functions).flatMap(([name, signature]) => elements(name, signature, responseSuffix)),
    '</xsd:schema></wsdl:types>',
    ...names.flatMap((name) => [message(name), message(name + responseSuffix)]),
    `<wsdl:portType name="ZQUITTANCE">${names.map((name) => operation(name, responseSuffix)).join('\n')}</wsdl:portType>`,
    '<wsdl:binding name="ZQUITTANCE" type="tns:ZQUITTANCE">',
    '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>',
    ...names.map(boundOperation),
    '</wsdl:binding>',
    '<wsdl:service name="ZQUITTANCE"><wsdl:port name="ZQUITTANCE" binding="tns:ZQUITTANCE">',
    `<soap:address location="${escaped(address)}"/></wsdl:port></wsdl:service>`,
    '</wsdl:definitions>',
  ].join('\n');

const names = Object.keys(functions);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Amounts have no pattern of their own: they are decimals, true to the currency. */
const facets: Readonly<Record<ScalarType['kind'], (length: number) => string | undefined>> = {
  C: (length) => `<xsd:maxLength value="${length}"/>`,
  N: (length) => `<xsd:maxLength value="${length}"/><xsd:pattern value="\\d*"/>`,
  D: () => '<xsd:maxLength value="10"/><xsd:pattern value="\\d\\d\\d\\d-\\d\\d-\\d\\d"/>',
  P: () => undefined,
  I: () => undefined,
};

const typeNames: Readonly<Record<ScalarType['kind'], (length: number) => string>> = {
  C: (length) => `tns:char${length}`,
  N: (length) => `tns:numeric${length}`,
  D: () => 'tns:date10',
  P: () => 'xsd:decimal',
  I: () => 'xsd:int',
};
const typeName = ({ kind, length }: ScalarType): string => typeNames[kind](length);

function simpleTypes(): readonly string[] {
  const used = [
    ...Object.values(structures).flatMap((structure) => Object.values(structure)),
    ...Object.values(functions).flatMap(scalarsOf),
  ];
  const byName = new Map(used.map((type) => [typeName(type), facets[type.kind](type.length)]));
  return [...byName]
    .filter(([, facet]) => facet !== undefined)
    .map(([name, facet]) => {
      const own = name.replace('tns:', '');
      return `<xsd:simpleType name="${own}"><xsd:restriction base="xsd:string">${facet}</xsd:restriction></xsd:simpleType>`;
    });
}

const scalarsOf = (signature: Signature): readonly ScalarType[] =>
  Object.values(signature).flatMap((parameter) => scalarType(parameter.split(' ')[1] ?? '') ?? []);

const structureTypes = ([name, structure]: readonly [string, Structure]): readonly string[] => [
  complexType(
    name,
    Object.entries(structure).map(([field, type]) => element(field, typeName(type))),
  ),
  complexType(`TABLE_OF_${name}`, [
    `<xsd:element name="item" type="tns:${name}" minOccurs="0" maxOccurs="unbounded"/>`,
  ]),
];

const complexType = (name: string, children: readonly string[]): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${children.join('')}</xsd:sequence></xsd:complexType>`;

const element = (name: string, type: string): string => `<xsd:element name="${name}" type="${type}" minOccurs="0"/>`;

/** TABLES go both ways. */
const elements = (name: string, signature: Signature, responseSuffix: string): readonly string[] => [
  rootElement(name, signature, ['in', 'table']),
  rootElement(name + responseSuffix, signature, ['out', 'table']),
];

function rootElement(name: string, signature: Signature, directions: readonly string[]): string {
  const children = Object.entries(signature)
    .map(([parameter, notation]) => [parameter, ...notation.split(' ')] as const)
    .filter(([, direction = '']) => directions.includes(direction))
    .map(([parameter, direction, type = '']) => element(parameter, parameterType(direction === 'table', type)));
  const content = `<xsd:complexType><xsd:sequence>${children.join('')}</xsd:sequence></xsd:complexType>`;
  return `<xsd:element name="${name}">${content}</xsd:element>`;
}

function parameterType(isTable: boolean, type: string): string {
  const scalar = scalarType(type);
  if (scalar) return typeName(scalar);
  if (!structures[type]) throw new RangeError(`No structure ${type}`);
  return isTable ? `tns:TABLE_OF_${type}` : `tns:${type}`;
}

const message = (name: string): string =>
  `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>`;

const operation = (name: string, responseSuffix: string): string =>
  `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}"/>` +
  `<wsdl:output message="tns:${name}${responseSuffix}"/></wsdl:operation>`;

const boundOperation = (name: string): string =>
  `<wsdl:operation name="${name}"><soap:operation soapAction=""/>` +
  '<wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output>' +
  '</wsdl:operation>';
