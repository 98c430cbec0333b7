import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** What SAP may send us; it only wakes what would look by itself a little later. */
const waking: ReadonlySet<string> = new Set(['ORDRSP', 'INVOIC']);
const acknowledged: ReadonlySet<string> = new Set(['DEBMAS', 'MATMAS']);
type Outcome = 'woken' | 'acknowledged' | 'unknown';

export type IdocsDeps = {
  /** Companies on SAP. */
  readonly sapCompanies: readonly string[];
  /** Reads what the ERP has invoiced now, and not when its schedule would. */
  readonly refresh: (company: string) => Promise<void>;
  /** `type` is one of a closed list. */
  readonly countIdoc: (type: string, outcome: Outcome) => void;
};
export type IdocsReply =
  | { readonly status: 200; readonly body: { readonly idocs: readonly { type: string; outcome: Outcome }[] } }
  | { readonly status: 400 | 404; readonly body: { readonly error: string } };

/** @throws Error when nobody could be woken: SAP keeps the IDoc and sends it again when asked. */
export async function takeIdocs(
  company: string,
  text: string,
  { sapCompanies, refresh, countIdoc }: IdocsDeps,
): Promise<IdocsReply> {
  if (!sapCompanies.includes(company)) return refused(404, `There is no company ${company} on SAP ECC`);
  const types = messageTypes(text);
  if (typeof types === 'string') return refused(400, types);
  const idocs = types.map((type) => ({ type, outcome: outcomeOf(type) }));
  if (idocs.some(({ outcome }) => outcome === 'woken')) await refresh(company);
  for (const { type, outcome } of idocs) countIdoc(outcome === 'unknown' ? 'other' : type, outcome);
  return { status: 200, body: { idocs } };
}

const refused = (status: 400 | 404, error: string): IdocsReply => ({ status, body: { error } });

function outcomeOf(type: string): Outcome {
  if (waking.has(type)) return 'woken';
  return acknowledged.has(type) ? 'acknowledged' : 'unknown';
}

/** No entity is resolved and no value interpreted: a name of seven letters is all that is read. */
const parser = new XMLParser({
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  maxNestedTags: 50,
  isArray: (name) => name === 'IDOC',
});
type Idoc = { readonly EDI_DC40?: { readonly MESTYP?: unknown } };

/** MESTYP of each IDoc of the file, or what is wrong with it. */
function messageTypes(text: string): readonly string[] | string {
  if (/<!DOCTYPE/i.test(text)) return 'The body has a DOCTYPE, which no IDoc needs';
  const valid = XMLValidator.validate(text);
  if (valid !== true) return `The body is not XML: ${valid.err.msg} (line ${valid.err.line})`;
  const [root] = Object.values(read(text));
  const idocs = (root as { readonly IDOC?: readonly Idoc[] } | undefined)?.IDOC ?? [];
  const types = idocs.map((idoc) => idoc.EDI_DC40?.MESTYP);
  if (types.length === 0 || !types.every((type) => typeof type === 'string' && /^\w{1,30}$/.test(type)))
    return 'The body is no IDoc: each needs its EDI_DC40 with MESTYP, as in <ORDERS05><IDOC><EDI_DC40><MESTYP>ORDRSP</MESTYP>…';
  return types as readonly string[];
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    return parser.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
