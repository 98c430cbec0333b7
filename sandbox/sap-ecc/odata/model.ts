import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

export type Property = {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly maxLength: number | undefined;
  /** It makes up the ETag, with others of the kind. */
  readonly versions: boolean;
};
export type EntityType = {
  readonly name: string;
  readonly set: string;
  readonly keys: readonly string[];
  readonly properties: readonly Property[];
  /** By navigation property, the entity set that it leads to. */
  readonly navigation: Readonly<Record<string, string>>;
};
export type Model = {
  readonly namespace: string;
  readonly edmx: string;
  readonly sets: Readonly<Record<string, EntityType>>;
};

type Named = { readonly Name: string };
type Schema = {
  readonly Namespace: string;
  readonly EntityType: readonly (Named & {
    readonly Key: readonly [{ readonly PropertyRef: readonly Named[] }];
    readonly Property: readonly (Named & {
      Type: string;
      Nullable?: string;
      MaxLength?: string;
      ConcurrencyMode?: string;
    })[];
    readonly NavigationProperty?: readonly (Named & { Relationship: string; ToRole: string })[];
  })[];
  readonly Association: readonly (Named & { readonly End: readonly { Type: string; Role: string }[] })[];
  readonly EntityContainer: readonly [{ readonly EntitySet: readonly (Named & { EntityType: string })[] }];
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && !['Edmx', 'DataServices', 'Schema'].includes(name),
});

/** The service that a customer imports into SEGW, read from the file that is shipped for it. */
export function readModel(file: URL | string): Model {
  const edmx = readFileSync(file, 'utf8');
  const { Edmx } = parser.parse(edmx) as { Edmx: { DataServices: { Schema: Schema } } };
  const schema = Edmx.DataServices.Schema;
  const sets = schema.EntityContainer[0].EntitySet.map(
    ({ Name, EntityType }) => [Name, entityType(schema, Name, local(EntityType))] as const,
  );
  return { namespace: schema.Namespace, edmx, sets: Object.fromEntries(sets) };
}

function entityType(schema: Schema, set: string, name: string): EntityType {
  const type = must(
    schema.EntityType.find((candidate) => candidate.Name === name),
    name,
  );
  return {
    name,
    set,
    keys: type.Key[0].PropertyRef.map((key) => key.Name),
    properties: type.Property.map((property) => ({
      name: property.Name,
      type: property.Type,
      nullable: property.Nullable !== 'false',
      maxLength: property.MaxLength === undefined ? undefined : Number(property.MaxLength),
      versions: property.ConcurrencyMode === 'Fixed',
    })),
    navigation: Object.fromEntries(
      (type.NavigationProperty ?? []).map(({ Name, Relationship, ToRole }) => [
        Name,
        target(schema, Relationship, ToRole),
      ]),
    ),
  };
}

function target(schema: Schema, relationship: string, role: string): string {
  const association = schema.Association.find(({ Name }) => Name === local(relationship));
  const end = must(
    association?.End.find(({ Role }) => Role === role),
    relationship,
  );
  const sets = schema.EntityContainer[0].EntitySet;
  return must(
    sets.find(({ EntityType }) => EntityType === end.Type),
    end.Type,
  ).Name;
}

const local = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

function must<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new RangeError(`The model refers to ${name}, which it lacks`);
  return found;
}
