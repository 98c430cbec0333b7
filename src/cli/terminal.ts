import type { Environment } from '../config.ts';

/** Where a command runs: tests give another one. */
export type Terminal = {
  readonly env: Environment;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A person sits in front of it. */
  readonly interactive: boolean;
};

/** Something that the user can mend: its message is all that is printed. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

/** A command that did its work and found something wrong. */
export const failed = 1;
/** The command line, the configuration or a secret is wrong: nothing was done. */
export const misused = 2;

/** With what caused it, said once: a driver's own words are often the useful ones. */
export function reasonsOf(error: Error): string {
  const said = error.message || error.name;
  const cause = error.cause instanceof Error ? reasonsOf(error.cause) : said;
  return cause.startsWith(said) ? cause : `${said}: ${cause}`;
}
