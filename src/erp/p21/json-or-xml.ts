import { XMLParser } from 'fast-xml-parser';

/** The fields of one answer, by their names without a namespace. */
type Fields = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  parseTagValue: false,
});

/** A small answer that comes as JSON or, whatever Accept says, as XML; nothing, where it is neither. */
export const fieldsIn = (text: string): Fields | undefined => inJson(text) ?? inXml(text);

function inJson(text: string): Fields | undefined {
  try {
    const body = JSON.parse(text) as unknown;
    return isFields(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** What stands in the root, whatever it is called; the root itself where it holds only text. */
function inXml(text: string): Fields | undefined {
  try {
    const document = parser.parse(text, true) as Fields;
    const root = Object.values(document)[0];
    return isFields(root) ? root : document;
  } catch {
    return undefined;
  }
}

const isFields = (body: unknown): body is Fields => typeof body === 'object' && body !== null && !Array.isArray(body);
