import { closeSync, existsSync, fchmodSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Complaint } from '../terminal.ts';

/** Many lines go in one write. */
const chunk = 64_000;

/** Writes a file of personal data for its owner only. @throws Complaint when it is there: a person may have decided in it */
export function writeReview(file: string, lines: Iterable<string>, force: boolean): void {
  if (!force && existsSync(file))
    throw new Complaint(`${file} exists, and may hold decisions: name another with --out, or add --force`);
  const descriptor = openSync(file, 'w', 0o600);
  try {
    fchmodSync(descriptor, 0o600); // One that was there keeps its own permissions otherwise.
    let waiting = '';
    for (const line of lines) {
      waiting += line;
      if (waiting.length < chunk) continue;
      writeSync(descriptor, waiting);
      waiting = '';
    }
    writeSync(descriptor, waiting);
  } finally {
    closeSync(descriptor);
  }
}

/** @throws Complaint when there is no such file, or it is no text */
export function readReview(file: string): string {
  if (!existsSync(file)) throw new Complaint(`There is no file ${file}`);
  const bytes = readFileSync(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Complaint(`${file} is not UTF-8: save it as "CSV UTF-8"`);
  }
}
