import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Schema = {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
};
type Operation = {
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, { readonly name: string; readonly in: string }>>;
  };
};

const file = new URL('../../../../src/erp/p21/facade/openapi.yaml', import.meta.url);
export const openapi = parse(readFileSync(file, 'utf8')) as Document;

const lastOf = (reference: string): string => reference.split('/').at(-1) ?? '';
const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : resolved(openapi.components.schemas[lastOf(schema.$ref)] ?? {});

/** Path parameters go by any name: what counts is where they stand. */
const shape = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');

/** `GET /api/v2/items` -> what openapi.yaml says of it. */
export function operationOf(route: string): Operation | undefined {
  const [method = '', path = ''] = route.split(' ');
  const found = Object.entries(openapi.paths).find(([each]) => shape(each) === shape(path));
  return found?.[1][method.toLowerCase()];
}

export const queryOf = ({ parameters = [] }: Operation): readonly string[] =>
  parameters
    .flatMap(({ $ref }) => openapi.components.parameters[lastOf($ref)] ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name);

type Merged = { readonly properties: Readonly<Record<string, Schema>>; readonly required: readonly string[] };
function merged(schema: Schema): Merged {
  const whole = resolved(schema);
  const parts = (whole.allOf ?? []).map(merged);
  return {
    properties: Object.assign(
      {},
      ...parts.map(({ properties }) => properties),
      whole.properties,
    ) as Merged['properties'],
    required: [...parts.flatMap(({ required }) => required), ...(whole.required ?? [])],
  };
}

/** Names of all fields that any request may carry. */
export const requestFields = (): ReadonlySet<string> => {
  const names = new Set<string>();
  const walk = (schema: Schema): void => {
    for (const one of [schema, ...(resolved(schema).oneOf ?? [])])
      for (const [name, each] of Object.entries(merged(one).properties)) {
        names.add(name);
        walk(each);
      }
    const { items } = resolved(schema);
    if (items) walk(items);
  };
  for (const [path, operations] of Object.entries(openapi.paths))
    for (const { requestBody } of Object.values(operations))
      if (requestBody && !path.includes('security')) walk(requestBody.content['application/json'].schema);
  return names;
};

/** What openapi.yaml objects to in a request body; nothing, if it would pass. */
export function objections(route: string, body: unknown): readonly string[] {
  const operation = operationOf(route);
  const schema = operation?.requestBody?.content['application/json'].schema;
  if (!operation) return [`${route} is not written down`];
  if (!schema) return body === undefined ? [] : [`${route} takes no body`];
  return check(schema, body, 'body');
}

function check(given: Schema, value: unknown, at: string): readonly string[] {
  const schema = resolved(given);
  if (schema.oneOf) {
    const results = schema.oneOf.map((each) => check(each, value, at));
    return results.some(({ length }) => length === 0) ? [] : (results[0] ?? []);
  }
  if (schema.type === 'object') return checkObject(schema, value, at);
  if (schema.type === 'array' && schema.items && Array.isArray(value))
    return value.flatMap((each, index) => check(schema.items ?? {}, each, `${at}[${index}]`));
  if (schema.type === 'integer') return Number.isInteger(value) ? [] : [`${at} is no integer`];
  return checkText({ ...schema, ...given }, value, at);
}

function checkObject(schema: Schema, value: unknown, at: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${at} is no object`];
  const { properties, required } = merged(schema);
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, each]) => {
      const property = properties[name] ?? schema.additionalProperties;
      return property ? check(property, each, `${at}.${name}`) : [`${at}.${name} is not written down`];
    }),
  ];
}

function checkText(schema: Schema, value: unknown, at: string): readonly string[] {
  if (typeof value !== 'string') return [`${at} is no text`];
  const { enum: allowed, const: only, pattern, maxLength } = schema;
  if (allowed && !allowed.includes(value)) return [`${at} is none of ${allowed.join(', ')}`];
  if (only !== undefined && only !== value) return [`${at} is not ${only}`];
  if (pattern !== undefined && !new RegExp(pattern).test(value)) return [`${at} does not match ${pattern}`];
  return maxLength !== undefined && value.length > maxLength ? [`${at} is too long`] : [];
}
