import type { NamedFunction } from './definition.ts';
import { lists } from './lists.ts';
import { texts } from './texts.ts';

/** Every function that expressions have besides jsonata's own; docs, `mapping explain` and the tests read this table. */
export const namedFunctions: readonly NamedFunction[] = [...texts, ...lists];
