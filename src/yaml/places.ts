import { isScalar, type Scalar } from 'yaml';
import { positionOf, type Path, type Source } from './problems.ts';

type Position = { readonly line: number; readonly column: number };

/** Of a text, its first character within quotes; of whatever else, its key. */
export const valuePosition = (source: Source, path: Path): Position => positionWithin(source, path, 0);

/** Of one character of a text, counted in the text that the file gives, however it is quoted or folded there. */
export function positionWithin(source: Source, path: Path, at: number): Position {
  const node = source.document.getIn(path, true);
  if (!isScalar(node) || !node.range || typeof node.value !== 'string') return positionOf(source, path);
  const { line, col } = source.lines.linePos(offsetWithin(source.text, node, node.value, at));
  return { line, column: col };
}

/** By the letters before it: blanks and line breaks may be others in the file, letters are the same. */
function offsetWithin(text: string, { type, range }: Scalar, value: string, at: number): number {
  const [start, end] = range ?? [0, 0];
  const before = value.slice(0, at).replace(/\s/g, '').length;
  let [offset, passed] = [beginningOf(text, start, type), 0];
  let last = offset;
  while (offset < end) {
    const length = letterLength(text, offset, type);
    if (isLetter(text, offset, type)) {
      if (passed === before) return offset;
      passed += 1;
      last = offset + length;
    }
    offset += length;
  }
  return last;
}

function beginningOf(text: string, start: number, type: Scalar['type']): number {
  if (type?.startsWith('BLOCK')) return text.indexOf('\n', start) + 1;
  return type?.startsWith('QUOTE') ? start + 1 : start;
}

const escapes: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };
function letterLength(text: string, offset: number, type: Scalar['type']): number {
  if (type === 'QUOTE_SINGLE' && text.startsWith("''", offset)) return 2;
  return type === 'QUOTE_DOUBLE' && text[offset] === '\\' ? (escapes[text[offset + 1] ?? ''] ?? 2) : 1;
}
const isLetter = (text: string, offset: number, type: Scalar['type']): boolean =>
  type === 'QUOTE_DOUBLE' && text[offset] === '\\'
    ? !/[ntrvfe0 \t\n]/.test(text[offset + 1] ?? '')
    : !/\s/.test(text[offset] ?? '');
