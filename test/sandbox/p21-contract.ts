import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Schema = {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
};
type Operation = {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response>>;
};
type Response = { readonly $ref?: string; readonly content?: Content };
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  };
};

/** The written contract, read from the file and from nothing else. */
export const contract = parse(
  readFileSync(new URL('../../src/erp/p21/facade/openapi.yaml', import.meta.url), 'utf8'),
) as Document;

export const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
);

/** What an answer has that the contract does not allow, or lacks that it asks for; nothing if all is well. */
export function violations(method: string, path: string, status: number, body: unknown): readonly string[] {
  const found = operations.find((one) => one.method === method && toPattern(one.path).test(path));
  if (!found) return [`${method} ${path} is not in the contract`];
  const response = found.operation.responses[String(status)];
  if (!response) return [`${method} ${path} may not answer ${status}`];
  const isRefusal = typeof body === 'object' && body !== null && 'ErrorMessage' in body;
  const expected = isRefusal ? contract.components.schemas['Envelope'] : schemaOf(response);
  return expected ? check(expected, body, `${method} ${path} ${status}`) : [];
}

function schemaOf({ $ref, content }: Response): Schema | undefined {
  const shared = $ref === undefined ? undefined : contract.components.responses[nameIn($ref)];
  return (shared?.content ?? content)?.['application/json']?.schema;
}

const toPattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
const nameIn = (ref: string): string => ref.split('/').at(-1) ?? '';

/** All parts of a schema, references followed. */
function parts(schema: Schema): readonly Schema[] {
  const referred = schema.$ref ? contract.components.schemas[nameIn(schema.$ref)] : undefined;
  return [schema, ...(referred ? parts(referred) : []), ...(schema.allOf ?? []).flatMap(parts)];
}

function check(schema: Schema, value: unknown, where: string): readonly string[] {
  const all = parts(schema);
  const choices = all.flatMap((part) => part.oneOf ?? []);
  if (choices.length > 0) {
    return choices.some((choice) => check(choice, value, where).length === 0) ? [] : [`${where} fits no choice`];
  }
  if (Array.isArray(value)) {
    const items = all.find((part) => part.items)?.items;
    return items ? value.flatMap((one, index) => check(items, one, `${where}[${index}]`)) : [`${where} is a list`];
  }
  if (typeof value === 'object' && value !== null) return checkObject(all, value, where);
  return all.flatMap((part) => checkScalar(part, value, where));
}

function checkObject(all: readonly Schema[], value: object, where: string): readonly string[] {
  const free = all.find((part) => part.additionalProperties)?.additionalProperties;
  const missing = all.flatMap((part) => part.required ?? []).filter((name) => !(name in value));
  const found = Object.entries(value).flatMap(([name, inner]) => {
    const known = all.flatMap((part) => part.properties?.[name] ?? [])[0] ?? free;
    return known ? check(known, inner, `${where}.${name}`) : [`${where}.${name} is not in the contract`];
  });
  return [...missing.map((name) => `${where}.${name} is missing`), ...found];
}

function checkScalar(part: Schema, value: unknown, where: string): readonly string[] {
  return rules.flatMap((rule) => rule(part, value) ?? []).map((problem) => `${where} "${String(value)}" ${problem}`);
}

type Rule = (part: Schema, value: unknown) => string | undefined;
const rules: readonly Rule[] = [
  ({ type }, value) => {
    const types = type === undefined ? [] : [type].flat();
    return types.length === 0 || types.includes(typeName(value)) ? undefined : `is not ${types.join(' or ')}`;
  },
  (part, value) => (part.enum && !part.enum.includes(value) ? `is none of ${part.enum.join(', ')}` : undefined),
  (part, value) => (part.const !== undefined && part.const !== value ? `is not ${part.const}` : undefined),
  ({ pattern }, value) =>
    pattern !== undefined && !new RegExp(pattern).test(String(value)) ? `does not fit ${pattern}` : undefined,
  ({ maxLength }, value) =>
    maxLength !== undefined && String(value).length > maxLength ? `is longer than ${maxLength}` : undefined,
];

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'number' ? 'integer' : typeof value;
}
