import { amounts } from './amounts.ts';
import { days } from './days.ts';
import type { NamedFunction } from './definition.ts';
import { lists } from './lists.ts';
import { people } from './people.ts';
import { phones } from './phones.ts';
import { places } from './places.ts';
import { texts } from './texts.ts';
import { vatIds } from './vat-ids.ts';

/** Every function that expressions have besides jsonata's own; docs, `mapping explain` and the tests read this table. */
export const namedFunctions: readonly NamedFunction[] = [
  ...texts,
  ...people,
  ...places,
  ...phones,
  ...vatIds,
  ...days,
  ...amounts,
  ...lists,
];
