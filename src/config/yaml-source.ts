import { adviceFrom, type Examples } from '../yaml/examples.ts';
import { readYaml } from '../yaml/source.ts';
import { ConfigError, type Source } from './problems.ts';

/** @param examples of right, by field. @throws ConfigError for what is no YAML */
export function sourceOf(text: string, file: string, examples: Examples): Source {
  const read = readYaml(text, file, adviceFrom(examples));
  if ('source' in read) return read.source;
  throw new ConfigError(file, read.problems);
}
