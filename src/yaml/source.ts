import { LineCounter, parseDocument } from 'yaml';
import type { Advice, Problem, Source } from './problems.ts';

/** A file's text with the places of all that stands in it, or why it is no YAML. */
export function readYaml(
  text: string,
  file: string,
  advice: Advice,
): { readonly source: Source } | { readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length === 0) return { source: { file, text, document, lines, advice } };
  return {
    problems: document.errors.map(({ message, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { line, column: col, field: '', what: `is not YAML: ${message}` };
    }),
  };
}
