import { nearestName } from '../domain/nearest-name.ts';
import type { Advice, Path } from './problems.ts';

/**
 * An example of right for every field; `*` stands for a name of the user's own. Error messages print it, and
 * misspelt keys are compared with these names.
 */
export type Examples = Readonly<Record<string, string>>;

export const adviceFrom = (examples: Examples): Advice => ({
  exampleOf: (path) => exampleOf(examples, path),
  nearestKey: (section, misspelt) => nearestKey(examples, section, misspelt),
});

const patternsOf = (examples: Examples): readonly (readonly string[])[] =>
  Object.keys(examples).map((name) => name.split('.'));
const matches = (pattern: readonly string[], path: Path): boolean =>
  pattern.every((step, at) => step === '*' || step === path[at]);

/** The example of this field, else of the nearest field above it. */
function exampleOf(examples: Examples, path: Path): string | undefined {
  const patterns = patternsOf(examples);
  for (let length = path.length; length > 0; length--) {
    const found = patterns.find((pattern) => pattern.length === length && matches(pattern, path.slice(0, length)));
    if (found) return examples[found.join('.')];
  }
  return undefined;
}

function nearestKey(examples: Examples, section: Path, misspelt: string): string | undefined {
  const names = patternsOf(examples)
    .filter((pattern) => pattern.length > section.length && matches(pattern.slice(0, section.length), section))
    .map((pattern) => pattern[section.length] ?? '')
    .filter((name) => name !== '*');
  return nearestName(names, misspelt.replaceAll('-', '_'));
}
