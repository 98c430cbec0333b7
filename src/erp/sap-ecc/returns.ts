import { ErpError } from '../errors.ts';
import { meaningOf } from './messages.ts';
import type { Fields, Message } from './rfc.ts';
import { fieldsOf, rowsOf, type Node } from './xml.ts';

/** RETURN is a table or a structure, by function; a row without type and text is its initial value. */
export function messagesOf(node: Node | undefined): readonly Message[] {
  const rows = rowsOf(node);
  const all = (rows.length > 0 ? rows : [fieldsOf(node)]).map(messageOf);
  return withoutRepeats(all.filter(({ type, text }) => type !== '' || text !== ''));
}

function messageOf(row: Fields): Message {
  const field = (name: string): string => (row[name] ?? '').trim();
  return {
    type: field('TYPE'),
    ...identified(field),
    text: field('MESSAGE'),
    variables: ['MESSAGE_V1', 'MESSAGE_V2', 'MESSAGE_V3', 'MESSAGE_V4'].map(field),
    parameter: field('PARAMETER'),
    row: Number(/^\d{1,9}$/.exec(field('ROW'))?.[0] ?? 0),
    field: field('FIELD'),
  };
}

/** A BAPIRETURN has both in CODE: class, then three digits. */
function identified(field: (name: string) => string): Pick<Message, 'id' | 'number'> {
  const code = field('CODE');
  if (field('ID') !== '' || code === '') return { id: field('ID'), number: field('NUMBER').padStart(3, '0') };
  return { id: code.slice(0, -3).trim(), number: code.slice(-3) };
}

/** SAP repeats a cause with and without the place that it is about; the row that names one stays. */
function withoutRepeats(messages: readonly Message[]): readonly Message[] {
  const kept = new Map<string, Message>();
  for (const message of messages) {
    const key = [message.type, message.id, message.number, message.text].join('|');
    const before = kept.get(key);
    if (before === undefined || (before.row === 0 && message.row > 0)) kept.set(key, message);
  }
  return [...kept.values()];
}

const isFailure = ({ type }: Message): boolean => type === 'E' || type === 'A';
/** Only says that there is an error; the rows behind it say which. */
const isCover = ({ id, number }: Message): boolean => id === 'RW' && number === '609';

/** What is refused by any message of type E or A. The first that we know decides; one that nobody knows goes to a person. */
export function refusalIn(functionName: string, messages: readonly Message[]): ErpError | undefined {
  const failures = messages.filter(isFailure);
  const causes = failures.filter((message) => !isCover(message));
  const [first] = causes.length > 0 ? causes : failures;
  if (!first) return undefined;
  const known = causes.map(meaningOf).find((meaning) => meaning.known) ?? meaningOf(first);
  const said = (causes.length > 0 ? causes : failures).map(({ text, id, number }) => `${text} (${id} ${number})`);
  return new ErpError(known.code, `${functionName} was refused: ${said.join('; ')}`, {
    ...(known.where && { where: known.where }),
  });
}
