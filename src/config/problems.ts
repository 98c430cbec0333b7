import type { Problem } from '../yaml/problems.ts';

export { positionOf, problemAt, problemsOf, type Source } from '../yaml/problems.ts';

/** Every problem of a configuration at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => show(file, problem)).join('\n'));
    this.problems = problems.map((problem) => ({ file, ...problem }));
  }
}

const show = (read: string, { file, line, column, field, what, meant, example }: Problem): string =>
  [
    `${file ?? read}:${line}:${column} ${field} ${what}${meant ? `; did you mean ${meant}?` : ''}.`.replace('  ', ' '),
    ...(example ? [`  For example: ${example}`] : []),
  ].join('\n');
