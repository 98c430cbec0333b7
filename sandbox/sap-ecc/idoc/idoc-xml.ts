import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

export type Segment = {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly children: readonly Segment[];
};
export type Idoc = {
  /** Basic type, which is the message's root element, such as ORDERS05. */
  readonly type: string;
  /** EDI_DC40. */
  readonly control: Readonly<Record<string, string>>;
  readonly segments: readonly Segment[];
};

/** The message can't be stored at all. */
export class IdocSyntaxError extends Error {
  override readonly name = 'IdocSyntaxError';
}

type Node = Readonly<Record<string, unknown>>;
const ATTRIBUTES = ':@';
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  htmlEntities: true,
});

/** @throws IdocSyntaxError for bad XML, no control record, and a segment or an IDoc without its mark */
export function parseIdocs(xml: string): readonly Idoc[] {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new IdocSyntaxError(`${valid.err.msg} (line ${valid.err.line})`);
  const root = (parser.parse(xml) as readonly Node[]).find((node) => nameOf(node) !== '#text');
  if (!root) throw new IdocSyntaxError('There is no message');
  const idocs = elementsIn(root);
  if (idocs.length === 0) throw new IdocSyntaxError(`${nameOf(root)} holds no IDOC`);
  return idocs.map((node) => idocIn(node, nameOf(root)));
}

function idocIn(node: Node, type: string): Idoc {
  if (nameOf(node) !== 'IDOC' || attributesOf(node)['BEGIN'] !== '1') {
    throw new IdocSyntaxError(`${nameOf(node)} is no IDOC with BEGIN="1"`);
  }
  const [control, ...segments] = elementsIn(node).map(segmentIn);
  if (control?.name !== 'EDI_DC40') throw new IdocSyntaxError('The control record EDI_DC40 does not come first');
  const idocType = control.fields['IDOCTYP'];
  if (idocType !== type) throw new IdocSyntaxError(`IDOCTYP ${idocType ?? ''} is not the message's ${type}`);
  return { type, control: control.fields, segments };
}

/** Fields first or segments first: what holds elements is a segment, anything else a field. */
function segmentIn(node: Node): Segment {
  const name = nameOf(node);
  if (attributesOf(node)['SEGMENT'] !== '1') throw new IdocSyntaxError(`Segment ${name} lacks SEGMENT="1"`);
  const elements = elementsIn(node);
  const isSegment = (element: Node) => 'SEGMENT' in attributesOf(element) || elementsIn(element).length > 0;
  return {
    name,
    fields: Object.fromEntries(
      elements.filter((element) => !isSegment(element)).map((field) => [nameOf(field), textOf(field)]),
    ),
    children: elements.filter(isSegment).map(segmentIn),
  };
}

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
const attributesOf = (node: Node): Node => (node[ATTRIBUTES] ?? {}) as Node;
const contentOf = (node: Node): readonly Node[] => (node[nameOf(node)] ?? []) as readonly Node[];
const elementsIn = (node: Node): readonly Node[] =>
  nameOf(node) === '#text' ? [] : contentOf(node).filter((child) => nameOf(child) !== '#text');
const textOf = (node: Node): string =>
  contentOf(node)
    .map((child) => (typeof child['#text'] === 'string' ? child['#text'] : ''))
    .join('')
    .trimEnd();

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

/** As SAP sends it. Fields that are empty are left out. */
export const idocXml = ({ type, control, segments }: Idoc): string =>
  '<?xml version="1.0" encoding="UTF-8"?>' +
  builder.build({
    [type]: {
      IDOC: {
        '@BEGIN': '1',
        EDI_DC40: { '@SEGMENT': '1', ...filled(control) },
        ...nested(segments),
      },
    },
  });

function nested(segments: readonly Segment[]): Record<string, readonly object[]> {
  const byName: Record<string, object[]> = {};
  for (const { name, fields, children } of segments) {
    (byName[name] ??= []).push({ '@SEGMENT': '1', ...filled(fields), ...nested(children) });
  }
  return byName;
}

const filled = (fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** The first segment of that name, or none. */
export const firstOf = (segments: readonly Segment[], name: string): Segment | undefined =>
  segments.find((segment) => segment.name === name);
export const allOf = (segments: readonly Segment[], name: string): readonly Segment[] =>
  segments.filter((segment) => segment.name === name);
/** The one whose qualifier has that value. */
export const qualified = (segments: readonly Segment[], name: string, qualifier: string, value: string) =>
  segments.find((segment) => segment.name === name && segment.fields[qualifier] === value);
