import type { Fields } from './params.ts';

/** Texts as far as they are known; & stands for the variables, one after the other. M: not confirmed by a public source. */
const texts = {
  'V1 311': 'Standard Order & has been saved',
  'V1 382': 'Material & is not defined for sales organization &, distribution channel &',
  'V1 398': 'Customer & is not defined for sales area & & &', // M
  'V1 154': 'Order receipt/delivery not possible, credit customer blocked',
  'VP 150': 'Customer & is blocked for orders', // M
  'V1 493': 'Item & can no longer be changed, it has been delivered or invoiced', // M
  'V1 042': 'Sales document & is currently being processed',
  'V1 302': 'Sales document & does not exist', // M
  'V1 320': 'Item & does not exist in sales document &', // M
  'V1 323': 'Field & is required', // M
  'V1 460': 'Value & in field & is not valid', // M
  'V4 233': '& has been processed successfully',
  'MC 601': 'Object requested is currently locked by user &',
  'S& 044': 'Currency & is not defined', // M
  'RW 605': 'Document posted successfully: & & &',
  'RW 609': 'Error in document: & & &',
  'RW 614': 'Document check - no errors: & & &',
  'RW 022': 'Document has no items', // M
  'F5 100': 'Company code & does not exist', // M
  'F5 102': 'Customer & is not defined in company code &',
  'F5 201': 'Posting period & & is not open',
  'F5 286': 'Special G/L indicator & is not possible here', // M
  'F5 308': 'Document & contains cleared items, reset the clearing first', // M
  'F5 351': 'Account & in company code & is blocked for posting', // M
  'F5 354': 'Account & in company code & cannot be directly posted to', // M
  'F5 361': 'Document & has already been reversed', // M
  'F5 397': 'Document & of another application has to be cancelled there', // M
  'F5 506': 'G/L account & is not defined in chart of accounts &', // M
  'F5 507': 'Account & can only be posted to in currency &', // M
  'F5 702': 'Balance in transaction currency',
  'F5 703': 'Balance in local currency', // M
  'F5 814': 'Document type & is not defined', // M
  'F5 808': 'Value & in field & is not valid', // M
  'F5A 001': 'Document & does not exist in company code &', // M
  'FF 753': 'Tax code & is not defined', // M
  'F2 042': 'Customer & is currently being processed',
  'F2 153': 'Customer & does not exist', // M
  'F2 163': 'Field & is required', // M
  'VF 001': 'Billing document & does not exist', // M
  'VF 022': 'Billing document & has already been cancelled', // M
  'VF 050': 'Billing document & has been saved', // M
  'ZQTC 001': 'Key & was used by & already',
  'ZQTC 002': 'Key & was posted before as &',
  'ZQTC 003': 'A key is required',
  'ZQTC 005': 'Update of key & was terminated; nothing was posted',
  'ZQTC 010': 'More than is open: &, open are &',
  'ZQTC 011': 'Clearing & is reset already by &',
  'ZQTC 012': 'Outcome of key & is not known yet; ask again later',
  'ZQTC 013': 'Document & has no open item of customer &',
  'ZQTC 014': 'Document & is not in currency &',
  'ZQTC 015': 'What clearing & left over has been cleared by &, reset that first',
  'M3 305': 'Material & does not exist', // M
} as const;
export type MessageKey = keyof typeof texts;

/** One row of RETURN, whatever its shape will be. */
export type Message = {
  readonly type: 'S' | 'E' | 'W' | 'I' | 'A';
  readonly id: string;
  readonly number: string;
  readonly text: string;
  readonly variables: readonly string[];
  readonly parameter: string;
  readonly row: number;
  readonly field: string;
};
type Place = Partial<Pick<Message, 'parameter' | 'row' | 'field'>>;

export function message(
  type: Message['type'],
  key: MessageKey,
  variables: readonly string[] = [],
  place: Place = {},
): Message {
  const [id = '', number = ''] = key.split(' ');
  const left = [...variables];
  const text = texts[key].replaceAll(/&/g, () => left.shift() ?? '').trim();
  return { type, id, number, text, variables, parameter: '', row: 0, field: '', ...place };
}
export const error = (key: MessageKey, variables: readonly string[] = [], place: Place = {}): Message =>
  message('E', key, variables, place);

export const isFailure = ({ type }: Message): boolean => type === 'E' || type === 'A';

/** What the ERP refuses, and why. */
export class Refusal extends Error {
  readonly messages: readonly Message[];
  constructor(...messages: readonly Message[]) {
    super(messages.map(({ text }) => text).join('; '));
    this.messages = messages;
  }
}

/** An exception of a function module, which SOAP answers with a fault. */
export class RfcException extends Error {
  readonly exception: string;
  constructor(exception: string, text: string) {
    super(text);
    this.exception = exception;
  }
}

const variablesOf = ({ variables }: Message): Fields =>
  Object.fromEntries([1, 2, 3, 4].map((place) => [`MESSAGE_V${place}`, variables[place - 1] ?? '']));
const log = { LOG_NO: '', LOG_MSG_NO: '000000' };

const bapiret1 = (message: Message): Fields => ({
  TYPE: message.type,
  ID: message.id,
  NUMBER: message.number,
  MESSAGE: message.text,
  ...log,
  ...variablesOf(message),
});
const shapes = {
  BAPIRET2: (message: Message): Fields => ({
    ...bapiret1(message),
    PARAMETER: message.parameter,
    ROW: String(message.row),
    FIELD: message.field,
    SYSTEM: '',
  }),
  BAPIRET1: bapiret1,
  BAPIRETURN1: bapiret1,
  BAPIRETURN: (message: Message): Fields => ({
    TYPE: message.type,
    CODE: `${message.id}${message.number}`,
    MESSAGE: message.text,
    ...log,
    ...variablesOf(message),
  }),
} as const;
const initial: Message = {
  type: 'S',
  id: '',
  number: '000',
  text: '',
  variables: [],
  parameter: '',
  row: 0,
  field: '',
};

/** How a function gives its messages: as a table, or as a single structure that holds the gravest one. */
export type ReturnShape = { readonly as: 'table' | 'structure'; readonly type: keyof typeof shapes };

export const tableOf = (messages: readonly Message[], { type }: ReturnShape): readonly Fields[] =>
  messages.map(shapes[type]);
export function structureOf(messages: readonly Message[], { type }: ReturnShape): Fields {
  const gravest = messages.find(isFailure) ?? messages[0];
  if (gravest) return shapes[type](gravest);
  const blank = shapes[type](initial);
  return { ...blank, TYPE: '', ...('CODE' in blank && { CODE: '' }) };
}
