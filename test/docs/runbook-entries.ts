import { readFileSync } from 'node:fs';

/** One line of the tables of codes. */
type Entry = {
  /** The heading that it stands under: `Of a payment`. */
  readonly section: string;
  readonly code: string;
  readonly means: string;
  readonly check: string;
  readonly todo: string;
  /** What stands above the table. */
  readonly intro: string;
};

const codesPart = /\n## What the codes mean\n([\s\S]*?)\n## /;
const row = /^\| `([a-z-]+)` +\| (.*) \|$/;

/** What docs/runbook.md says of each code. */
export function runbookEntries(): readonly Entry[] {
  const [, part = ''] = codesPart.exec(readFileSync('docs/runbook.md', 'utf8')) ?? [];
  return part.split('\n### ').flatMap((text) => {
    const [section = '', ...lines] = text.split('\n');
    const intro = lines.filter((line) => !line.startsWith('|')).join(' ');
    return lines.flatMap((line) => {
      const [, code, rest = ''] = row.exec(line) ?? [];
      const [means = '', check = '', todo = ''] = rest.split(' | ').map((cell) => cell.trim());
      return code === undefined ? [] : [{ section, code, means, check, todo, intro }];
    });
  });
}
