import { LineCounter, parseDocument } from 'yaml';
import { ConfigError, type Source } from './problems.ts';

/** @param examples of right, by field. @throws ConfigError for what is no YAML */
export function sourceOf(text: string, file: string, examples: Source['examples']): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    throw new ConfigError(
      file,
      document.errors.map(({ message, pos }) => {
        const { line, col } = lines.linePos(pos[0]);
        return { line, column: col, field: '', what: `is not YAML: ${message}` };
      }),
    );
  return { file, document, lines, examples };
}
