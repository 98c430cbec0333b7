import type { Place } from './profile.ts';

/** One thing that is wrong with a profile, at its place in the file. */
export type ProfileProblem = Place & {
  /** `accounts.revenue.cases[0].account`; empty for a file as a whole. */
  readonly field: string;
  /** What is wrong, and how to mend it, as the end of a sentence that begins with the field. */
  readonly what: string;
  /** The known name that was most likely meant. */
  readonly suggestion?: string;
};

/** `mappings/acme/accounts.yaml:7:5 accounts.revenue.account 40100 is no account of the ERP; did you mean 4010?` */
export const shownProblem = ({ file, line, column, field, what, suggestion }: ProfileProblem): string =>
  [`${file}:${line}:${column}`, field, `${what}${suggestion ? `; did you mean ${suggestion}?` : ''}`]
    .filter(Boolean)
    .join(' ');

/** Everything that is wrong with a profile, at once. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
  readonly problems: readonly ProfileProblem[];

  constructor(problems: readonly ProfileProblem[]) {
    super(problems.map(shownProblem).join('\n'));
    this.problems = problems;
  }
}
