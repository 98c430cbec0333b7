import { keyOf } from './address.ts';
import { rows, text } from './entity-set.ts';
import type { EntityType, Model } from './model.ts';
import type { Entity } from './values.ts';
import { writeProperties } from './values.ts';

/** Of the properties that the model marks for it; nothing for a type without any, which can't be changed. */
export function etagOf(type: EntityType, entity: Entity): string | undefined {
  const versions = type.properties.filter((property) => property.versions).map(({ name }) => text(entity, name));
  return versions.length === 0 ? undefined : `W/"'${versions.join("','")}'"`;
}

/** An entity with its metadata; navigation properties are links, unless they are to be inlined. */
export function printer(model: Model, serviceUrl: string) {
  const print = (type: EntityType, entity: Entity, expanded: readonly string[]): object => {
    const uri = `${serviceUrl}/${type.set}(${keyOf(type, entity)})`;
    const navigation = Object.entries(type.navigation).map(([name, set]) => {
      const target = model.sets[set];
      const inline = target !== undefined && expanded.includes(name);
      return [
        name,
        inline
          ? { results: rows(entity, name).map((row) => print(target, row, [])) }
          : { __deferred: { uri: `${uri}/${name}` } },
      ] as const;
    });
    const etag = etagOf(type, entity);
    return {
      __metadata: { id: uri, uri, type: `${model.namespace}.${type.name}`, ...(etag && { etag }) },
      ...writeProperties(type, entity),
      ...Object.fromEntries(navigation),
    };
  };
  return print;
}
